"""Why each class higher on a list was not given: found by the rule itself, told as codes and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engines.admission import Assignment, Cutoffs, Round, cutoffs, needed
from engines.admission.checks import HOLDER, tiers_of
from engines.admission.market import IntArray

HIGHEST = 100.0


@dataclass(frozen=True, slots=True)
class Refusal:
    """One contract that was wanted more than what was got.

    `mark` is None where it was not acceptable. `groups`: per seat group open to it, (group, the last mark let in,
    whether the last one came by an earlier tier, whether all its seats were taken before this run). `needed`: the
    least mark that would have brought a seat there or better, others unchanged; None where no mark would.
    """

    contract: int
    mark: float | None
    groups: list[Group]
    needed: float | None


Group = tuple[int, float | None, bool, bool]


def refusals_of(
    market: Round, outcome: Assignment, *, band: list[int], slot_group: list[int]
) -> list[list[Refusal]]:
    """Return per applicant the refusals, best choice first. `band`: steps of marks in each class."""
    until = np.where(outcome.contract >= 0, outcome.contract, market.indptr[1:])
    counts = until - market.indptr[:-1]
    before = np.cumsum(counts) - counts
    contracts = np.arange(counts.sum()) + np.repeat(market.indptr[:-1] - before, counts)
    steps = np.array(band, dtype=np.int64)[market.contract_class[contracts]]
    groups = _groups(market, cutoffs(market, outcome), contracts, slot_group)
    told = [
        Refusal(x, _mark(own), groups[place], _mark(least))
        for place, (x, own, least) in enumerate(
            zip(
                contracts.tolist(),
                market.merit[contracts].tolist(),
                needed(market, contracts, steps, highest=HIGHEST).tolist(),
                strict=True,
            )
        )
    ]
    return [
        told[start : start + count] for start, count in zip(before.tolist(), counts.tolist(), strict=True)
    ]


def _mark(mark: float) -> float | None:
    return None if np.isnan(mark) else mark


def _groups(
    market: Round, stopped: Cutoffs, contracts: IntArray, slot_group: Sequence[int]
) -> list[list[Group]]:
    """Return, for each contract, the last mark let in by each seat group whose seats could host and accept it."""
    of_slot = np.column_stack([market.slot_class, slot_group, stopped.group, market.slot_holder])
    _alike, kept = np.unique(of_slot, axis=0, return_index=True)  # seats that answer alike are asked once
    first = np.searchsorted(market.slot_class[kept], np.arange(market.classes + 1))
    where = market.contract_class[contracts]
    counts = first[where + 1] - first[where]
    starts = np.cumsum(counts) - counts
    asked = np.repeat(np.arange(len(contracts)), counts)
    slots = kept[np.arange(counts.sum()) + np.repeat(first[where] - starts, counts)]
    tiers = tiers_of(market, contracts[asked], slots)
    open_to = np.flatnonzero((tiers < market.slot_tiers.shape[1]) & ~np.isnan(market.merit[contracts])[asked])
    group = stopped.group[slots[open_to]]
    told: list[dict[int, Group]] = [{} for _contract in contracts]
    for place, number, last, earlier, held in zip(
        asked[open_to].tolist(),
        np.asarray(slot_group)[slots[open_to]].tolist(),
        stopped.merit[group].tolist(),
        ((stopped.tier[group] > HOLDER) & (stopped.tier[group] < tiers[open_to])).tolist(),
        (stopped.full[group] & (stopped.tier[group] == HOLDER)).tolist(),
        strict=True,
    ):
        found = (number, _mark(last), earlier, held)
        # Seats with and without a bed may stop at different marks; what is told is the lowest that got in.
        told[place][number] = min(told[place].get(number, found), found, key=_ease)
    return [[groups[number] for number in sorted(groups)] for groups in told]


def _ease(group: Group) -> tuple[bool, bool, float]:
    return group[3], group[2], np.inf if group[1] is None else group[1]
