from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection, transaction

from titian.core.db.bulk import staged


class CoverStatement(NamedTuple):
    """The member number stated for a person in a class; None says there is no cover."""

    person_id: int
    class_id: int
    insurer_id: int | None
    member_number: str | None
    source_id: int | None


@transaction.atomic
def record_cover(statements: Sequence[CoverStatement]) -> None:
    """Note cover by its number. Without dates the person counts as covered, the days unknown."""
    if not statements:
        return
    with staged(CoverStatement, statements) as stated, connection.cursor() as cursor:
        cursor.execute(f"""
            DELETE FROM protection_cover c USING {stated} s
            WHERE c.person_id = s.person_id AND c.training_class_id = s.class_id AND s.member_number IS NULL
        """)
        cursor.execute(f"""
            INSERT INTO protection_cover (
                person_id, training_class_id, insurer_id, member_number, source_id, created_at, updated_at)
            SELECT person_id, class_id, insurer_id, member_number, source_id, now(), now()
            FROM {stated} WHERE member_number IS NOT NULL ORDER BY place
            ON CONFLICT (person_id, training_class_id) DO UPDATE SET
                insurer_id = excluded.insurer_id, member_number = excluded.member_number,
                source_id = excluded.source_id, updated_at = now()
        """)
