"""Weights learned without labels: chance agreement from random pairs, true agreement by EM inside each key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from engines.linkage.fields import MISSING, Field, Kind
from engines.linkage.keys import Key, day_key, text_key
from engines.linkage.linking import LARGEST_BLOCK, Rows, candidates, compare

FloatArray = npt.NDArray[np.float64]
RANDOM_PAIRS = 200_000
PAIRS_A_KEY = 100_000
ROUNDS = 60
SETTLED = 1e-5
RAREST = 0.002  # no level is taken to be impossible for records of one person, however few were seen


@dataclass(frozen=True)
class Model:
    """`weights` log2(m/u) a level and field; `expected`: probability that two records at random are one person.

    `chance`: how often two records at random agree fully; `shares`: share of the records that have a record's
    value, for fields where a rare value shall weigh more; `matches`: m a level, for reading.
    """

    weights: Mapping[str, FloatArray]
    expected: float
    chance: Mapping[str, float] = field(default_factory=dict)
    shares: Mapping[str, FloatArray] = field(default_factory=dict)
    matches: Mapping[str, FloatArray] = field(default_factory=dict)

    def highest(self, title: str) -> float:
        """The most weight a pair may get from this field."""
        most = float(self.weights[title].max())
        share = self.shares.get(title)
        if share is None or not len(share):
            return most
        rarest = float(share.min(initial=1.0, where=share > 0))
        return max(most, float(self.weights[title][-1]) + float(np.log2(self.chance[title] / rarest)))


def fit(
    fields: Sequence[Field],
    keys: Sequence[Key],
    *,
    seed: int,
    by_frequency: Sequence[str] = (),
    largest: int = LARGEST_BLOCK,
) -> Model:
    """Learn the weights of agreement (Fellegi and Sunter) from records that carry no label.

    Parameters: `fields` over n >= 2 records; `keys`: every field must lie outside at least one of them; `seed` for
    the pairs drawn at random; `by_frequency`: fields in which a rare value weighs more (full agreement only).
    Returns: Model. Raises: ValueError for too few records or a field inside every key.
    Source: Fellegi and Sunter (1969), JASA 64, 1183-1210; Winkler (2000), Statistical Research RR 2000/05;
    EM within blocks with chance agreement held fixed as in Splink (Linacre et al. 2022, IJPDS 7:3).
    """
    n = len(fields[0].values)
    if n < 2:
        raise ValueError(f"{n} records: there is no pair")
    for one in fields:
        if all(one.title in key.fields for key in keys):
            raise ValueError(f"{one.title} is part of every key: nothing could be learned about it")
    chance = np.random.default_rng(seed)
    unmatched = {one.title: _chance_levels(one, n, chance) for one in fields}
    sums = {one.title: np.zeros(one.levels) for one in fields}
    pairs_of_people = 0.0
    for key in keys:
        left, right = candidates([key], largest=largest)
        if len(left) > PAIRS_A_KEY:
            drawn = chance.choice(len(left), PAIRS_A_KEY, replace=False)
            left, right, factor = left[drawn], right[drawn], len(left) / PAIRS_A_KEY
        else:
            factor = 1.0
        free = [one for one in fields if one.title not in key.fields]
        found, matched = _expect_and_maximise(free, unmatched, left, right)
        pairs_of_people = max(pairs_of_people, found * factor)
        for one in free:
            sums[one.title] += matched[one.title] * found * factor
    weights, matches = {}, {}
    for one in fields:
        total = sums[one.title].sum()
        agreed = sums[one.title] / total if total else _first_guess(one)
        matches[one.title] = agreed
        weights[one.title] = _monotone(np.log2(np.maximum(agreed, RAREST) / unmatched[one.title]))
    shares = {one.title: _shares(one) for one in fields if one.title in by_frequency}
    expected = float(np.clip(max(pairs_of_people, 0.5) / (n * (n - 1) / 2), 1e-12, 0.5))
    return Model(
        weights, expected, {one.title: float(unmatched[one.title][-1]) for one in fields}, shares, matches
    )


def _chance_levels(one: Field, n: int, chance: np.random.Generator) -> FloatArray:
    """How often two records at random agree at each level; full agreement is counted, not sampled."""
    draws = min(RANDOM_PAIRS, max(20 * n, 2000))
    left = chance.integers(0, n, draws, dtype=np.int32)
    right = chance.integers(0, n, draws, dtype=np.int32)
    apart = left != right
    level = compare(one, left[apart], right[apart])
    counts = np.bincount(level[level != MISSING], minlength=one.levels).astype(np.float64) + 0.5
    share: FloatArray = counts / counts.sum()
    values = _numbers(one)
    _distinct, sizes = np.unique(values[values != 0], return_counts=True)
    known = sizes.sum()
    full = (sizes * (sizes - 1.0)).sum() / max(known * (known - 1.0), 1.0)
    full = float(np.clip(full, 1 / (max(known, 2.0) ** 2), 0.999))
    share[:-1] *= (1 - full) / share[:-1].sum()
    share[-1] = full
    return share


def _expect_and_maximise(
    free: Sequence[Field], unmatched: Mapping[str, FloatArray], left: Rows, right: Rows
) -> tuple[float, dict[str, FloatArray]]:
    """EM among the pairs of one key; returns the expected number of pairs of one person and m a field."""
    code = np.zeros(len(left), dtype=np.int64)
    for one in free:
        level = compare(one, left, right).astype(np.int64)
        code = code * (one.levels + 1) + np.where(level == MISSING, one.levels, level)
    patterns, counts = np.unique(code, return_counts=True)
    levels = {}
    for one in reversed(free):
        patterns, levels[one.title] = np.divmod(patterns, one.levels + 1)
    matched = {one.title: _first_guess(one) for one in free}
    share = 0.3
    if not len(counts):
        return 0.0, matched
    for _round in range(ROUNDS):
        odds = np.full(len(counts), np.log(share) - np.log1p(-share))
        for one in free:
            weight = np.append(np.log(matched[one.title] / unmatched[one.title]), 0.0)
            odds += weight[levels[one.title]]
        posterior = 1 / (1 + np.exp(-odds)) * counts
        former, share = share, float(np.clip(posterior.sum() / counts.sum(), 1e-9, 1 - 1e-9))
        for one in free:
            seen = np.bincount(levels[one.title], weights=posterior, minlength=one.levels + 1)[:-1] + 1e-3
            matched[one.title] = seen / seen.sum()
        if abs(share - former) < SETTLED * share:
            break
    return share * float(counts.sum()), matched


def _first_guess(one: Field) -> FloatArray:
    guess = np.full(one.levels, 0.15 / (one.levels - 1))
    guess[-1] = 0.85
    return guess


def _monotone(weight: FloatArray) -> FloatArray:
    """A better level never weighs less than a worse one (small samples would have it otherwise)."""
    return np.maximum.accumulate(weight)


def _numbers(one: Field) -> npt.NDArray[np.uint64]:
    return (day_key(one) if one.kind in (Kind.DAY, Kind.CODE) else text_key(one)).values


def _shares(one: Field) -> FloatArray:
    values = _numbers(one)
    _distinct, place, sizes = np.unique(values, return_inverse=True, return_counts=True)
    return np.where(values == 0, 0.0, sizes[place] / max(1, int(np.count_nonzero(values))))
