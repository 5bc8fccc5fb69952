"""Rows that are shown whole or not at all, beside tables that share their other two dimensions."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


def hide_rows(counts: IntArray, *, whole: BoolArray, known: BoolArray, least: int = 5) -> BoolArray:
    """Choose the rows that stay hidden so that nobody can tell that a count of 1 to `least` - 1 is below it.

    A reader holds two tables already: group x column and group x row (say channel x result, channel x
    programme). Of each shown row the reader may even tell the groups apart.

    Parameters: `counts`: shape (groups, rows, columns), people. `whole`: shape (groups,), True where both
        tables show every cell of the group. `known`: shape (rows,), True where the row's cells in group x row
        are shown.
    Returns: shape (rows,), True where the row must be hidden.
    Raises: ValueError where shapes disagree or a count is negative.
    Why it holds: a shown row has people only in whole groups, so it tells nothing of other groups. What is left
        of a whole group is a table with known margins, in which a cell can be as large as the smaller of its
        two margins (the transportation polytope reaches it): the row's total is `least` or more, or protected
        elsewhere, and the column's rest is made 0 or at least `least` by hiding more rows. It ends: with all
        rows of a group hidden the rest is the shown cell of group x column itself.
    """
    counts = np.asarray(counts, dtype=np.int64)
    if counts.ndim != 3 or whole.shape != counts.shape[:1] or known.shape != counts.shape[1:2]:
        raise ValueError("counts must have shape (groups, rows, columns), with a mark for each group and row")
    if (counts < 0).any():
        raise ValueError("a count is negative")
    of_rows = counts.sum(axis=0)
    hidden: BoolArray = (
        ~known | ((of_rows > 0) & (of_rows < least)).any(axis=1) | (of_rows.sum(axis=1) < least)
    )
    hidden |= (counts[~whole].sum(axis=2) > 0).any(axis=0)
    inside = counts[whole]
    while True:
        left = inside[:, hidden].sum(axis=1)
        thin = np.argwhere((left > 0) & (left < least))
        for group, column in thin:
            shown = np.flatnonzero(~hidden & (inside[group, :, column] > 0))
            if shown.size:  # the row that costs a reader least
                hidden[shown[np.argmin(of_rows[shown].sum(axis=1))]] = True
                break
        else:
            return hidden
