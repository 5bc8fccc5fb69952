from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

from titian.core.db.bulk import insert_all, take_ids
from titian.journal.models import SourceSheet


@transaction.atomic
def cite(cited: Sequence[tuple[SourceSheet, Sequence[int]]]) -> list[list[int]]:
    """Save the sheets that are new and return, sheet by sheet, one source id for each of its rows, in order."""
    insert_all([sheet for sheet, _rows in cited if sheet.pk is None])
    lines = [(sheet.pk, row) for sheet, rows in cited for row in rows]
    ids = take_ids("journal_source", len(lines))
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO journal_source (id, sheet_id, "row")
            SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::int[])
            """,
            [ids, [sheet for sheet, _row in lines], [row for _sheet, row in lines]],
        )
    ends = iter(ids)
    return [[next(ends) for _row in rows] for _sheet, rows in cited]
