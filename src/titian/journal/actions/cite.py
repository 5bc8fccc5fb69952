from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

from titian.core.db.bulk import array_of, insert_all, take_ids
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
            [array_of(ids), array_of(sheet for sheet, _row in lines), array_of(row for _sheet, row in lines)],
        )
    ends = iter(ids)
    return [[next(ends) for _row in rows] for _sheet, rows in cited]
