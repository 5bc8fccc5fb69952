"""The first steps of a real installation."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils.translation import gettext as _

from titian.accounts.actions import open_account, system_actor
from titian.accounts.models import User
from titian.config.demo import NOTE
from titian.core.access import acting_as
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.network.actions import add_member, register_organisation, set_letterhead
from titian.network.models import Organisation, Role
from titian.network.queries import organisation_by_name
from titian.rosters.actions.words import load_words
from titian.standards.models import Region


class Administrator(NamedTuple):
    """The first account; without a password it gets a one-time link."""

    username: str
    name: str
    email: str
    password: str | None


class Centre(NamedTuple):
    """The own centre: one of the known ones by name, or a new one of this kind in this region."""

    name: str
    kind: str
    region: str


class Head(NamedTuple):
    """The head of letters and who signs them."""

    lines: list[str]
    address: str
    place: str
    signatory: str
    signatory_number: str
    signatory_post: str


def note_settings(*, hosts: str, tls: str) -> None:
    """Keep what the site must know in its home; the environment wins over this file."""
    note = Path(settings.HOME) / NOTE
    held = note.read_text().splitlines() if note.exists() else []
    if "TITIAN_MODE=demo" in held:
        raise DomainError(
            _("Di %(home)s ada dunia peragaan: pakai TITIAN_HOME lain untuk instalasi sungguhan.")
            % {"home": settings.HOME},
            code="home_is_demo",
        )
    wanted = {"TITIAN_ALLOWED_HOSTS": hosts, "TITIAN_TLS": tls}
    kept = [
        line
        for line in held
        if line.partition("=")[0] not in {name for name, value in wanted.items() if value}
    ]
    lines = [*kept, *(f"{name}={value}" for name, value in wanted.items() if value)]
    draft = note.with_suffix(".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write("".join(f"{line}\n" for line in lines))
    draft.replace(note)


def prepare_database() -> None:
    """Make the tables as the owner, then load code lists, known organisations and the words of rosters."""
    migrated = subprocess.run(
        [sys.executable, "-m", "titian", "migrate", "--verbosity", "0"], stdout=sys.stderr, check=False
    )
    if migrated.returncode != 0:
        raise DomainError(_("Tabel tidak dapat disiapkan; lihat pesan di atas."), code="migrate_failed")
    call_command("codelists", "load", stdout=sys.stderr)
    call_command("network", "load", stdout=sys.stderr)
    actor = system_actor("shell")
    with acting_as(actor.pk):
        load_words(actor)  # without them no heading of a roster says anything


@transaction.atomic
def initialise(administrator: Administrator, centre: Centre, head: Head, *, on: date) -> User:
    """Open the first account, make it administrator of its own centre, and set the letterhead."""
    actor = system_actor("shell")
    with acting_as(actor.pk):
        user = open_account(
            administrator.username,
            administrator.name,
            password=administrator.password,
            email=administrator.email,
        )
        Entry.write(actor, "open_account", user)
        organisation = _own_centre(centre, actor)
        add_member(user, organisation, Role.ADMINISTRATOR, actor=actor, on=on)
        set_letterhead(organisation, actor=actor, **head._asdict())
    return user


def _own_centre(centre: Centre, actor: User) -> Organisation:
    if not centre.kind:
        return organisation_by_name(centre.name)
    region = Region.objects.filter(pk=centre.region).first()
    if region is None:
        raise DomainError(
            _("Kode wilayah %(code)s tidak dikenal.") % {"code": centre.region}, code="unknown_region"
        )
    return register_organisation(centre.kind, centre.name, actor=actor, region=region)
