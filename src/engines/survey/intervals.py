"""Intervals of proportions."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]


def wilson_interval(
    successes: IntArray, trials: IntArray, *, confidence: float = 0.95
) -> tuple[FloatArray, FloatArray]:
    """Return the score interval of each proportion.

    Parameters: `successes`, `trials`: shape (n,), counts, 0 <= successes <= trials; `confidence` in (0, 1).
    Returns: lower and upper bounds, shape (n,), in [0, 1]; (0, 1) where trials is 0.
    Raises: ValueError, naming the first row where successes are negative or exceed trials.
    Source: Wilson, E. B. (1927), JASA 22, 209-212.
    """
    successes, trials = np.asarray(successes, dtype=np.int64), np.asarray(trials, dtype=np.int64)
    if not 0 < confidence < 1:
        raise ValueError(f"confidence is {confidence}, not between 0 and 1")
    _refuse_impossible_counts(successes, trials)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    n = np.maximum(trials, 1).astype(np.float64)
    share = successes / n
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    spread = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    # At 0 and n the bound is exact; rounding must not leave it a hair beside the observed share.
    lower = np.where(successes == 0, 0.0, np.clip(centre - spread, 0, 1))
    upper = np.where(successes == trials, 1.0, np.clip(centre + spread, 0, 1))
    return np.where(trials == 0, 0.0, lower), np.where(trials == 0, 1.0, upper)


def _refuse_impossible_counts(successes: IntArray, trials: IntArray) -> None:
    wrong = np.flatnonzero((successes < 0) | (successes > trials))
    if wrong.size:
        row = int(wrong[0])
        raise ValueError(f"row {row}: {int(successes[row])} successes of {int(trials[row])} trials")
