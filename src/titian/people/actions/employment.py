from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db import connection, transaction

from titian.core.db.bulk import AnyOf, array_of, staged, take_ids
from titian.people.models import EmploymentSpell


class NewSpell(NamedTuple):
    """A time in work as somebody states it; wage in rupiah a month."""

    person_id: int
    status: str
    employer_id: int | None
    employer_name: str
    job_title: str
    occupation: str | None
    starts_on: date | None
    monthly_wage: int | None
    evidence: str
    reported_on: date
    source_id: int | None


class SpellCorrection(NamedTuple):
    """What a known spell shall say instead."""

    spell_id: int
    person_id: int
    status: str
    employer_id: int | None
    employer_name: str
    job_title: str
    occupation: str | None
    starts_on: date | None
    monthly_wage: int | None
    evidence: str
    reported_on: date
    source_id: int | None


FIELDS = """person_id, status_id, employer_id, employer_name, job_title, occupation_id, starts_on, monthly_wage,
            evidence, reported_on, source_id"""
STAGED = FIELDS.replace("status_id", "status").replace("occupation_id", "occupation")


@transaction.atomic
def record_employment(spells: Sequence[NewSpell]) -> list[int]:
    """Note times in work and return their ids in order."""
    if not spells:
        return []
    ids = take_ids("people_employmentspell", len(spells))
    with staged(NewSpell, spells, read_once=True) as new, connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO people_employmentspell (id, {FIELDS}, created_at, updated_at)
            SELECT (%s::bigint[])[place + 1], {STAGED}, now(), now() FROM {new} ORDER BY place
            """,
            [array_of(ids)],
        )
    return ids


@transaction.atomic
def correct_employment(corrections: Sequence[SpellCorrection]) -> None:
    """Let known spells say what a corrected statement says."""
    if not corrections:
        return
    with staged(SpellCorrection, corrections) as new, connection.cursor() as cursor:
        cursor.execute(f"""
            UPDATE people_employmentspell s SET ({FIELDS}, updated_at) = ({_prefixed("n", STAGED)}, now())
            FROM {new} n WHERE s.id = n.spell_id
        """)


@transaction.atomic
def remove_employment(spell_ids: Sequence[int]) -> None:
    """Take back spells that were stated in error."""
    if spell_ids:
        EmploymentSpell.objects.filter(AnyOf("pk", spell_ids)).delete()


def _prefixed(alias: str, columns: str) -> str:
    return ", ".join(f"{alias}.{column.strip()}" for column in columns.split(","))
