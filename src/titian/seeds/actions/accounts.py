from __future__ import annotations

from datetime import date

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from titian.accounts.actions import open_account
from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.network.actions import add_member
from titian.network.models import Organisation, Role
from titian.network.queries import organisation_by_name
from titian.people.actions import NewPerson, register
from titian.people.actions.give_account import give_account
from titian.people.models import Person
from titian.seeds.files import seed_table
from titian.seeds.password import demo_password

MEMBERS_SINCE = date(2022, 1, 1)
# The citizens live and are served away from the centre whose year the demo evaluates.
CITIZENS = {
    "warga": ("Warga Contoh", "P", date(1999, 8, 17)),
    "pelamar": ("Pelamar Contoh", "L", date(1998, 2, 11)),
}
CITIZEN_HOME, CITIZEN_SERVED_BY = "35.15", "Disnaker Kabupaten Sidoarjo"


@transaction.atomic
def open_demo_accounts(actor: User) -> int:
    """Open an account for each role and give it this installation's password; return how many were opened.

    Who works at a community centre waits until a roster has named it.
    """
    password = demo_password()
    known = {user.username: user for user in User.objects.filter(is_demo=True)}
    opened = 0
    for row in seed_table("accounts"):
        place = _place(row["organisation"])
        if row["username"] in known or (row["organisation"] and place is None):
            continue
        user = open_account(row["username"], row["name"], password=password, is_demo=True)
        opened += 1
        if place:
            add_member(user, place, Role(row["role"]), actor=actor, on=MEMBERS_SINCE)
        if row["username"] in CITIZENS:
            _register_citizen(user, actor)
    _renew_password(known, password)
    return opened


def _place(name: str) -> Organisation | None:
    try:
        return organisation_by_name(name) if name else None
    except DomainError as unknown:
        if unknown.code != "organisation_unknown":
            raise
        return None


def _renew_password(known: dict[str, User], password: str) -> None:
    """Whoever loses the file with the password gets a new one for all."""
    anybody = next(iter(known.values()), None)
    if anybody and not check_password(password, anybody.password):
        User.objects.filter(pk__in=[user.pk for user in known.values()]).update(
            password=make_password(password)
        )


def _register_citizen(user: User, actor: User) -> None:
    office = organisation_by_name(CITIZEN_SERVED_BY)
    name, sex, birth_date = CITIZENS[user.username]
    (person_id,) = register(
        [
            NewPerson(
                name=name,
                sex=sex,
                birth_date=birth_date,
                birth_place="Sidoarjo",
                nik=None,
                no_nik_reason="Orang rekaan untuk peragaan",
                phone="000000000001",  # nobody's: the console gateway of the demo shows what would go out
                address="",
                regency=CITIZEN_HOME,
                district=None,
                education="SMK",
                is_demo=True,
                source_id=None,
                organisations=[office.pk],
                since=MEMBERS_SINCE,
                link_reason="Peragaan",
            )
        ],
        actor=actor,
    )
    give_account(Person.objects.get(pk=person_id), user, actor=actor)
