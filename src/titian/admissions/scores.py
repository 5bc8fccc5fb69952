"""How two tests by two raters become one mark, for a whole round at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from titian.admissions.models.rating import RATERS

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]


class Marked(NamedTuple):
    """The marks of one test, a row a choice: how many are known, their sum, who was absent, how far they lie apart."""

    given: IntArray
    total: IntArray
    absent: BoolArray
    apart: IntArray

    @property
    def finished(self) -> BoolArray:
        return self.absent | (self.given >= RATERS)


def composites(
    tests: Sequence[Marked], weights: Sequence[IntArray], *, band: IntArray, least: IntArray
) -> FloatArray:
    """Return the banded mark of each choice, NaN where absent from a test that counts, or below the least mark."""
    total = np.zeros(len(band))
    missing = np.zeros(len(band), dtype=np.bool_)
    for test, weight in zip(tests, weights, strict=True):
        total += weight * test.total / np.maximum(test.given, 1) / 100
        missing |= (weight > 0) & (test.absent | (test.given == 0))
    banded = (total + 1e-9).astype(np.int64) // band * band
    return np.where(missing | (banded < least), np.nan, banded.astype(np.float64))
