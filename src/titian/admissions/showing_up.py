"""How many may be called for a number of seats: the risk that more come than there are seats.

People of one village cancel together, so show-up is taken to be beta-binomial, not binomial. The level is printed with
its risk; beds are never over-called.
"""

from __future__ import annotations

from math import comb, exp, lgamma

MOST_RISK = 0.05
LEAST_SEEN = 20  # seats whose fate is known, below which nothing is said


def overfill_risk(called: int, seats: int, *, came: float, stayed_away: float) -> float:
    """Return the probability that of those called more than `seats` come, the share being Beta(came, stayed_away)."""
    return sum(
        comb(called, n) * exp(_log_beta(n + came, called - n + stayed_away) - _log_beta(came, stayed_away))
        for n in range(seats + 1, called + 1)
    )


def levels(seats: int, came: int, stayed_away: int, *, most: int = 4) -> list[tuple[int, float]]:
    """Return (called, risk) from the number of seats upwards, after so many came and stayed away before."""
    return [
        (called, overfill_risk(called, seats, came=came + 1, stayed_away=stayed_away + 1))
        for called in range(seats, seats + most + 1)
    ]


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)
