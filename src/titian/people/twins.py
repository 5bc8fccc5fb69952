"""Which records may be of one person? Apart from the other questions: comparing loads the linkage engine."""

from __future__ import annotations

from django.db import connection

from titian.people.likeness import Described, Likeness, alike, national_digits
from titian.people.models import Person
from titian.people.names import person_key

MOST_CANDIDATES = 200


def records_alike(one: Described) -> list[Likeness]:
    """Return the records, visible or not, that may be of this person, with their evidence; at most ten."""
    national = national_digits(one.phone)
    written = [f"{start}{national}" for start in ("+62", "62", "0")] if national else []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id, name, birth_date, phone, address, coalesce(regency, ''), birth_place, sex FROM ("
            " SELECT * FROM persons_alike(%s, %s, %s, %s)"
            " UNION SELECT a.* FROM unnest(%s::text[]) number, persons_alike(NULL, NULL, number, 0) a) found",
            [person_key(one.name), one.birth_date, one.phone, MOST_CANDIDATES, written],
        )
        others = [Described(*row) for row in cursor.fetchall()]
    return [found for found in alike(one, others) if found.person_id != one.person_id][:10]


def described_person(person: Person) -> Described:
    """Return what is compared of a record."""
    return Described(
        person.pk, person.name, person.birth_date, person.phone, person.address, person.regency_id or "",
        person.birth_place, person.sex,
    )  # fmt: skip
