"""What a round judges in columns is what the same words say of one person, and of two marks added by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from titian.admissions.rules import EntryRules, Facts, broken_rules, day_number, lives_in, why_not_eligible
from titian.admissions.scores import Marked, composites

few = settings(max_examples=100, deadline=None)
days = st.dates(date(1950, 1, 1), date(2012, 12, 31))
maybe = st.one_of(st.none(), st.integers(15, 60))
people = st.builds(
    Facts, days, st.sampled_from("LP"), st.sampled_from(["11.01", "11.10", "12.01", None]),
    st.one_of(st.none(), st.integers(0, 4)), st.booleans(), st.booleans(), st.booleans(),
)  # fmt: skip
rules = st.builds(
    EntryRules, st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(15, 20), maybe,
    st.one_of(st.none(), st.integers(0, 4)), st.just("SMA"), st.booleans(), st.booleans(), st.booleans(),
    st.sampled_from([(), ("11",), ("11.1",), ("11.01", "12")]), st.just("Aceh"), st.sampled_from(["", "L", "P"]),
    st.just("UU 1"),
)  # fmt: skip


def refusals(facts: Facts, asked: EntryRules) -> int:
    """Count the rules that are not met, as the decree says them."""
    birthday = (facts.birth_date.month, facts.birth_date.day)
    early = (asked.starts_on.month, asked.starts_on.day) < birthday
    age = asked.starts_on.year - facts.birth_date.year - early
    return sum(
        (
            age < asked.minimum_age,
            asked.maximum_age is not None and age > asked.maximum_age,
            asked.education_rank is not None and (facts.education_rank or 0) < asked.education_rank,
            asked.must_read and not facts.reads,
            asked.must_not_work and facts.works,
            asked.must_not_study and facts.studies,
            bool(asked.regions) and not lives_in(facts.regency, asked.regions),
            asked.only_sex not in ("", facts.sex),
        )
    )


@few
@given(st.lists(people, min_size=1, max_size=5), rules)
def test_many_are_judged_as_one_is(standing, asked):
    broken = broken_rules(
        asked,
        born=np.array([day_number(one.birth_date) for one in standing]),
        sex=np.array([one.sex for one in standing], dtype=object),
        education_rank=np.array([one.education_rank or 0 for one in standing]),
        reads=np.array([one.reads for one in standing]),
        works=np.array([one.works for one in standing]),
        studies=np.array([one.studies for one in standing]),
        lives_there=np.array([lives_in(one.regency, asked.regions) for one in standing]),
    )
    counts = np.sum(np.broadcast_arrays(*broken), axis=0).tolist()
    assert counts == [refusals(one, asked) for one in standing]
    assert counts == [len(why_not_eligible(one, asked)) for one in standing]


marks = st.lists(st.one_of(st.none(), st.integers(0, 100)), max_size=2)


@few
@given(marks, marks, st.integers(0, 100), st.integers(1, 12), st.integers(0, 100))
def test_two_tests_by_two_raters_become_one_banded_mark(written, interview, weight, band, least):
    weights = (weight, 100 - weight)
    tests = [
        Marked(
            np.array([len(given)]), np.array([sum(mark or 0 for mark in given)]), np.array([None in given]),
            np.array([0]),
        )
        for given in (written, interview)
    ]  # fmt: skip
    (told,) = composites(
        tests, [np.array([one]) for one in weights], band=np.array([band]), least=np.array([least])
    )
    counted = [(given, one) for given, one in zip((written, interview), weights, strict=True) if one]
    if any(not given or None in given for given, _one in counted):
        assert np.isnan(told)
        return
    exact = sum(Fraction(one * sum(given), 100 * len(given)) for given, one in counted)
    due = exact // band * band
    assert np.isnan(told) if due < least else told == due
