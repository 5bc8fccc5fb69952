"""A table as data: page, PDF, spreadsheet and terminal draw the same one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from django.utils.translation import gettext as _

from titian.core import formats
from titian.evaluation.document import Figure
from titian.evaluation.outputs import wording

Cell = str | int | float | date | Figure | None


class Kind(StrEnum):
    TEXT = "text"
    COUNT = "count"
    MONEY = "money"
    SHARE = "share"
    DAY = "day"
    FIGURE = "figure"  # With what it rests on.
    VALUE = "value"  # A figure whose parts stand in columns of their own.


class Column(NamedTuple):
    title: str
    kind: Kind = Kind.TEXT
    width: int = 14  # In letters.
    aside: bool = False  # For the spreadsheet only: too much for page and paper.
    about: str = ""  # What its figures mean: a code of `meanings`.


@dataclass(frozen=True)
class Grid:
    """One table. A cell of None is unknown; a text in a number column says why there is no number."""

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None
    notes: tuple[str, ...] = field(default=())
    empty: str = ""
    rows_about: tuple[str, ...] = ()  # Where each row is a figure of its own: what it means.

    def for_readers(self) -> Grid:
        """Return the table without what only a spreadsheet holds."""
        kept = [place for place, column in enumerate(self.columns) if not column.aside]

        def cut(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
            return tuple(row[place] for place in kept)

        return replace(
            self,
            columns=tuple(self.columns[place] for place in kept),
            rows=tuple(cut(row) for row in self.rows),
            total=cut(self.total) if self.total else None,
        )

    @property
    def lines(self) -> list[list[wording.Reading]]:
        """Every row as words."""
        return [self.line(row) for row in self.rows]

    @property
    def marked_lines(self) -> list[tuple[str, list[wording.Reading]]]:
        """Every row as words, with what its figures mean where they share a meaning of their own."""
        abouts = self.rows_about or ("",) * len(self.rows)
        return list(zip(abouts, self.lines, strict=True))

    @property
    def head(self) -> list[str | tuple[str, str]]:
        """The headings as the kit's table takes them."""
        return [column.title if left(column.kind) else ("number", column.title) for column in self.columns]

    @property
    def foot(self) -> list[str | tuple[str, str]] | None:
        if self.total is None:
            return None
        last = zip(self.columns, self.line(self.total), strict=True)
        return [read.main if left(column.kind) else ("number", read.main) for column, read in last]

    def line(self, row: tuple[Cell, ...]) -> list[wording.Reading]:
        return [words(column.kind, cell) for column, cell in zip(self.columns, row, strict=True)]


def left(kind: Kind) -> bool:
    """Words and days stand left, numbers right."""
    return kind in (Kind.TEXT, Kind.DAY)


def words(kind: Kind, cell: Cell) -> wording.Reading:
    """Return a cell as it reads."""
    if cell is None:
        return wording.Reading(_("belum didata"), "")
    if isinstance(cell, Figure):
        read = wording.in_cell(cell)
        return wording.Reading(read.main, "") if kind is Kind.VALUE else read
    if isinstance(cell, date):
        return wording.Reading(formats.day(cell), "")
    if isinstance(cell, str):
        return wording.Reading(cell, "")
    if kind is Kind.MONEY:
        return wording.Reading(formats.rupiah(cell), "")
    if kind is Kind.SHARE:
        return wording.Reading(wording.share(cell), "")
    return wording.Reading(formats.number(cell), "")
