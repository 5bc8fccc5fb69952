from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db import connection, transaction

from titian.core.db.bulk import staged


class PersonDetails(NamedTuple):
    """What a later statement says of a known person; None and '' say nothing."""

    person_id: int
    name: str
    name_key: str
    birth_date: date
    birth_place: str
    phone: str
    address: str
    regency: str | None
    district: str | None
    education: str | None


@transaction.atomic
def fill_details(details: Sequence[PersonDetails]) -> None:
    """Fill what is still unknown of a person; what is known stays."""
    _update(
        details,
        """
        birth_place = coalesce(nullif(p.birth_place, ''), d.birth_place),
        phone = coalesce(nullif(p.phone, ''), d.phone),
        address = coalesce(nullif(p.address, ''), d.address),
        regency_id = coalesce(p.regency_id, d.regency),
        district_id = coalesce(p.district_id, CASE WHEN p.regency_id IS NULL OR p.regency_id = d.regency
                                                   THEN d.district END),
        education_id = coalesce(p.education_id, d.education)
        """,
        """
        (p.birth_place = '' AND d.birth_place <> '') OR (p.phone = '' AND d.phone <> '')
        OR (p.address = '' AND d.address <> '') OR (p.regency_id IS NULL AND d.regency IS NOT NULL)
        OR (p.district_id IS NULL AND d.district IS NOT NULL)
        OR (p.education_id IS NULL AND d.education IS NOT NULL)
        """,
    )


@transaction.atomic
def correct_details(details: Sequence[PersonDetails]) -> None:
    """Put a corrected statement in the place of the former one."""
    _update(
        details,
        """
        name = d.name, name_key = d.name_key, birth_date = d.birth_date,
        birth_place = coalesce(nullif(d.birth_place, ''), p.birth_place),
        phone = coalesce(nullif(d.phone, ''), p.phone),
        address = coalesce(nullif(d.address, ''), p.address),
        regency_id = coalesce(d.regency, p.regency_id),
        district_id = CASE WHEN d.regency IS NULL THEN p.district_id ELSE d.district END,
        education_id = coalesce(d.education, p.education_id)
        """,
        "true",
    )


def _update(details: Sequence[PersonDetails], assignments: str, condition: str) -> None:
    if not details:
        return
    with staged(PersonDetails, details) as new, connection.cursor() as cursor:
        cursor.execute(f"""
            UPDATE people_person p SET {assignments}, updated_at = now()
            FROM (SELECT DISTINCT ON (person_id) * FROM {new} ORDER BY person_id, place DESC) d
            WHERE p.id = d.person_id AND ({condition})
        """)
