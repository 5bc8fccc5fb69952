"""Fills an empty installation; run as a process of its own by `site.build`."""

from __future__ import annotations

import json
from datetime import timedelta

import django
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

django.setup()

from factories import network, people  # noqa: E402
from titian.accounts.actions import system_actor  # noqa: E402
from titian.network.actions import load_network  # noqa: E402
from titian.network.actions.api_tokens import make_token  # noqa: E402
from titian.network.models import Role  # noqa: E402
from titian.network.models.api_token import Scope  # noqa: E402
from titian.network.queries import organisation_by_name  # noqa: E402
from titian.rosters.actions.words import load_words  # noqa: E402
from titian.standards.actions import load_code_lists  # noqa: E402

call_command("migrate", verbosity=0)
with transaction.atomic():
    shell = system_actor("shell")
    load_code_lists(shell)
    load_network(shell)
    load_words(shell)
    centre = organisation_by_name("BPVP Banyuwangi")
    community = network.organisation("BLKK Uji Coba", "blk_community", "35.10")
    network.supervise(centre, community)
    users = {
        "clerk": network.member(Role.CENTRE_CLERK, centre, name="Petugas Uji"),
        "colleague": network.member(Role.CENTRE_CLERK, centre, name="Rekan Uji"),
        "head": network.member(Role.CENTRE_HEAD, centre, name="Kepala Uji"),
        "administrator": network.member(Role.ADMINISTRATOR, centre, name="Pengelola Uji"),
        "operator": network.member(Role.CENTRE_CLERK, community, name="Operator Uji"),
    }
    for user in users.values():
        user.welcomed_at = timezone.now()
    office = network.organisation("Disnaker Uji", "agency_regency", "35.10")
    users |= {
        "officer": network.member(Role.REGENCY_OFFICE, office, name="Petugas Loket"),
        "second officer": network.member(Role.REGENCY_OFFICE, office, name="Petugas Loket Dua"),
    }
    training_class = people.training_class(centre, name="Las Uji", code="UJI-1")
    people.enrolment(training_class, people.person("Warga Uji", served_by=centre))
    token = make_token(
        centre, "Uji", scopes=[Scope.ROSTERS_READ, Scope.ROSTERS_WRITE],
        expires_at=timezone.now() + timedelta(days=30), actor=users["administrator"],
    )  # fmt: skip
print(
    json.dumps(
        {
            "centre": centre.pk, "community": community.pk, "class": training_class.pk, "token": token.key,
            "users": {name: user.username for name, user in users.items()},
            "ids": {name: user.pk for name, user in users.items()},
        }
    )
)  # fmt: skip
