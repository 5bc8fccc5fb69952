from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import connection, transaction

from titian.accounts.models import User
from titian.core.db.bulk import array_of, staged, take_ids
from titian.journal.models import Entry
from titian.people.names import person_key
from titian.people.vault import current_version, index_many, next_index_many, person_owner, seal_many


class NewPerson(NamedTuple):
    """A person not yet known, served by `organisations` from `since` on. Without NIK a reason is due.

    `user_id`: the account of a person who registers without any organisation. `trained`: the same transaction notes a
    training, which then has not to write the record again.
    """

    name: str
    sex: str
    birth_date: date
    birth_place: str
    nik: str | None
    no_nik_reason: str
    phone: str
    address: str
    regency: str | None
    district: str | None
    education: str | None
    is_demo: bool
    source_id: int | None
    organisations: list[int]
    since: date
    link_reason: str
    user_id: int | None = None
    trained: bool = False


class _PersonRow(NamedTuple):
    id: int
    name: str
    name_key: str
    sex: str
    birth_date: date
    birth_place: str
    nik_cipher: bytes | None
    nik_hash: bytes | None
    nik_next_hash: bytes | None
    nik_key_version: int | None
    no_nik_reason: str
    phone: str
    address: str
    regency: str | None
    district: str | None
    education: str | None
    is_demo: bool
    source_id: int | None
    organisations: list[int]
    since: date
    link_reason: str
    user_id: int | None
    trained: bool


@transaction.atomic
def register(new: Sequence[NewPerson], *, actor: User) -> list[int]:
    """Open one record a person and return the ids in order.

    The service links come first: below the policy a person without one cannot be inserted.
    """
    if not new:
        return []
    ids = take_ids("people_person", len(new))
    niks = [person.nik for person in new]
    secrets = zip(
        seal_many(niks, list(map(person_owner, ids))), index_many(niks), next_index_many(niks),
        [current_version()] * len(new), strict=True,
    )  # fmt: skip
    organisations = {tuple(person.organisations) for person in new}
    arrays = {some: array_of(some) for some in organisations}  # a roster's people are served by the same two
    rows = [
        _row(pk, person, secret, arrays[tuple(person.organisations)])
        for pk, person, secret in zip(ids, new, secrets, strict=True)
    ]
    with staged(_PersonRow, rows, read_once=True) as people, connection.cursor() as cursor:
        cursor.execute(f"""
            INSERT INTO people_servicelink (
                person_id, organisation_id, since, reason, sex, birth_date, education_code, regency_code,
                trained)
            SELECT id, organisation, since, link_reason, sex, birth_date, coalesce(education, ''),
                coalesce(regency, ''), trained
            FROM {people}, unnest(organisations) AS organisation
        """)
        cursor.execute(f"""
            INSERT INTO people_person (
                id, name, name_key, sex, birth_date, birth_place, nik_cipher, nik_hash, nik_next_hash,
                nik_key_version, no_nik_reason, phone, address, regency_id, district_id, education_id, is_demo,
                source_id, user_id, trained, created_at, updated_at)
            SELECT id, name, name_key, sex, birth_date, birth_place, nik_cipher, nik_hash, nik_next_hash,
                nik_key_version, no_nik_reason, phone, address, regency, district, education, is_demo, source_id,
                user_id, trained, now(), now()
            FROM {people} ORDER BY place
        """)
    Entry.write(actor, "register", "people.person", count=len(new), first_id=ids[0], last_id=ids[-1])
    return ids


def _row(
    person_id: int,
    person: NewPerson,
    secret: tuple[bytes | None, bytes | None, bytes | None, int],
    organisations: str,
) -> tuple[Any, ...]:
    return (
        person_id, person.name, person_key(person.name), person.sex, person.birth_date, person.birth_place,
        *(secret if person.nik else (None,) * len(secret)), person.no_nik_reason, person.phone, person.address,
        person.regency, person.district, person.education, person.is_demo, person.source_id, organisations,
        person.since, person.link_reason, person.user_id, person.trained,
    )  # fmt: skip
