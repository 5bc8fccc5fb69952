import csv
from pathlib import Path

import numpy as np
import pytest
from benchmarks._febrl import columns_of, fields_of
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.linkage import (
    MISSING,
    Field,
    Kind,
    Model,
    candidates,
    compare,
    day_key,
    fit,
    groups,
    link,
    name_key,
    probability,
    weights,
    within,
)
from engines.linkage.fields import kernels

FEBRL = Path(__file__).parents[3] / "shared" / "data" / "linkage"
ONE = np.array([0], dtype=np.int32)
OTHER = np.array([1], dtype=np.int32)


def text(kind, *values):
    return Field("text", kind, np.array([value.encode() for value in values]))


def level(kind, a, b):
    if kind in (Kind.DAY, Kind.CODE):
        field = Field("whole", kind, np.array([a, b], dtype=np.int64))
    else:
        field = text(kind, a, b)
    return int(compare(field, ONE, OTHER)[0])


@pytest.mark.parametrize(
    ("kind", "a", "b", "expected"),
    [
        (Kind.NAME, "siti aminah", "siti aminah", 4),
        (Kind.NAME, "siti aminah", "aminah siti", 3),
        (Kind.NAME, "moh arif hidayat", "moh arif h", 3),
        (Kind.NAME, "siti aminah", "sitti aminah", 3),
        (Kind.NAME, "siti aminah", "bambang wijaya", 0),
        (Kind.NAME, "siti aminah", "", MISSING),
        (Kind.TEXT, "jalan melati", "jalan melatti", 2),
        (Kind.TEXT, "jalan melati", "kebon jeruk", 0),
        (Kind.DIGITS, "081234567890", "081234567890", 2),
        (Kind.DIGITS, "081234567890", "081234567809", 1),
        (Kind.DIGITS, "081234567890", "08123456789", 1),
        (Kind.DIGITS, "081234567890", "089934567890", 0),
        (Kind.DAY, 19990412, 19990412, 3),
        (Kind.DAY, 19990412, 19991204, 2),
        (Kind.DAY, 19990412, 19990413, 2),
        (Kind.DAY, 19990412, 19990431, 1),
        (Kind.DAY, 19990412, 20010931, 0),
        (Kind.DAY, 19990412, 0, MISSING),
        (Kind.CODE, 7, 7, 1),
        (Kind.CODE, 7, 8, 0),
    ],
)
def test_values_agree_at_a_level(kind, a, b, expected):
    assert level(kind, a, b) == level(kind, b, a) == expected


# Jaro-Winkler of the pairs printed by Winkler (1994) and by Christen (2012).
@pytest.mark.parametrize(
    ("a", "b", "published"),
    [
        ("martha", "marhta", 0.9611),
        ("dwayne", "duane", 0.84),
        ("dixon", "dicksonx", 0.8133),
        ("jones", "johnson", 0.8324),
    ],
)
def test_likeness_of_strings_has_its_published_values(a, b, published):

    rows = np.array([a.encode(), b.encode()], dtype="S16").view(np.uint8).reshape(2, 16)
    assert kernels().jaro_winkler(rows[0], 0, len(a), rows[1], 0, len(b)) == pytest.approx(
        published, abs=5e-5
    )


@given(
    st.lists(st.integers(0, 4), min_size=2, max_size=40),
    st.lists(st.integers(0, 4), min_size=40, max_size=40),
)
@settings(max_examples=60, deadline=None)
def test_candidates_are_exactly_the_pairs_that_share_a_key_each_once(first, second):
    n = len(first)
    one = Field("one", Kind.CODE, np.array(first, dtype=np.int64))
    two = Field("two", Kind.CODE, np.array(second[:n], dtype=np.int64))
    left, right = candidates([day_key(one), day_key(two)])
    found = list(zip(left.tolist(), right.tolist(), strict=True))
    expected = {
        (i, j)
        for i in range(n)
        for j in range(i + 1, n)
        if (first[i] and first[i] == first[j]) or (second[i] and second[i] == second[j])
    }
    assert len(found) == len(set(found))
    assert set(found) == expected


def test_a_block_larger_than_allowed_is_left_out():
    field = Field("one", Kind.CODE, np.array([1] * 5 + [2] * 2, dtype=np.int64))
    left, right = candidates([day_key(field)], largest=4)
    assert (left.tolist(), right.tolist()) == ([5], [6])


def test_names_that_sound_alike_share_a_key_in_any_order():
    field = text(Kind.NAME, "yusuf achmad", "akhmad jusup", "joesoef akhmat", "siti aminah")
    key = name_key(field).values
    assert key[0] == key[1] == key[2] != key[3]


