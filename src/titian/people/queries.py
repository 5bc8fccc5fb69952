"""Who is it, and what do we know of one person's national number?"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db import connection

from titian.accounts.models import User
from titian.people.models import Person
from titian.people.names import person_key
from titian.people.vault import index_of, person_owner, unseal

NAMESAKES = 5

SHOWN_DIGITS = 4
HIDDEN_DIGITS = 12


def whole_nik(person: Person) -> str | None:
    """Return the NIK in the clear, None where not recorded; screens tell it only through `unmask_nik`."""
    if person.nik_cipher is None or person.nik_key_version is None:
        return None
    return unseal(bytes(person.nik_cipher), person_owner(person.pk), person.nik_key_version)


def masked_nik(person: Person) -> str:
    """Return '••••••••••••0001': the first twelve digits would tell home and birthday."""
    nik = whole_nik(person)
    return "" if nik is None else "•" * HIDDEN_DIGITS + nik[-SHOWN_DIGITS:]


class Known(NamedTuple):
    """A person on record with the NIK somebody typed; all that is told to who may not see the record."""

    person_id: int
    name_agrees: bool
    birth_agrees: bool


def known_by_nik(nik: str, *, name: str, born: date) -> Known | None:
    """Return who has this NIK, visible or not, and whether the typed name and date are theirs."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id, name_agrees, birth_agrees"
            " FROM persons_matching(%s::bytea[], %s::text[], %s::date[])",
            [[index_of(nik)], [person_key(name)], [born]],
        )
        found = cursor.fetchone()
    return Known(*found) if found else None


def ids_named_like(name: str, most: int) -> list[int]:
    """Return the people of like name whom the acting user may see, the likest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person_id FROM persons_named_like(%s, %s)", [person_key(name), most])
        return [person_id for (person_id,) in cursor.fetchall()]


def namesakes(name: str, born: date, user: User, *, besides: int) -> list[Person]:
    """Return others of this name and birthday whom the user sees: perhaps the same person, recorded with a NIK."""
    found = Person.objects.visible_to(user).filter(name_key=person_key(name), birth_date=born)
    return list(found.exclude(pk=besides).order_by("pk")[:NAMESAKES])
