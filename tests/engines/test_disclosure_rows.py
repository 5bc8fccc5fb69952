"""Rows shown whole or not at all: nothing below the threshold is shown, and nothing small can be worked out."""

from __future__ import annotations

import numpy as np
import pytest
import scipy
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as shapes

from engines.disclosure import protect, protect_rows

LEAST = 5
MERGED = [np.array([0, 1, 2, 2]), np.array([0, 0, 1])]


def with_totals(inner):
    rows = np.vstack([inner, inner.sum(axis=0)])
    return np.hstack([rows, rows.sum(axis=1)[:, None]])


@st.composite
def years(draw):
    """Two measures of the same people, and what the star of channel tables hides of them."""
    groups, rows = draw(st.integers(1, 3)), draw(st.integers(1, 4))
    first = draw(shapes.arrays(np.int64, (groups, rows, 4), elements=st.integers(0, 12)))
    margin = first.sum(axis=2)
    part = draw(shapes.arrays(np.float64, (groups, rows, 2), elements=st.floats(0, 1)))
    one = np.floor(margin * part[:, :, 0]).astype(np.int64)
    two = np.floor((margin - one) * part[:, :, 1]).astype(np.int64)
    cubes = [first, np.stack([one, two, margin - one - two], axis=2)]
    star = protect([with_totals(table) for table in (margin, *(cube.sum(axis=1) for cube in cubes))])
    return cubes, star


def rows_of(cubes, star):
    return protect_rows(cubes, margin_hidden=star[0], answers_hidden=star[1:], merged=MERGED)


@settings(deadline=None)
@given(years())
def test_no_count_below_the_threshold_leaves(year):
    cubes, star = year
    for cube, merged, hidden in zip(cubes, MERGED, rows_of(cubes, star), strict=True):
        for row in np.flatnonzero(~hidden):
            for column in range(merged.max() + 1):
                count = cube[:, row][:, merged == column].sum()
                assert count == 0 or count >= LEAST


@settings(max_examples=40, deadline=None)
@given(years())
def test_a_reader_of_all_tables_cannot_tell_that_a_count_is_small(year):
    """Written apart from the engine: what is shown are equations, and each small count is made as large as can be."""
    cubes, star = year
    hidden = rows_of(cubes, star)
    groups, rows = cubes[0].shape[:2]
    sizes = [cube.size for cube in cubes]
    places = [
        np.arange(cube.size).reshape(cube.shape) + start
        for cube, start in zip(cubes, (0, sizes[0]), strict=True)
    ]
    truth = np.concatenate([cube.ravel() for cube in cubes])
    equal = []

    def line(cells):
        made = np.zeros(len(truth))
        made[np.asarray(cells).ravel()] = 1
        return made

    small = []

    def told(cells, shown):
        made = line(cells)
        if shown:
            equal.append(made)
        elif 0 < made @ truth < LEAST:
            small.append(made)

    for k, place in enumerate(places):
        for group in [*range(groups), slice(None)]:
            at = groups if isinstance(group, slice) else group
            told(place[group], not star[0][at, -1])
            for row in range(rows):
                told(place[group][..., row, :], not star[0][at, row])
            for column in range(place.shape[2]):
                told(place[group][..., column], not star[k + 1][at, column])
        for row in range(rows):
            for column in range(MERGED[k].max() + 1):
                told(place[:, row][:, MERGED[k] == column], not hidden[k][row])
    for group in range(groups):
        for row in range(rows):
            equal.append(line(places[0][group, row]) - line(places[1][group, row]))
    equations = np.array(equal)
    anything = any(not one.all() for one in hidden)
    for wanted in small if anything else []:
        best = scipy.optimize.linprog(-wanted, A_eq=equations, b_eq=equations @ truth, method="highs")
        assert best.status == 0
        total = equations @ truth
        assert -best.fun >= LEAST - 1e-6, (wanted @ truth, total)


def test_where_nothing_is_small_everything_is_shown():
    cube = np.array([[[20, 5, 0, 0], [10, 6, 0, 0]], [[0, 0, 0, 0], [8, 0, 7, 0]]])
    star = protect([with_totals(cube.sum(axis=2)), with_totals(cube.sum(axis=1))])
    (hidden,) = protect_rows([cube], margin_hidden=star[0], answers_hidden=star[1:], merged=MERGED[:1])
    assert not hidden.any()


def test_a_row_whose_rest_would_tell_is_hidden_with_it():
    cube = np.array([[[20, 5, 0, 0], [10, 1, 0, 0], [30, 9, 0, 0]]])
    star = protect([with_totals(cube.sum(axis=2)), with_totals(cube.sum(axis=1))])
    (hidden,) = protect_rows([cube], margin_hidden=star[0], answers_hidden=star[1:], merged=MERGED[:1])
    assert hidden[1]
    assert hidden.sum() == 2


def test_wrong_shapes_and_different_people_are_refused():
    cube = np.ones((1, 2, 4), np.int64)
    shape = {"margin_hidden": np.zeros((2, 3), bool), "answers_hidden": [np.zeros((2, 5), bool)] * 2}
    with pytest.raises(ValueError, match="different people"):
        protect_rows([cube, 2 * cube], merged=[MERGED[0]] * 2, **shape)
    with pytest.raises(ValueError, match="missing"):
        protect_rows([cube, cube], merged=[MERGED[0], MERGED[1]], **shape)
