import itertools

import numpy as np
import pytest

from engines.disclosure import attack, protect


def with_totals(inner):
    inner = np.array(inner, dtype=np.int64)
    rows = np.vstack([inner, inner.sum(0)])
    return np.hstack([rows, rows.sum(1)[:, None]])


def small(table):
    return (table > 0) & (table < 5)


def assert_nothing_small_shows(tables, hidden):
    bounds = attack(tables, hidden)
    for table, mask, high in zip(tables, hidden, bounds.high, strict=True):
        assert mask[small(table)].all()
        assert (high[small(table)] >= 5 - 1e-6).all()


def stars(number, seed, *, most=40):
    """Random stars: people with a row and a column in each table, many of them in few cells."""
    generator = np.random.default_rng(seed)
    for _ in range(number):
        rows, people = generator.integers(1, 5), generator.integers(0, most)
        weights = generator.dirichlet(np.full(rows, 0.6))
        row = generator.choice(rows, people, p=weights)
        tables = []
        for _table in range(generator.integers(1, 4)):
            columns = generator.integers(1, 5)
            column = generator.choice(columns, people, p=generator.dirichlet(np.full(columns, 0.5)))
            inner = np.zeros((rows, columns), dtype=np.int64)
            np.add.at(inner, (row, column), 1)
            tables.append(with_totals(inner))
        yield tables


def test_tables_without_small_cells_are_shown_whole():
    tables = [with_totals([[10, 0], [7, 9]])]
    assert not protect(tables)[0].any()


def test_one_small_cell_hides_a_rectangle_so_that_no_subtraction_gives_it_back():
    table = with_totals([[3, 20, 30], [25, 15, 90], [40, 60, 80]])
    (hidden,) = protect([table])
    assert hidden[0, 0]
    assert hidden.sum() == 4
    assert not hidden[-1].any()
    assert not hidden[:, -1].any()
    assert_nothing_small_shows([table], [hidden])


def test_two_small_cells_of_a_row_whose_sum_is_small_hide_more():
    table = with_totals([[1, 2, 30, 40], [25, 15, 90, 80]])
    (hidden,) = protect([table])
    assert_nothing_small_shows([table], [hidden])


def test_a_complement_is_a_cell_too():
    passed_or_not = with_totals([[178, 4], [80, 60]])
    (hidden,) = protect([passed_or_not])
    assert hidden[:2, :2].all()
    assert_nothing_small_shows([passed_or_not], [hidden])


def test_a_small_row_total_is_hidden_in_every_table():
    by_sex, by_result = with_totals([[1, 2], [30, 40], [50, 60]]), with_totals([[3, 0], [60, 10], [90, 20]])
    hidden = protect([by_sex, by_result])
    assert hidden[0][0, -1]
    assert hidden[1][0, -1]
    assert np.array_equal(hidden[0][:, -1], hidden[1][:, -1])
    assert_nothing_small_shows([by_sex, by_result], hidden)


def test_a_small_column_total_is_hidden():
    table = with_totals([[2, 30], [1, 40]])
    (hidden,) = protect([table])
    assert hidden[-1, 0]
    assert_nothing_small_shows([table], [hidden])


@pytest.mark.parametrize("people", [1, 4])
def test_fewer_people_than_five_are_hidden_altogether(people):
    table = with_totals([[people, 0]])
    (hidden,) = protect([table])
    assert hidden[-1, -1]
    assert_nothing_small_shows([table], [hidden])


def test_no_people_need_no_protection():
    assert not protect([with_totals([[0, 0]])])[0].any()


def test_hundreds_of_random_stars_give_no_small_cell_away():
    for tables in stars(110, seed=5):
        assert_nothing_small_shows(tables, protect(tables))


def test_hidden_row_totals_are_hidden_in_all_tables_alike():
    for tables in stars(60, seed=6):
        hidden = protect(tables)
        assert all(np.array_equal(hidden[0][:, -1], mask[:, -1]) for mask in hidden)


def test_the_attack_finds_what_trying_every_whole_number_finds():
    for tables in stars(60, seed=7, most=9):
        hidden = protect(tables)
        if tables[0].shape[0] > 3 or max(table.shape[1] for table in tables) > 3:
            continue
        possible = [_agreeing(table, mask) for table, mask in zip(tables, hidden, strict=True)]
        worlds = _with_equal_rows(possible)
        bounds = attack(tables, hidden)
        for k, (table, high) in enumerate(zip(tables, bounds.high, strict=True)):
            for cell in zip(*np.nonzero(small(table)), strict=True):
                seen = max(world[k][cell] for world in worlds)
                assert seen >= min(high[cell], MOST), (tables, hidden)


MOST = 5


def _agreeing(table, mask):
    """Every table of counts up to 12 that looks the same where it is shown."""
    rows, columns = (size - 1 for size in table.shape)
    choices = [
        range(13) if mask[cell] else [table[cell]] for cell in itertools.product(range(rows), range(columns))
    ]
    found = []
    if np.prod([len(choice) for choice in choices]) > 40_000:
        return None
    for values in itertools.product(*choices):
        other = with_totals(np.array(values).reshape(rows, columns))
        if (other[~mask] == table[~mask]).all():
            found.append(other)
    return found


def _with_equal_rows(possible):
    """Combine tables that agree in their row totals; only those are made of the same people."""
    if any(tables is None for tables in possible):
        return []
    by_rows = [{} for _ in possible]
    for tables, groups in zip(possible, by_rows, strict=True):
        for table in tables:
            groups.setdefault(tuple(table[:, -1]), []).append(table)
    shared = set.intersection(*(set(groups) for groups in by_rows))
    return [
        tuple(groups[rows][min(n, len(groups[rows]) - 1)] for groups in by_rows)
        for rows in shared
        for n in range(max(len(groups[rows]) for groups in by_rows))
    ]


def test_an_attack_undoes_a_table_with_one_hidden_cell():
    table = with_totals([[3, 20], [25, 15]])
    hidden = np.zeros_like(table, dtype=bool)
    hidden[0, 0] = True
    bounds = attack([table], [hidden])
    assert (bounds.low[0][0, 0], bounds.high[0][0, 0]) == (3.0, 3.0)


def test_an_attack_joins_tables_by_their_rows():
    by_sex, by_result = with_totals([[3, 20], [25, 15]]), with_totals([[10, 13], [40, 0]])
    hidden = [np.zeros_like(by_sex, dtype=bool), np.zeros_like(by_result, dtype=bool)]
    hidden[0][0, 0] = hidden[0][0, -1] = hidden[1][0, -1] = True
    hidden[0][-1, :] = True  # without the other table nothing would give the row's total away
    bounds = attack([by_sex, by_result], hidden)
    assert (bounds.low[0][0, 0], bounds.high[0][0, 0]) == (3.0, 3.0)


@pytest.mark.parametrize(
    ("tables", "complaint"),
    [
        ([[[1, 2], [1, 3]]], "table 0 has wrong totals"),
        ([[[-1, -1], [-1, -1]]], "table 0 has a negative count"),
        ([[[5, 5], [5, 5]], [[6, 6], [6, 6]]], "table 1 has other row totals"),
    ],
)
def test_impossible_tables_are_refused(tables, complaint):
    with pytest.raises(ValueError, match=complaint):
        protect([np.array(table) for table in tables])
