from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db import connection, transaction

from titian.core.db.bulk import staged


class VerdictStatement(NamedTuple):
    """The verdict stated for an enrolment; `competent` None says the person was not assessed."""

    enrolment_id: int
    competent: bool | None
    assessed_on: date | None
    body_id: int | None
    certificate_number: str | None
    source_id: int | None


@transaction.atomic
def record_verdicts(statements: Sequence[VerdictStatement]) -> None:
    """Note verdicts and mirror the numbers of the agency's certificates."""
    if not statements:
        return
    with staged(VerdictStatement, statements) as stated, connection.cursor() as cursor:
        cursor.execute(f"""
            DELETE FROM certification_competencycertificate c USING certification_verdict v, {stated} s
            WHERE c.verdict_id = v.id AND v.enrolment_id = s.enrolment_id
              AND (s.competent IS NULL OR c.number IS DISTINCT FROM s.certificate_number)
        """)
        cursor.execute(f"""
            DELETE FROM certification_verdict v USING {stated} s
            WHERE v.enrolment_id = s.enrolment_id AND s.competent IS NULL
        """)
        cursor.execute(f"""
            INSERT INTO certification_verdict (
                enrolment_id, body_id, competent, assessed_on, source_id, created_at, updated_at)
            SELECT enrolment_id, body_id, competent, assessed_on, source_id, now(), now()
            FROM {stated} WHERE competent IS NOT NULL ORDER BY place
            ON CONFLICT (enrolment_id) DO UPDATE SET
                body_id = excluded.body_id, competent = excluded.competent,
                assessed_on = excluded.assessed_on, source_id = excluded.source_id, updated_at = now()
        """)
        cursor.execute(f"""
            INSERT INTO certification_competencycertificate (
                verdict_id, number, source_id, created_at, updated_at)
            SELECT v.id, s.certificate_number, s.source_id, now(), now()
            FROM {stated} s JOIN certification_verdict v USING (enrolment_id)
            WHERE s.certificate_number IS NOT NULL AND s.competent ORDER BY s.place
            ON CONFLICT (verdict_id) DO NOTHING
        """)
