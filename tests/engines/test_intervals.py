import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.survey import wilson_interval


def interval(successes, trials, confidence=0.95):
    lower, upper = wilson_interval(np.array([successes]), np.array([trials]), confidence=confidence)
    return round(float(lower[0]), 4), round(float(upper[0]), 4)


@pytest.mark.parametrize(
    ("successes", "trials", "expected"),
    [
        (81, 263, (0.2553, 0.3662)),  # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0, 0.1611)),
        (1, 29, (0.0061, 0.1718)),
    ],
)
def test_the_interval_equals_the_values_newcombe_published(successes, trials, expected):
    assert interval(successes, trials) == expected


def test_sixteen_of_sixteen_placed_says_81_to_100_percent():
    assert interval(16, 16) == (0.8064, 1.0)


def test_no_trials_say_nothing():
    assert interval(0, 0) == (0.0, 1.0)


def test_more_successes_than_trials_are_refused_by_row():
    with pytest.raises(ValueError, match="row 1: 4 successes of 3 trials"):
        wilson_interval(np.array([1, 4]), np.array([3, 3]))


def test_negative_successes_are_refused():
    with pytest.raises(ValueError, match="row 0: -1 successes of 3 trials"):
        wilson_interval(np.array([-1]), np.array([3]))


@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_a_confidence_outside_0_to_1_is_refused(confidence):
    with pytest.raises(ValueError, match="confidence"):
        wilson_interval(np.array([1]), np.array([3]), confidence=confidence)


pairs = st.integers(0, 10**7).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(st.lists(pairs, min_size=1, max_size=30))
def test_the_interval_holds_the_observed_rate(table):
    successes, trials = (np.array(column, dtype=np.int64) for column in zip(*table, strict=True))
    lower, upper = wilson_interval(successes, trials)
    seen = trials > 0
    rate = successes[seen] / trials[seen]
    assert np.all((lower[seen] <= rate) & (rate <= upper[seen]))
    assert np.all((lower >= 0) & (upper <= 1))


@given(pairs)
def test_failures_have_the_mirrored_interval(pair):
    successes, trials = pair
    if trials == 0:
        return
    lower, upper = wilson_interval(np.array([successes]), np.array([trials]))
    mirrored_lower, mirrored_upper = wilson_interval(np.array([trials - successes]), np.array([trials]))
    assert np.allclose([lower, upper], [1 - mirrored_upper, 1 - mirrored_lower])


def test_over_all_truths_the_interval_covers_as_often_as_it_says():
    generator = np.random.default_rng(1927)
    truth = generator.uniform(0, 1, 100_000)
    trials = np.full(100_000, 40)
    lower, upper = wilson_interval(generator.binomial(trials, truth), trials)
    assert 0.945 < np.mean((lower <= truth) & (truth <= upper)) < 0.96
