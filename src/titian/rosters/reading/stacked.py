"""Sheets on which one roster stands below another: each with a title block and heading row of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import polars as pl

from titian.core.text import key
from titian.core.workbooks import Cell
from titian.rosters.reading.cells import text_of
from titian.rosters.reading.files import Grid, TextRows
from titian.rosters.reading.table import FEW_CELLS
from titian.rosters.reading.titles import read_title
from titian.rosters.reading.vocabulary import Vocabulary

LONGEST_TITLE = 15
FEWEST_HEADINGS = 3
USUAL: frozenset[Cell] = frozenset(
    spelt
    for word in ("Nama", "Nama Peserta", "Nama Lengkap", "NIK", "No. KTP")
    for spelt in (word, word.upper(), word.lower())
)


def stacked(grid: Grid, header: int, vocabulary: Vocabulary) -> list[Grid]:
    """Return the parts of a sheet, one a roster; `header` is the position of the first heading row.

    A heading row printed again without a title divides nothing.
    """
    headings = _heading_rows(grid, header, vocabulary)
    starts = [0]
    for above, heading in pairwise(headings):
        start = _title_start(grid.rows, above, heading, vocabulary)
        if start is not None:
            starts.append(start)
    if len(starts) == 1:
        return [grid]
    ends = [*starts[1:], len(grid.rows)]
    return [
        replace(grid, rows=grid.rows[start:end], above=start) for start, end in zip(starts, ends, strict=True)
    ]


def _heading_rows(grid: Grid, header: int, vocabulary: Vocabulary) -> list[int]:
    """Return the rows that name three known columns or more, the name or the NIK among them."""
    found = [header]
    for position in _lines_holding(_spellings(grid.rows[header], vocabulary), grid.rows, header + 1):
        row = grid.rows[position]
        fields = {
            vocabulary.field_of(" ".join(cell.split())) for cell in row if isinstance(cell, str) and cell
        }
        fields.discard(None)
        if len(fields) >= FEWEST_HEADINGS and fields & {"name", "nik"}:
            found.append(position)
    return found


def _lines_holding(cells: frozenset[Cell], rows: Sequence[Sequence[Cell]], first: int) -> list[int]:
    """Return the positions, from `first` on, of the rows that hold one of these cells."""
    if isinstance(rows, TextRows):
        held = rows.frame.select(pl.any_horizontal(pl.all().is_in(list(map(str, cells)))).arg_true())
        return [position for position in held.to_series().to_list() if position >= first]
    return [position for position in range(first, len(rows)) if not cells.isdisjoint(rows[position])]


def _spellings(heading: Sequence[Cell], vocabulary: Vocabulary) -> frozenset[Cell]:
    """Return how a name or NIK heading is likely written: as in the first heading row, and in the usual cases.

    A row of a person holds none of these as a whole cell, so that a hundred thousand of them cost one look each.
    """
    written: set[Cell] = {
        cell
        for cell in heading
        if isinstance(cell, str) and vocabulary.field_of(" ".join(cell.split())) in ("name", "nik")
    }
    return USUAL | written


def _title_start(
    rows: Sequence[Sequence[Cell]], above: int, heading: int, vocabulary: Vocabulary
) -> int | None:
    """Return the first row of the title block over a heading row, None where no class is named there."""
    lowest = max(above + 1, heading - LONGEST_TITLE)
    start = heading
    while start > lowest and sum(cell != "" for cell in rows[start - 1]) <= FEW_CELLS:
        start -= 1
    start = next((at for at in range(start, heading) if _opens_a_title(rows[at], vocabulary)), heading)
    while start > lowest and start < heading and _is_name_line(rows[start - 1], vocabulary):
        start -= 1
    if start == heading:
        return None
    months = dict(vocabulary.words.get("month", {}))
    title = read_title(rows[start:heading], vocabulary, months=months, sheet_name="")
    return start if title.package or (title.programme and title.starts_on) else None


def _opens_a_title(row: Sequence[Cell], vocabulary: Vocabulary) -> bool:
    """Return whether a line begins as title blocks do: 'DAFTAR PESERTA ...', or a label such as 'Paket:'."""
    words = vocabulary.words
    for text in (text_of(cell).strip() for cell in row if cell != ""):
        plain = key(text)
        if any(plain.startswith(start) for start in words.get("title_start", {})):
            return True
        label, sign, _rest = text.partition(":")
        if key(label if sign else text) in words.get("title_label", {}):
            return True
    return False


def _is_name_line(row: Sequence[Cell], vocabulary: Vocabulary) -> bool:
    """Return whether a line of one text may be the organiser's name over the title, not a signature or total."""
    texts = [text for text in (text_of(cell).strip() for cell in row if cell != "") if text]
    if len(texts) != 1 or any(letter.isdigit() for letter in texts[0]):
        return False
    first = key(texts[0])
    ends = (*vocabulary.words.get("footer", {}), *vocabulary.words.get("total", {}))
    return not any(first.startswith(word) for word in ends)
