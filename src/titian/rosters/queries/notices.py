"""Rows of the rosters in force that became nobody."""

from __future__ import annotations

from typing import NamedTuple

from titian.rosters.models import StagedRow, Verdict


class RowNotice(NamedTuple):
    """Where a row stands, and the first reason why it was held."""

    document: str
    sheet: str
    package: str
    row: int
    code: str


def rows_held(centre_id: int, year: int) -> list[RowNotice]:
    return _rows(centre_id, year, Verdict.HELD)


def rows_repeated(centre_id: int, year: int) -> list[RowNotice]:
    return _rows(centre_id, year, Verdict.REPEATED)


def _rows(centre_id: int, year: int, verdict: Verdict) -> list[RowNotice]:
    rows = StagedRow.objects.filter(live=True, centre_id=centre_id, year=year, verdict=verdict)
    return [
        RowNotice(document, sheet, package, line, codes[0] if codes else "")
        for document, sheet, package, line, codes in rows.order_by(
            "sheet__file__name", "package", "line"
        ).values_list("sheet__file__name", "sheet__name", "package", "line", "codes")
    ]
