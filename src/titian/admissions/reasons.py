"""Why each class higher on a list was not given: found by the rule itself, told as codes and numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engines.admission import Assignment, Cutoffs, Round, cutoffs, needed
from engines.admission.checks import HOLDER, tiers_of
from engines.admission.market import FloatArray, IntArray

HIGHEST = 100.0
# A seat group open to a contract: (group, the last mark let in, whether the last one came by an earlier tier, whether
# all its seats were taken before this run).
Group = tuple[int, float | None, bool, bool]


@dataclass(frozen=True, eq=False)
class Refusals:
    """The contracts that were wanted more than what was got, by applicant, the best first; a row each.

    `applicant`, `contract`; `mark`: NaN where it was not acceptable. `needed`: the least mark that would have brought a
    seat there or better, others unchanged; NaN where no mark would. `answer`: which of `groups`, each the seat groups
    open to such a contract.
    """

    applicant: IntArray
    contract: IntArray
    mark: FloatArray
    needed: FloatArray
    answer: IntArray
    groups: list[list[Group]]


def refusals_of(market: Round, outcome: Assignment, *, band: IntArray, slot_group: IntArray) -> Refusals:
    """Return every refusal of a round. `band`: steps of marks in each class."""
    until = np.where(outcome.contract >= 0, outcome.contract, market.indptr[1:])
    counts = until - market.indptr[:-1]
    before = np.cumsum(counts) - counts
    contracts = np.arange(counts.sum()) + np.repeat(market.indptr[:-1] - before, counts)
    alike, answer = _alike(market, contracts)
    return Refusals(
        np.repeat(np.arange(market.applicants), counts),
        contracts,
        market.merit[contracts],
        needed(market, contracts, band[market.contract_class[contracts]], highest=HIGHEST),
        answer,
        _groups(market, cutoffs(market, outcome), contracts[alike], slot_group),
    )


def _alike(market: Round, contracts: IntArray) -> tuple[IntArray, IntArray]:
    """Return a row for each kind of contract to which the seats of a class answer alike, and the kind of each row.

    The holder of a seat is never among the refused: he likes that seat better or has it.
    """
    _traits, traits = np.unique(market.contract_traits[contracts], return_inverse=True)
    refused = np.isnan(market.merit[contracts])
    kind = traits * 2 + refused
    kind = (kind * 3 + market.contract_term[contracts]) * (market.classes + 1) + market.contract_class[
        contracts
    ]
    _kinds, alike, answer = np.unique(kind, return_index=True, return_inverse=True)
    return alike, answer


def _mark(mark: float) -> float | None:
    return None if np.isnan(mark) else mark


def _groups(market: Round, stopped: Cutoffs, contracts: IntArray, slot_group: IntArray) -> list[list[Group]]:
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
        slot_group[slots[open_to]].tolist(),
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
