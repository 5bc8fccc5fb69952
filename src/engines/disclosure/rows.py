"""Rows that are shown whole or not at all, beside the star of tables they are linked with.

The star crosses groups (say channels) with programmes and with answers. Beside it, programmes by answers are
shown: they share one dimension with one table of the star and the other with another, so together they are no tree
any more. What a reader can work out is asked of a linear programme over the cells group x programme x answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import scipy

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]
ROUNDING = 1e-6


def protect_rows(
    cubes: Sequence[IntArray],
    *,
    margin_hidden: BoolArray,
    answers_hidden: Sequence[BoolArray],
    merged: Sequence[IntArray],
    least: int = 5,
) -> list[BoolArray]:
    """Choose the rows to hide so that nobody can tell that a count of 1 to `least` - 1 is below `least`.

    Parameters: `cubes`: one a measure, shape (groups, rows, answers), people; the sums over answers are the same in
        all. `margin_hidden`: shape (groups + 1, rows + 1), True where the star hides group x row, totals last.
        `answers_hidden`: one a measure, shape (groups + 1, answers + 1), the same for group x answer. `merged`: one a
        measure, shape (answers,): the column under which an answer stands in the shown rows.
    Returns: one a measure, shape (rows,), True where the row must be hidden.
    Raises: ValueError where shapes or sums disagree or a count is negative.
    Source: as `engines.disclosure.star`: suppression audited by linear programming. Where the star hides totals of
        groups its other tables would have to be asked too; then every row is hidden.
    """
    cubes = [np.asarray(cube, dtype=np.int64) for cube in cubes]
    _refuse_wrong(cubes, margin_hidden, answers_hidden, merged)
    shown = [_merge(cube.sum(axis=0), columns) for cube, columns in zip(cubes, merged, strict=True)]
    small = [((table > 0) & (table < least)) for table in shown]
    total_known = np.logical_not(margin_hidden[-1, :-1])
    hidden: list[BoolArray] = [
        ~total_known | few.any(axis=1) | (table.sum(axis=1) < least)
        for table, few in zip(shown, small, strict=True)
    ]
    if margin_hidden[:-1, -1].any():
        return [np.ones(len(one), dtype=np.bool_) for one in hidden]
    reader = _Reader(cubes, margin_hidden, answers_hidden, merged)
    # What is once out of reach stays so: hiding more only widens what a reader must allow.
    for wanted, near in _cells_of_the_star(reader, margin_hidden, answers_hidden, least):
        while reader.greatest(wanted, hidden) < least - ROUNDING and _hide_one(hidden, near):
            pass
    for measure, (cube, few) in enumerate(zip(cubes, small, strict=True)):
        for row, column in np.argwhere(few):
            inside = merged[measure] == column
            wanted = reader.cells(measure, slice(None), row, inside)
            near = [np.zeros(len(one)) for one in hidden]
            near[measure] = cube[:, :, inside].sum(axis=(0, 2)).astype(np.float64)
            while (
                _swapped(cube, hidden[measure], row, inside) < least
                and reader.greatest(wanted, hidden) < least - ROUNDING
                and _hide_one(hidden, near)
            ):
                pass
    return hidden


def _merge(table: IntArray, columns: IntArray) -> IntArray:
    return np.stack([table[:, columns == place].sum(axis=1) for place in range(int(columns.max()) + 1)], 1)


def _hide_one(hidden: list[BoolArray], near: Sequence[FloatArray]) -> bool:
    """Hide the shown row that has most to do with a cell; where none has, any; False where none is shown."""
    left = [(-near[k][row], k, int(row)) for k, one in enumerate(hidden) for row in np.flatnonzero(~one)]
    if not left:
        return False
    _worth, measure, row = min(left)
    hidden[measure][row] = True
    return True


def _swapped(cube: IntArray, hidden: BoolArray, row: int, inside: BoolArray) -> int:
    """Return a value the cell can surely have: people of two hidden rows change answers within a group, unseen."""
    others = hidden.copy()
    others[row] = False
    mine = cube[:, row][:, ~inside].sum(axis=1)
    theirs = cube[:, others][:, :, inside].sum(axis=(1, 2))
    return int(cube[:, row][:, inside].sum() + np.minimum(mine, theirs).sum())


def _cells_of_the_star(
    reader: _Reader, margin_hidden: BoolArray, answers_hidden: Sequence[BoolArray], least: int
) -> Iterator[tuple[FloatArray, list[FloatArray]]]:
    """Yield what the star protects, as sums of cells, and how much each row has to do with it in each measure."""
    cubes = reader.cubes
    margin = cubes[0].sum(axis=2)
    for group, row in np.argwhere(margin_hidden[:, :-1]):
        groups = slice(None) if group == len(margin) else slice(group, group + 1)
        if 0 < margin[groups, row].sum() < least:
            near = np.where(np.arange(margin.shape[1]) == row, np.inf, margin[groups].sum(axis=0))
            yield reader.cells(0, groups, row, slice(None)), [near for _cube in cubes]
    for measure, mask in enumerate(answers_hidden):
        cube = cubes[measure]
        for group, column in np.argwhere(mask[:, :-1]):
            groups = slice(None) if group == len(cube) else slice(group, group + 1)
            if 0 < cube[groups, :, column].sum() < least:
                near_all = [np.zeros(cube.shape[1]) for _cube in cubes]
                near_all[measure] = cube[groups, :, column].sum(axis=0).astype(np.float64)
                yield reader.cells(measure, groups, slice(None), column), near_all


class _Reader:
    """The equations a reader can write down, over all cells group x row x answer of all measures."""

    def __init__(
        self,
        cubes: Sequence[IntArray],
        margin_hidden: BoolArray,
        answers_hidden: Sequence[BoolArray],
        merged: Sequence[IntArray],
    ) -> None:
        self.cubes = cubes
        self._merged = merged
        starts = np.cumsum([0, *(cube.size for cube in cubes)])
        self._size = int(starts[-1])
        self._place = [
            np.arange(start, start + cube.size).reshape(cube.shape)
            for start, cube in zip(starts[:-1], cubes, strict=True)
        ]
        self._lines: list[tuple[IntArray, FloatArray, float]] = []
        for measure, cube in enumerate(cubes):
            places = self._place[measure]
            for group in range(len(cube) + 1):
                groups = slice(None) if group == len(cube) else slice(group, group + 1)
                for column in np.flatnonzero(~answers_hidden[measure][group, :-1]):
                    self._learn(places[groups, :, column], cube[groups, :, column].sum())
                for row in range(cube.shape[1]):
                    if not margin_hidden[group, row]:
                        self._learn(places[groups, row], cube[groups, row].sum())
                    elif measure and group < len(cube):  # not known, yet the same in every measure
                        self._same(places[group, row], self._place[0][group, row])
                if group < len(cube):
                    self._learn(places[group], cube[group].sum())

    def _learn(self, cells: IntArray, value: float) -> None:
        flat = cells.ravel()
        self._lines.append((flat, np.ones(len(flat)), float(value)))

    def _same(self, one: IntArray, other: IntArray) -> None:
        signs = np.concatenate([np.ones(one.size), -np.ones(other.size)])
        self._lines.append((np.concatenate([one.ravel(), other.ravel()]), signs, 0.0))

    def cells(self, measure: int, groups: slice, row: int | slice, column: object) -> FloatArray:
        """Return a sum of cells as a row of ones."""
        wanted = np.zeros(self._size)
        wanted[self._place[measure][groups, row][..., column].ravel()] = 1  # type: ignore[index]
        return wanted

    def greatest(self, wanted: FloatArray, hidden: Sequence[BoolArray]) -> float:
        """Return the greatest value a sum of cells can have when all that is shown is as it is."""
        lines = list(self._lines)
        for measure, cube in enumerate(self.cubes):
            for row in np.flatnonzero(~hidden[measure]):
                for column in range(int(self._merged[measure].max()) + 1):
                    inside = self._merged[measure] == column
                    flat = self._place[measure][:, row][:, inside].ravel()
                    lines.append((flat, np.ones(len(flat)), float(cube[:, row][:, inside].sum())))
        rows = np.repeat(np.arange(len(lines)), [len(cells) for cells, _signs, _value in lines])
        matrix = scipy.sparse.csr_array(
            (
                np.concatenate([signs for _cells, signs, _value in lines]),
                (rows, np.concatenate([cells for cells, _signs, _value in lines])),
            ),
            shape=(len(lines), self._size),
        )
        told = scipy.optimize.linprog(
            -wanted, A_eq=matrix, b_eq=np.array([value for *_rest, value in lines]), method="highs"
        )
        if told.status != 0:
            raise ValueError(f"the shown cells contradict each other: {told.message}")
        return float(-told.fun)


def _refuse_wrong(
    cubes: Sequence[IntArray],
    margin_hidden: BoolArray,
    answers_hidden: Sequence[BoolArray],
    merged: Sequence[IntArray],
) -> None:
    for cube, mask, columns in zip(cubes, answers_hidden, merged, strict=True):
        if cube.ndim != 3 or (cube < 0).any():
            raise ValueError("a cube has shape (groups, rows, answers) and no negative count")
        groups, rows, answers = cube.shape
        if mask.shape != (groups + 1, answers + 1) or columns.shape != (answers,):
            raise ValueError("a mark is missing for a group or an answer")
        if margin_hidden.shape != (groups + 1, rows + 1):
            raise ValueError("a mark is missing for a group or a row")
        if not np.array_equal(cube.sum(axis=2), cubes[0].sum(axis=2)):
            raise ValueError("the measures count different people")
