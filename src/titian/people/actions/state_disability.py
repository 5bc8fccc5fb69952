from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db import connection, transaction

from titian.core.db.bulk import staged


class DisabilityStatement(NamedTuple):
    """That a person has a disability, or has none; `kind` where it is told."""

    person_id: int
    present: bool
    kind: str | None
    stated_on: date
    source_id: int | None
    corrects: bool


@transaction.atomic
def state_disability(statements: Sequence[DisabilityStatement]) -> None:
    """Note what is known. A 'no' from elsewhere does not erase a 'yes'; only a correction does."""
    if not statements:
        return
    with staged(DisabilityStatement, statements) as new, connection.cursor() as cursor:
        cursor.execute(f"""
            INSERT INTO people_disability AS known (person_id, present, accommodation, stated_on, source_id)
            SELECT DISTINCT ON (person_id) person_id, present, '', stated_on, source_id
            FROM {new} ORDER BY person_id, present DESC, place
            ON CONFLICT (person_id) DO UPDATE
            SET present = excluded.present, stated_on = excluded.stated_on, source_id = excluded.source_id
            WHERE known.present <> excluded.present AND (excluded.present OR EXISTS (
                SELECT 1 FROM {new} c WHERE c.person_id = excluded.person_id AND c.corrects))
        """)
        cursor.execute(f"""
            INSERT INTO people_disability_kinds (disability_id, disabilitykind_id)
            SELECT DISTINCT d.id, n.kind FROM {new} n JOIN people_disability d USING (person_id)
            WHERE n.kind IS NOT NULL AND d.present
            ON CONFLICT DO NOTHING
        """)
