"""Organisations and who works there."""

from __future__ import annotations

from datetime import date
from itertools import count

from factories.standards import DAY, kind, region
from titian.accounts.models import User
from titian.core.periods import since
from titian.core.text import key
from titian.network.models import Membership, Organisation, Role, Supervision, SupervisionArea

PASSWORD = "rahasia-peragaan-1"  # pragma: allowlist secret
_numbers = count(1)


def user(name: str = "", **more: object) -> User:
    number = next(_numbers)
    made = User(
        username=f"user{number}",
        name=name or f"Pengguna {number}",
        email=f"u{number}@example.invalid",
        **more,
    )
    made.set_password(PASSWORD)
    made.save()
    return made


def organisation(name: str = "", kind_code: str = "uptp_bpvp", region_code: str = "35.10") -> Organisation:
    name = name or f"Lembaga {next(_numbers)}"
    return Organisation.objects.create(
        name=name, name_key=key(name), kind=kind(kind_code), region=region(region_code)
    )


def member(role: Role, of: Organisation, *, start: date = DAY, name: str = "") -> User:
    """Return a new user with this role there."""
    made = user(name or f"{role.label} {of.name}")
    Membership.objects.create(user=made, organisation=of, role=role, period=since(start))
    return made


def supervise(centre: Organisation, organisation: Organisation) -> None:
    Supervision.objects.create(supervisor=centre, organisation=organisation, period=since(DAY))


def area(centre: Organisation, region_code: str) -> None:
    SupervisionArea.objects.create(supervisor=centre, region=region(region_code), period=since(DAY))
