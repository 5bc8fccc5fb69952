from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db import connection, transaction

from titian.accounts.models import User
from titian.core.db.bulk import staged
from titian.journal.models import Entry
from titian.people.actions import NewTraining, record_training
from titian.planning.models import TrainingClass


class EnrolmentStatement(NamedTuple):
    """All that is stated of one person's place in one class; None says it is not known, or no longer."""

    class_id: int
    person_id: int
    number_in_class: int | None
    domicile: str | None
    education: str | None
    passed: bool | None
    result_on: date | None
    note: str
    certificate_number: str | None
    issuer_id: int
    source_id: int | None


@transaction.atomic
def enrol(statements: Sequence[EnrolmentStatement], *, actor: User) -> list[int]:
    """Enrol people, or let their enrolment say what is stated now; return the enrolment ids in order."""
    if not statements:
        return []
    with staged(EnrolmentStatement, statements) as stated, connection.cursor() as cursor:
        cursor.execute(f"""
            INSERT INTO training_enrolment (
                training_class_id, person_id, number_in_class, domicile_id, education_id, passed, result_on,
                note, source_id, created_at, updated_at)
            SELECT class_id, person_id, number_in_class, domicile, education, passed, result_on, note,
                source_id, now(), now()
            FROM {stated} ORDER BY place
            ON CONFLICT (training_class_id, person_id) DO UPDATE SET
                number_in_class = excluded.number_in_class, domicile_id = excluded.domicile_id,
                education_id = excluded.education_id, passed = excluded.passed,
                result_on = excluded.result_on, note = excluded.note, source_id = excluded.source_id,
                updated_at = now()
        """)
        cursor.execute(f"""
            CREATE TEMPORARY TABLE enrolled ON COMMIT DROP AS
            SELECT s.*, e.id AS enrolment_id FROM {stated} s
            JOIN training_enrolment e ON e.training_class_id = s.class_id AND e.person_id = s.person_id
        """)
        # Numbers may change places within one correction, so what differs goes before the new ones come.
        cursor.execute("""
            DELETE FROM training_trainingcertificate c USING enrolled n
            WHERE c.enrolment_id = n.enrolment_id AND c.number IS DISTINCT FROM n.certificate_number
        """)
        cursor.execute("""
            INSERT INTO training_trainingcertificate (
                enrolment_id, issuer_id, number, issued_on, source_id, created_at, updated_at)
            SELECT enrolment_id, issuer_id, certificate_number, NULL, source_id, now(), now()
            FROM enrolled WHERE certificate_number IS NOT NULL ORDER BY place
            ON CONFLICT (enrolment_id) DO NOTHING
        """)
        cursor.execute("SELECT enrolment_id FROM enrolled ORDER BY place")
        ids = [number for (number,) in cursor.fetchall()]
        cursor.execute("DROP TABLE enrolled")
    _report_down(statements)
    Entry.write(actor, "enrol", "training.enrolment", count=len(ids))
    return ids


def _report_down(statements: Sequence[EnrolmentStatement]) -> None:
    """Let earlier stations know who is in training when, so that admissions can refuse an overlap."""
    told = TrainingClass.objects.filter(pk__in={statement.class_id for statement in statements}).values_list(
        "pk", "programme__name", "organiser__name", "starts_on", "ends_on"
    )
    classes = {one[0]: one for one in told}
    record_training([NewTraining(one.person_id, *classes[one.class_id]) for one in statements])
