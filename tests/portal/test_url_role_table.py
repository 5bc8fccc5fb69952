"""Every URL x every role, in url_role_table.txt for a reader; a new URL fails until its row is there."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.core.cache import cache
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from factories.front_door import at_the_door
from factories.standards import DAY
from factories.world import World
from titian.admissions.models import AdmissionRound, Application
from titian.admissions.states import RoundState
from titian.network.models import Agreement, Invitation, Membership, Organisation, Role
from titian.people.models import Person

pytestmark = pytest.mark.timeout(900)  # every url by every role, also on a machine with other work

TABLE = Path(__file__).parent / "url_role_table.txt"
HEAD = """\
Every URL x every role: status of the answer. Written by TITIAN_WRITE_TABLE=1 ./titian test tests/portal; read
the difference before you commit it. '(elsewhere)' asks for an object of another region and another centre.
The operator works at a community centre which
the centre supervises. 302 of anonymous leads to sign-in. 404: may not see it. 403: may see it, may not do it.
"""
ROLES = [
    "anonymous", "citizen", "national_planner", "provincial_office", "regency_office", "centre_head",
    "centre_clerk", "instructor", "certification_body", "insurer_officer", "employer", "administrator",
    "operator", "other_citizen", "other_clerk", "other_office",
]  # fmt: skip

ELSEWHERE = {
    "person_id", "class_id", "centre_id", "organisation_id", "membership_id", "invitation_id", "load_id",
    "row_id", "card_id", "claim_id", "request_id", "merge_id", "round_id", "application_id",
}  # fmt: skip


def here(world: World) -> dict[str, object]:
    return {
        "person_id": world.person.pk,
        "class_id": world.training_class.pk,
        "kind": "kosong",
        "centre_id": world.centre.pk,
        "programme_id": world.training_class.programme_id,
        "token_id": 1,
        "round_id": application(world.centre, world.person, world).round_id,
        "application_id": application(world.centre, world.person, world).pk,
        "appeal_id": 0,
        "load_id": world.row.load_id,
        "row_id": world.row.pk,
        "batch": UUID(int=0),
        "code_list": "fields",
        "year": 2022,
        "version": 1,
        "view_id": 1,
        "code": "en",
        "organisation_id": world.centre.pk,
        "membership_id": Membership.objects.get(user=world.users["instructor"]).pk,
        "invitation_id": invitation(world, world.centre).pk,
        "agreement_id": Agreement.objects.get().pk,
        "session_id": 0,
        "token": "salah",
        "uidb36": "0",
        "key": "salah",
        "number": 1,
        "accommodation_id": 0,
        **at_the_door(world.person, world.users["regency_office"]),
    }


def elsewhere(world: World) -> dict[str, object]:
    return {
        **here(world),
        "person_id": world.stranger.pk,
        "class_id": world.other_class.pk,
        "centre_id": world.other_centre.pk,
        "organisation_id": world.other_centre.pk,
        "round_id": application(world.other_centre, world.stranger, world).round_id,
        "application_id": application(world.other_centre, world.stranger, world).pk,
        "load_id": world.other_row.load_id,
        "row_id": world.other_row.pk,
        "membership_id": Membership.objects.get(user=world.users["other_clerk"]).pk,
        "invitation_id": invitation(world, world.other_centre).pk,
        **at_the_door(world.stranger, world.users["other_office"]),
    }


def invitation(world: World, organisation: Organisation) -> Invitation:
    """Return the one invitation there; it is made at the first call."""
    made, _new = Invitation.objects.get_or_create(
        organisation=organisation,
        defaults={
            "purpose": "join",
            "role": Role.CENTRE_CLERK,
            "username": f"undangan{organisation.pk}",
            "name": "Yang Diundang",
            "invited_by": world.users["centre_head"],
            "code_digest": f"{organisation.pk:064d}",
            "expires_at": timezone.now() + timedelta(days=14),
        },
    )
    return made


def application(centre: Organisation, person: Person, world: World) -> Application:
    """Return the person's application to an open round of the centre; it is made at the first call."""
    called, _new = AdmissionRound.objects.get_or_create(
        centre=centre,
        defaults={"name": "Gelombang 1", "opens_on": DAY, "closes_on": DAY, "state": RoundState.OPEN},
    )
    made, _new = Application.objects.get_or_create(
        round=called,
        person=person,
        defaults={
            "number": f"S{called.pk}",
            "salt": bytes(16),
            "submitted_at": timezone.now(),
            "entered_by": world.users["centre_clerk"],
        },
    )
    return made


def named_urls(resolver: URLResolver, space: str = "") -> list[tuple[str, list[str]]]:
    """Return each URL's name and parameters."""
    found = []
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern.pattern} has no name"
            found.append((f"{space}{pattern.name}", list(pattern.pattern.regex.groupindex)))
        else:
            found += named_urls(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
    return found


@pytest.fixture
def rows(world: World, get) -> list[tuple[str, str, list[int]]]:
    made = []
    for name, parameters in sorted(named_urls(get_resolver())):
        for label, known in [("", here(world)), (" (elsewhere)", elsewhere(world))]:
            missing = set(parameters) - set(known)
            assert not missing, f"tell this test what {missing} of {name} stands for"
            if label and not set(parameters) & ELSEWHERE:
                continue
            cache.clear()  # tries are counted
            path = reverse(name, kwargs={key: known[key] for key in parameters})
            people = [world.users.get(role) for role in ROLES]
            statuses = [get(path, user).status_code for user in people]
            if 405 in statuses:
                posted = [get(path, user, post={"reason": "mencocokkan KTP"}).status_code for user in people]
                made.append((f"{name}{label}", "POST", posted))
            else:
                made.append((f"{name}{label}", "GET", statuses))
    return made


def test_every_url_answers_every_role_as_the_table_says(rows) -> None:
    width = max(len(name) for name, _method, _statuses in rows) + 2
    lines = [HEAD, " " * (width + 6) + "".join(f"{role[:11]:<12}" for role in ROLES).rstrip()]
    lines += [
        f"{name:<{width}}{method:<6}" + "".join(f"{status:<12}" for status in statuses).rstrip()
        for name, method, statuses in rows
    ]
    answered = "\n".join(lines) + "\n"
    if os.environ.get("TITIAN_WRITE_TABLE"):
        TABLE.write_text(answered)
    assert answered == TABLE.read_text()
    assert {name: codes for name, _method, codes in rows if max(codes) >= 500} == {}
