from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

from titian.core.db.bulk import take_ids
from titian.journal.models import SourceSheet


@transaction.atomic
def cite(sheet: SourceSheet, rows: Sequence[int]) -> list[int]:
    """Save the sheet if it is new and return one source id for each of its rows, in order."""
    if sheet.pk is None:
        sheet.save()
    ids = take_ids("journal_source", len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO journal_source (id, sheet_id, "row") SELECT id, %s, line FROM unnest(%s, %s) AS t (id, line)',
            [sheet.pk, ids, list(rows)],
        )
    return ids
