"""Small cells in tables that share one dimension.

The published tables form a star: each crosses the shared dimension (rows) with one other (columns), so all
have the same row totals. Every table is given with its totals in the last row and column. Because a star is
a tree, tables that agree in their row totals can always be made of one set of people: the constraints below
are all there is for an attacker to know.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
Cell = tuple[int, int, int]  # table, row, column; the last row and column hold totals

TOTAL_COST = 4.0  # hiding a total costs a reader more than hiding a cell
ROUNDING = 1e-6


@dataclass(frozen=True)
class Attack:
    """The least and the greatest value each hidden cell can have, given all that is shown."""

    low: tuple[FloatArray, ...]
    high: tuple[FloatArray, ...]


def protect(tables: Sequence[IntArray], *, least: int = 5) -> list[BoolArray]:
    """Choose the cells to hide so that nobody can tell that a cell of 1 to `least` - 1 is below `least`.

    Parameters: `tables`: each of shape (rows + 1, columns + 1) with totals last; the same row totals in all.
    Returns: for each table, shape as given, True where the cell must be hidden; equal last columns.
    Raises: ValueError where totals are wrong or counts negative.
    Source: cell suppression with complementary cells and an audit by linear programming; Fischetti and
        Salazar (2001), Management Science 47, 1008-1027; Willenborg and de Waal (2001), chapter 4.
    """
    tables = [np.asarray(table, dtype=np.int64) for table in tables]
    _refuse_wrong_totals(tables)
    hidden = [(table > 0) & (table < least) for table in tables]
    if not tables:
        return hidden
    protected = [cell for cell in _cells(tables) if hidden[cell[0]][cell[1:]]]
    # What is once out of reach stays so: hiding more only widens what an attacker must allow.
    for cell in protected:
        for step in _remedies(tables, hidden, cell, least):
            if _Shown(tables, hidden).extreme(cell, greatest=True) >= least - ROUNDING:
                break
            for k, row, column in step:
                for table in range(len(tables)) if column == tables[k].shape[1] - 1 else (k,):
                    hidden[table][row, -1 if table != k else column] = True
    return hidden


def attack(tables: Sequence[IntArray], hidden: Sequence[BoolArray]) -> Attack:
    """Work out what the shown cells tell of the hidden ones; only shown values are read.

    Parameters: `tables`, `hidden`: as in and from `protect`.
    Returns: bounds of the shapes given; a shown cell has its value as both; inf where nothing bounds a cell.
    """
    tables = [np.asarray(table, dtype=np.int64) for table in tables]
    low = tuple(table.astype(np.float64) for table in tables)
    high = tuple(table.astype(np.float64) for table in tables)
    shown = _Shown(tables, hidden)
    for k, row, column in _cells(tables):
        if hidden[k][row, column]:
            low[k][row, column] = shown.extreme((k, row, column), greatest=False)
            high[k][row, column] = shown.extreme((k, row, column), greatest=True)
    return Attack(low, high)


def _cells(tables: Sequence[IntArray]) -> Iterator[Cell]:
    for k, table in enumerate(tables):
        for row, column in np.ndindex(table.shape):
            yield k, row, column


def _remedies(
    tables: Sequence[IntArray], hidden: Sequence[BoolArray], cell: Cell, least: int
) -> Iterator[list[Cell]]:
    """Yield sets of cells to hide, each tried when those before did not suffice; the last hides all."""
    yield []
    k, row, column = cell
    rows, columns = (size - 1 for size in tables[k].shape)
    if column < columns:
        yield from _rectangles(tables, hidden, cell, least)
    small = np.argsort(np.where(np.arange(rows) == row, -1, tables[0][:rows, -1]), kind="stable")
    for last in range(2, rows + 1):
        # Rows together: their cells and totals may pass people among each other.
        yield [
            (table, int(one), place)
            for table in range(len(tables))
            for one in small[:last]
            for place in range(tables[table].shape[1])
        ]
    yield [(table, one, place) for table, one, place in _cells(tables) if (one, place) != (rows, columns)]
    yield list(_cells(tables))
    yield []


def _rectangles(
    tables: Sequence[IntArray], hidden: Sequence[BoolArray], cell: Cell, least: int
) -> list[list[Cell]]:
    """Return the corners that let people move between two rows and two columns unseen, cheapest first.

    Of a rectangle two corners lose whom the other two gain; the losing ones must be able to lose enough.
    """
    k, row, column = cell
    table, mask = tables[k], hidden[k]
    rows, columns = (size - 1 for size in table.shape)
    wanted = least - table[row, column]
    found = []
    for other_row in range(rows + 1):
        for other_column in range(columns):
            if other_row == row or other_column == column:
                continue
            corners = [(row, other_column), (other_row, column), (other_row, other_column)]
            across_total = rows in (row, other_row)
            losing = [corners[0], corners[2] if across_total else corners[1]]
            if min(table[corner] for corner in losing) < wanted:
                continue
            cost = sum(
                float(np.log2(2 + table[corner])) + (TOTAL_COST if corner[0] == rows else 0)
                for corner in corners
                if not mask[corner]
            )
            found.append((cost, other_row, other_column, [(k, *corner) for corner in corners]))
    return [corners for _cost, _row, _column, corners in sorted(found)]


class _Shown:
    """The equations an attacker can write down, over the inner cells of all tables."""

    def __init__(self, tables: Sequence[IntArray], hidden: Sequence[BoolArray]) -> None:
        # Each cell, totals included, as the inner cells it sums: one row of a 0/1 matrix a cell.
        sums, shown, values, rows_of = [], [], [], []
        width = sum((table.shape[0] - 1) * (table.shape[1] - 1) for table in tables)
        start = 0
        for table, mask in zip(tables, hidden, strict=True):
            rows, columns = (size - 1 for size in table.shape)
            cells = np.zeros((rows + 1, columns + 1, width))
            inner = np.arange(start, start + rows * columns).reshape(rows, columns)
            for row, column in np.ndindex(rows, columns):
                cells[[row, row, rows, rows], [column, columns, column, columns], inner[row, column]] = 1
            start += rows * columns
            sums.append(cells)
            shown.append(cells[~mask])
            values.append(table[~mask])
            rows_of.append(cells[:-1, -1] - sums[0][:-1, -1])
        self._sums = sums
        self._equal = np.vstack([*shown, *rows_of[1:]])
        self._values = np.concatenate([*values, np.zeros(sum(len(rows) for rows in rows_of[1:]))])
        # While all row totals show, tables tell nothing of each other.
        coupled = any(mask[:-1, -1].any() for mask in hidden)
        self._own = [np.ones(width, bool) if coupled else cells[-1, -1] > 0 for cells in sums]

    def extreme(self, cell: Cell, *, greatest: bool) -> float:
        """Return the least or greatest value the cell can have when all shown cells are as they are."""
        k, row, column = cell
        own = self._own[k]
        wanted = self._sums[k][row, column][own]
        equal = self._equal[:, own]
        told_of = equal.any(axis=1) & ~self._equal[:, ~own].any(axis=1)
        told = scipy.optimize.linprog(  # loaded at first use: only publishing needs it
            -wanted if greatest else wanted,
            A_eq=equal[told_of],
            b_eq=self._values[told_of],
            bounds=(0, None),
            method="highs",
        )
        if told.status == 3 or (told.status == 4 and greatest):  # nothing shown holds the cell down
            return float("inf")
        if told.status != 0:
            raise ValueError(f"the shown cells contradict each other: {told.message}")
        return float(-told.fun if greatest else told.fun)


def _refuse_wrong_totals(tables: Sequence[IntArray]) -> None:
    for number, table in enumerate(tables):
        inner = table[:-1, :-1]
        if (table < 0).any():
            raise ValueError(f"table {number} has a negative count")
        sums = np.block([[inner, inner.sum(1)[:, None]], [inner.sum(0)[None, :], inner.sum().reshape(1, 1)]])
        if not np.array_equal(sums, table):
            raise ValueError(f"table {number} has wrong totals")
        if not np.array_equal(table[:, -1], tables[0][:, -1]):
            raise ValueError(f"table {number} has other row totals than table 0")
