"""Pairs that may be one person: found by keys, compared field by field, weighed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt
import scipy

from engines.linkage.fields import Field, Kind, kernels
from engines.linkage.keys import Key

if TYPE_CHECKING:
    from engines.linkage.fitting import Model

Rows = npt.NDArray[np.int32]
FloatArray = npt.NDArray[np.float64]
LARGEST_BLOCK = 200
PAIRS_AT_ONCE = 1 << 20


class Links(NamedTuple):
    """Pairs of rows, left < right, with the log2 weight of their agreement and the probability of one person."""

    left: Rows
    right: Rows
    weight: FloatArray
    probability: FloatArray


def candidates(keys: Sequence[Key], *, largest: int = LARGEST_BLOCK) -> tuple[Rows, Rows]:
    """Return the pairs of rows that share at least one key, each pair once.

    Parameters: `keys` over the same n records; blocks of more than `largest` records are left out.
    Returns: left < right, int32.
    """
    table = np.stack([key.values for key in keys])
    lefts, rights = [], []
    for which in range(len(keys)):
        order = np.argsort(table[which])
        count = kernels().close_large_blocks(table[which], order, largest)
        left, right = np.empty(count, np.int32), np.empty(count, np.int32)
        found = kernels().pairs_of(table, which, order, left, right)
        lefts.append(left[:found])
        rights.append(right[:found])
    return np.concatenate(lefts), np.concatenate(rights)


def compare(field: Field, left: Rows, right: Rows) -> npt.NDArray[np.uint8]:
    """Return the level of agreement of each pair in one field, MISSING where either value is."""
    out = np.empty(len(left), dtype=np.uint8)
    compiled = kernels()
    if field.kind in (Kind.DAY, Kind.CODE):
        loop = compiled.compare_days if field.kind == Kind.DAY else compiled.compare_codes
        loop(field.values, left, right, out)
    else:
        loop = {
            Kind.NAME: compiled.compare_names,
            Kind.TEXT: compiled.compare_texts,
            Kind.DIGITS: compiled.compare_digits,
        }[field.kind]
        loop(field.letters, left, right, out)
    return out


def weights(model: Model, field: Field, left: Rows, right: Rows) -> FloatArray:
    """Return the log2 weight each pair gets from one field; 0 where a value is missing."""
    table = np.zeros(256)
    table[: field.levels] = model.weights[field.title]
    level = compare(field, left, right)
    weight = table[level]
    share = model.shares.get(field.title)
    if share is not None:  # agreement in a rare value says more than in a common one
        same = np.flatnonzero(level == field.levels - 1)
        weight[same] += np.log2(model.chance[field.title] / share[left[same]])
    return weight


def probability(weight: FloatArray, *, expected: float) -> FloatArray:
    """Return the probability that a pair of this weight is one person, `expected` being that of any two records."""
    chance: FloatArray = scipy.special.expit((weight + np.log2(expected / (1 - expected))) * np.log(2))
    return chance


def link(
    fields: Sequence[Field],
    keys: Sequence[Key],
    model: Model,
    *,
    at_least: float = 0.5,
    largest: int = LARGEST_BLOCK,
) -> Links:
    """Return the pairs that are one person with probability `at_least` or more.

    Cheap fields are weighed first; a pair that cannot reach the bound any more is dropped at once.
    """
    left, right = candidates(keys, largest=largest)
    needed = np.log2(at_least / (1 - at_least)) - np.log2(model.expected / (1 - model.expected))
    ordered = sorted(fields, key=lambda field: (-field.kind, field.title))
    rest = np.cumsum([model.highest(field.title) for field in ordered][::-1])[::-1]
    parts = []
    for start in range(0, len(left), PAIRS_AT_ONCE):
        some_left, some_right = left[start : start + PAIRS_AT_ONCE], right[start : start + PAIRS_AT_ONCE]
        total = np.zeros(len(some_left))
        for place, field in enumerate(ordered):
            total = total + weights(model, field, some_left, some_right)
            ahead = rest[place + 1] if place + 1 < len(ordered) else 0.0
            kept = np.flatnonzero(total + ahead >= needed)
            if len(kept) < len(total):
                some_left, some_right, total = some_left[kept], some_right[kept], total[kept]
        parts.append((some_left, some_right, total))
    if not parts:
        none = np.empty(0, np.int32)
        return Links(none, none, np.empty(0), np.empty(0))
    left, right, weight = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Links(left, right, weight, probability(weight, expected=model.expected))


def groups(n: int, left: Rows, right: Rows) -> npt.NDArray[np.int64]:
    """Return for each of `n` records the number of its group; records joined by pairs share one."""
    graph = scipy.sparse.coo_array((np.ones(len(left), np.int8), (left, right)), shape=(n, n))
    _count, labels = scipy.sparse.csgraph.connected_components(graph, directed=False)
    numbers: npt.NDArray[np.int64] = labels.astype(np.int64)
    return numbers