def simulated(n, *, seed, slip):
    """Records of four fields with known agreement rates among n pairs of one person and n single records."""
    chance = np.random.default_rng(seed)
    sizes = {"a": 300, "b": 200, "c": 400, "d": 60}
    matched = {"a": 0.95, "b": 0.9, "c": 0.85, "d": 1 - slip}
    columns = {}
    for title, size in sizes.items():
        base = chance.integers(1, size + 1, 2 * n)
        copy = np.where(chance.random(n) < matched[title], base[:n], chance.integers(1, size + 1, n))
        columns[title] = np.concatenate([base, copy]).astype(np.int64)
    fields = [Field(title, Kind.CODE, values) for title, values in columns.items()]
    truth = np.concatenate([np.arange(2 * n), np.arange(n)])
    return fields, truth, matched, sizes


def test_weights_are_those_the_records_were_made_with():
    fields, _truth, matched, sizes = simulated(20_000, seed=4, slip=0.3)
    a, b, c, d = (day_key(field) for field in fields)
    model = fit(fields, [within(a, b), within(c, d)], seed=1, largest=2000)
    for field in fields:
        kept = matched[field.title] + (1 - matched[field.title]) / sizes[field.title]
        assert model.matches[field.title][1] == pytest.approx(kept, abs=0.03)
        assert model.chance[field.title] == pytest.approx(1 / sizes[field.title], rel=0.1)


def test_probabilities_mean_what_they_say():
    fields, truth, _matched, _sizes = simulated(20_000, seed=5, slip=0.1)
    a, b, c, d = (day_key(field) for field in fields)
    keys = [within(a, b), within(c, d)]
    found = link(fields, keys, fit(fields, keys, seed=1), at_least=0.02)
    same = truth[found.left] == truth[found.right]
    for low, high in [(0.02, 0.3), (0.3, 0.7), (0.7, 0.97), (0.97, 1.01)]:
        inside = (found.probability >= low) & (found.probability < high)
        if inside.sum() >= 300:
            assert same[inside].mean() == pytest.approx(found.probability[inside].mean(), abs=0.12)
    assert same[found.probability > 0.97].mean() > 0.97


def test_the_early_end_of_a_weighing_drops_no_pair_that_reaches_the_bound():
    fields, _truth, _matched, _sizes = simulated(2000, seed=6, slip=0.1)
    keys = [within(day_key(fields[0]), day_key(fields[3])), day_key(fields[1])]
    model = fit(fields, keys, seed=1)
    found = link(fields, keys, model, at_least=0.5)
    left, right = candidates(keys)
    total = sum(weights(model, field, left, right) for field in fields)
    reached = probability(total, expected=model.expected) >= 0.5
    assert set(zip(found.left, found.right, strict=True)) == set(
        zip(left[reached], right[reached], strict=True)
    )


def test_agreement_in_a_rare_name_weighs_more():
    name = Field("name", Kind.NAME, np.array([b"siti"] * 8 + [b"zulaikha"] * 2))
    model = Model(
        {"name": np.array([-3.0, 1, 2, 3, 4])}, 0.01, {"name": 0.5}, {"name": np.array([0.8] * 8 + [0.2] * 2)}
    )
    common, rare = weights(model, name, np.array([0, 8], np.int32), np.array([1, 9], np.int32))
    assert rare == pytest.approx(4 + np.log2(0.5 / 0.2))
    assert common == pytest.approx(4 + np.log2(0.5 / 0.8))


def test_the_same_seed_learns_the_same_weights():
    fields, *_ = simulated(500, seed=7, slip=0.1)
    keys = [day_key(fields[0]), day_key(fields[1])]
    first, second = (fit(fields, keys, seed=3) for _ in range(2))
    assert all(np.array_equal(first.weights[title], second.weights[title]) for title in first.weights)


def test_records_joined_by_pairs_are_one_group():
    label = groups(5, np.array([0, 1], np.int32), np.array([1, 4], np.int32))
    assert label[0] == label[1] == label[4]
    assert len(set(label.tolist())) == 3


def test_what_cannot_be_learned_is_refused_by_name():
    field = Field("born", Kind.DAY, np.array([19990101, 19990101], dtype=np.int64))
    with pytest.raises(ValueError, match="born is part of every key"):
        fit([field], [day_key(field)], seed=1)
    with pytest.raises(ValueError, match="name: 80 bytes wide"):
        Field("name", Kind.NAME, np.array([b"x" * 80]))
    with pytest.raises(ValueError, match="int64"):
        Field("born", Kind.DAY, np.array([b"1"]))


@pytest.mark.skipif(not FEBRL.is_dir(), reason="the public FEBRL files are not beside the repository")
@pytest.mark.parametrize("number", [1, 2, 3])
def test_duplicates_of_the_febrl_files_are_found_without_the_national_number(number):
    with (FEBRL / f"dataset{number}.csv").open() as file:
        rows = list(csv.DictReader(file, skipinitialspace=True))
    fields, keys = fields_of(columns_of(rows))
    found = link(fields, keys, fit(fields, keys, seed=1))
    truth = np.array([int(row["rec_id"].split("-")[1]) for row in rows])
    _people, sizes = np.unique(truth, return_counts=True)
    right = (truth[found.left] == truth[found.right]).sum()
    precision, recall = right / len(found.left), right / (sizes * (sizes - 1) // 2).sum()
    assert 2 * precision * recall / (precision + recall) >= 0.995
