from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.db import connection, transaction

from titian.core.db.bulk import AnyOf, staged
from titian.people.actions import (
    NewSpell,
    SpellCorrection,
    correct_employment,
    place_seekers,
    record_employment,
    remove_employment,
)
from titian.people.models import Evidence
from titian.placement.models import OutcomeReport
from titian.standards.models import JobStatus


class OutcomeStatement(NamedTuple):
    """The job status a centre states for an enrolment; `status` None says nothing is known."""

    enrolment_id: int
    person_id: int
    status: str | None
    word: str
    employer_id: int | None
    employer_name: str
    job_title: str
    occupation: str | None
    starts_on: date | None
    monthly_wage: int | None
    reported_on: date
    source_id: int | None


class _ReportRow(NamedTuple):
    enrolment_id: int
    status: str
    word: str
    spell_id: int | None
    reported_on: date
    source_id: int | None


@transaction.atomic
def record_outcomes(statements: Sequence[OutcomeStatement]) -> None:
    """Note what centres report; a report that was verified since is not touched."""
    known = {
        enrolment: (spell, evidence)
        for enrolment, spell, evidence in OutcomeReport.objects.filter(
            AnyOf("enrolment", [statement.enrolment_id for statement in statements])
        ).values_list("enrolment", "spell", "evidence")
    }
    open_statements = [
        statement
        for statement in statements
        if known.get(statement.enrolment_id, (None, Evidence.CENTRE))[1] == Evidence.CENTRE
    ]
    if not open_statements:
        return
    working = set(JobStatus.objects.filter(working=True).values_list("pk", flat=True))
    employed = [statement for statement in open_statements if statement.status in working]
    spells = {s.enrolment_id: spell for s in employed if (spell := known.get(s.enrolment_id, (None, ""))[0])}
    correct_employment(
        [SpellCorrection(spells[s.enrolment_id], *_spell(s)) for s in employed if s.enrolment_id in spells]
    )
    fresh = [statement for statement in employed if statement.enrolment_id not in spells]
    made = record_employment([_spell(statement) for statement in fresh])
    place_seekers({s.person_id: s.starts_on or s.reported_on for s in employed})
    spells |= {statement.enrolment_id: spell for statement, spell in zip(fresh, made, strict=True)}
    idle = [
        spell
        for s in open_statements
        if s.enrolment_id not in spells and (spell := known.get(s.enrolment_id, (None, ""))[0])
    ]
    _write_reports(open_statements, spells, known)
    remove_employment(idle)


def _spell(statement: OutcomeStatement) -> NewSpell:
    assert statement.status is not None
    return NewSpell(
        statement.person_id, statement.status, statement.employer_id, statement.employer_name,
        statement.job_title, statement.occupation, statement.starts_on, statement.monthly_wage,
        Evidence.CENTRE, statement.reported_on, statement.source_id,
    )  # fmt: skip


def _write_reports(
    statements: Sequence[OutcomeStatement], spells: Mapping[int, int], known: Container[int]
) -> None:
    silent = [s.enrolment_id for s in statements if s.status is None and s.enrolment_id in known]
    if silent:
        OutcomeReport.objects.filter(AnyOf("enrolment", silent)).delete()
    rows = [
        _ReportRow(s.enrolment_id, s.status, s.word, spells.get(s.enrolment_id), s.reported_on, s.source_id)
        for s in statements
        if s.status is not None
    ]
    with staged(_ReportRow, rows, read_once=True) as stated, connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO placement_outcomereport (
                enrolment_id, status_id, word, spell_id, evidence, reported_on, source_id,
                created_at, updated_at)
            SELECT enrolment_id, status, word, spell_id, %s, reported_on, source_id, now(), now()
            FROM {stated} ORDER BY place
            ON CONFLICT (enrolment_id) DO UPDATE SET
                status_id = excluded.status_id, word = excluded.word, spell_id = excluded.spell_id,
                reported_on = excluded.reported_on, round_id = NULL, source_id = excluded.source_id,
                updated_at = now()
            """,
            [Evidence.CENTRE],
        )
