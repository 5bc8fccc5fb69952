"""Cells as text, and the letters of columns."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache

from titian.core.workbooks import Cell

_EXACT_TO = 1e21


@lru_cache(maxsize=512)
def letter_of(position: int) -> str:
    """Return the letters of a column counted from 0: 0 -> 'A', 26 -> 'AA'."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def text_of(cell: Cell) -> str:
    """Return the text of a cell as a person reads it: whole numbers without a point, dates year first."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _EXACT_TO else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time.min else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)
