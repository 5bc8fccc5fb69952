"""Why each class higher on a list was not given: found by the rule itself, told as codes and numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from engines.admission import Assignment, Round, assign, cutoffs
from engines.admission.checks import HOLDER, tiers_of

MOST_RERUNS = 40_000  # re-runs are cheap, but a national round asks for millions of them


@dataclass(frozen=True)
class Refusal:
    """One contract that was wanted more than what was got.

    `mark` is None where it was not acceptable. `groups`: per seat group open to it, (group, the last mark let in,
    whether the last one came by an earlier tier, whether all its seats were taken before this run). `needed`: the
    least mark that would have brought a seat there or better, others unchanged; None where no mark would, or where
    it was not computed.
    """

    contract: int
    mark: float | None
    groups: list[tuple[int, float | None, bool, bool]]
    needed: float | None


def refusals_of(
    market: Round, outcome: Assignment, *, band: list[int], slot_group: list[int]
) -> list[list[Refusal]]:
    """Return per applicant the refusals, best choice first. `band`: steps of marks in each class."""
    stopped = cutoffs(market, outcome)
    wanted = [
        range(int(start), int(got) if got >= 0 else int(end))
        for start, end, got in zip(market.indptr[:-1], market.indptr[1:], outcome.contract, strict=True)
    ]
    reruns = sum(len(one) for one in wanted) * 7 <= MOST_RERUNS
    by_class = {c: np.flatnonzero(market.slot_class == c) for c in set(market.slot_class.tolist())}
    return [
        [
            Refusal(
                x,
                None if np.isnan(market.merit[x]) else float(market.merit[x]),
                _groups(market, stopped, x, by_class, slot_group),
                _needed(market, person, x, band[market.contract_class[x]]) if reruns else None,
            )
            for x in contracts
        ]
        for person, contracts in enumerate(wanted)
    ]


def _groups(
    market: Round, stopped: Any, x: int, by_class: dict[int, Any], slot_group: list[int]
) -> list[tuple[int, float | None, bool, bool]]:
    """Return the last mark let in, for each seat group whose seats could host and accept the contract."""
    if np.isnan(market.merit[x]):
        return []
    told: dict[int, tuple[int, float | None, bool, bool]] = {}
    for slot in by_class.get(int(market.contract_class[x]), ()):
        tier = int(tiers_of(market, np.array([x]), np.array([slot]))[0])
        if tier == market.slot_tiers.shape[1]:
            continue
        group = stopped.group[slot]
        last = float(stopped.merit[group])
        found = (
            slot_group[slot],
            None if np.isnan(last) else last,
            bool(HOLDER < stopped.tier[group] < tier),
            bool(stopped.full[group] and stopped.tier[group] == HOLDER),
        )
        # Seats with and without a bed may stop at different marks; what is told is the lowest that got in.
        told[slot_group[slot]] = min(told.get(slot_group[slot], found), found, key=_ease)
    return [told[group] for group in sorted(told)]


def _ease(group: tuple[int, float | None, bool, bool]) -> tuple[bool, bool, float]:
    return group[3], group[2], np.inf if group[1] is None else group[1]


def _needed(market: Round, person: int, x: int, band: int) -> float | None:
    """Run the rule again with this one mark better: better merit never hurts, so halving finds the least that helps."""
    if np.isnan(market.merit[x]):
        return None

    def is_enough(mark: float) -> bool:
        merit = market.merit.copy()
        merit[x] = mark
        return bool(0 <= assign(replace(market, merit=merit)).contract[person] <= x)

    own = float(market.merit[x])
    steps = int((100 - own) // band)
    if steps < 1 or not is_enough(own + steps * band):
        return None
    low, high = 0, steps  # own + low * band is not enough, own + high * band is
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_enough(own + middle * band) else (middle, high)
    return own + high * band
