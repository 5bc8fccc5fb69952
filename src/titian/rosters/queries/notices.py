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
    return rows_held_and_repeated(centre_id, year)[0]


def rows_held_and_repeated(centre_id: int, year: int) -> tuple[list[RowNotice], list[RowNotice]]:
    """Return the held rows and the repeated ones, by document, package and line."""
    rows = StagedRow.objects.filter(
        live=True, centre_id=centre_id, year=year, verdict__in=[Verdict.HELD, Verdict.REPEATED]
    )
    held: list[RowNotice] = []
    repeated: list[RowNotice] = []
    for verdict, document, sheet, package, line, codes in rows.order_by(
        "sheet__file__name", "package", "line"
    ).values_list("verdict", "sheet__file__name", "sheet__name", "package", "line", "codes"):
        notice = RowNotice(document, sheet, package, line, codes[0] if codes else "")
        (held if verdict == Verdict.HELD else repeated).append(notice)
    return held, repeated
