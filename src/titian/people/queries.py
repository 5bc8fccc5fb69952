"""What do we know of one person's national number?"""

from __future__ import annotations

from titian.people.models import Person
from titian.people.vault import person_owner, unseal

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
