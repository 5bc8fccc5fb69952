"""Rows shown whole or not at all: nothing below the threshold is shown, and nothing small can be worked out."""

from __future__ import annotations

import numpy as np
import pytest
import scipy
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as shapes

from engines.disclosure import hide_rows

LEAST = 5


@st.composite
def markets(draw, most: int = 14):
    groups, rows, columns = (
        draw(st.integers(1, 3)),
        draw(st.integers(1, 5)),
        draw(st.integers(2, 3)),
    )
    counts = draw(shapes.arrays(np.int64, (groups, rows, columns), elements=st.integers(0, most)))
    # What the other two tables hide: at least their own small cells.
    of_columns, of_rows = counts.sum(axis=1), counts.sum(axis=2)
    whole = ~((of_columns > 0) & (of_columns < LEAST)).any(axis=1)
    whole &= ~((of_rows.sum(axis=1) > 0) & (of_rows.sum(axis=1) < LEAST))
    known = ~((of_rows > 0) & (of_rows < LEAST)).any(axis=0)
    return counts, whole, known


@given(markets())
def test_no_count_below_the_threshold_leaves(market):
    counts, whole, known = market
    hidden = hide_rows(counts, whole=whole, known=known)
    shown = counts.sum(axis=0)[~hidden]
    assert not ((shown > 0) & (shown < LEAST)).any()
    assert not (~known & ~hidden).any()
    for rest in counts[whole][:, hidden].sum(axis=1).ravel():
        assert rest == 0 or rest >= LEAST


@settings(max_examples=60, deadline=None)
@given(markets())
def test_a_reader_of_all_three_tables_cannot_tell_that_a_hidden_count_is_small(market):
    """The reader knows both margins of every group and every shown row, by linear programming."""
    counts, whole, known = market
    hidden = hide_rows(counts, whole=whole, known=known)
    groups, rows, columns = counts.shape
    place = np.arange(counts.size).reshape(counts.shape)
    equal, told = [], []

    def learn(cells, value) -> None:
        line = np.zeros(counts.size)
        line[np.asarray(cells).ravel()] = 1
        equal.append(line)
        told.append(value)

    for group in range(groups):
        if not whole[group]:
            continue  # protected in its own table; nothing shown here touches it
        for column in range(columns):
            learn(place[group, :, column], counts[group, :, column].sum())
        for row in range(rows):
            total = counts[group, row].sum()
            if total == 0 or total >= LEAST:
                learn(place[group, row], total)
    for row in np.flatnonzero(~hidden):
        for column in range(columns):
            learn(place[:, row, column], counts[:, row, column].sum())
    for group, row, column in np.argwhere((counts > 0) & (counts < LEAST) & whole[:, None, None]):
        if not hidden[row] or 0 < counts[group, row].sum() < LEAST:
            continue
        wanted = np.zeros(counts.size)
        wanted[place[group, row, column]] = -1
        best = scipy.optimize.linprog(wanted, A_eq=np.array(equal), b_eq=np.array(told), method="highs")
        assert best.status == 0
        assert -best.fun >= LEAST - 1e-6


def test_a_row_whose_rest_would_tell_is_hidden_with_it():
    counts = np.array([[[20, 5, 0], [10, 1, 0], [30, 9, 0]]])
    hidden = hide_rows(counts, whole=np.array([True]), known=np.ones(3, bool))
    assert hidden.tolist() == [True, True, False]


def test_where_nothing_is_small_everything_is_shown():
    counts = np.array([[[20, 5, 0], [10, 6, 0]], [[0, 0, 0], [8, 0, 7]]])
    assert not hide_rows(counts, whole=np.ones(2, bool), known=np.ones(2, bool)).any()


def test_wrong_shapes_and_negative_counts_are_refused():
    with pytest.raises(ValueError, match="shape"):
        hide_rows(np.zeros((1, 2)), whole=np.ones(1, bool), known=np.ones(2, bool))
    with pytest.raises(ValueError, match="negative"):
        hide_rows(np.full((1, 1, 2), -1), whole=np.ones(1, bool), known=np.ones(1, bool))
