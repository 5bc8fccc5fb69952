"""Is an outcome stable, and where did each group of slots stop? Read from the public arrays alone."""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
import numpy.typing as npt

from engines.admission.market import (
    NOBODY,
    Assignment,
    ClassArray,
    FloatArray,
    IntArray,
    MaskArray,
    Round,
    TermArray,
)

BoolArray = npt.NDArray[np.bool_]
HOLDER = -1  # before every tier


@dataclass(frozen=True, eq=False)
class Cutoffs:
    """The last who was let in, per group of slots (same class, tiers, terms), G groups.

    `group`: (s,), the group of each slot. `slot`: (G,), the group's first slot by rank. `full`: (G,).
    `tier`, `merit`, `ticket`: (G,), of the worst holder; a contract clears the cut-off where its tier is earlier,
        or the same with higher merit, or the same with the same merit and a lower ticket.
        Where `full` is False anybody acceptable clears it. Protected holders do not count; a full group of none but
        protected holders lets nobody in: tier -1.
    """

    group: IntArray
    slot: IntArray
    full: BoolArray
    tier: IntArray
    merit: FloatArray
    ticket: MaskArray


def blocking(r: Round, assignment: Assignment) -> IntArray:
    """Return the contracts that block an outcome, ascending; empty when it is stable.

    A contract blocks where its owner prefers it to what they got and some slot hosts and accepts it that is empty or
    held by a contract of a later tier, or of the same tier with lower merit (or the same and a higher ticket).
    Raises: ValueError, naming the first applicant, where the outcome is not one of this round.
    """
    _refuse_foreign_outcome(r, assignment)
    by_class, first = _slots_of_classes(r)
    owner, tier = _held(r, assignment)
    found = np.zeros(len(r.merit), dtype=np.bool_)
    _mark_blocking(
        r.indptr, r.contract_class, r.contract_term, r.contract_traits, r.merit, r.ticket,
        r.slot_tiers, r.slot_terms, assignment.contract, by_class, first, owner, tier, found,
    )  # fmt: skip
    return np.flatnonzero(found)


def cutoffs(r: Round, assignment: Assignment) -> Cutoffs:
    """Return where each group of like slots stopped.

    Raises: ValueError, naming the first applicant, where the outcome is not one of this round.
    Source: Azevedo and Leshno (2016), Journal of Political Economy 124, 1235-1268.
    """
    _refuse_foreign_outcome(r, assignment)
    columns = np.column_stack([r.slot_class.astype(np.uint64), r.slot_terms.astype(np.uint64), r.slot_tiers])
    _distinct, group = np.unique(columns, axis=0, return_inverse=True)
    group = group.reshape(-1).astype(np.int64)
    groups = len(_distinct)
    by_rank = np.lexsort((r.slot_rank, group))
    slot = by_rank[np.searchsorted(group[by_rank], np.arange(groups))]
    owner, tier = _held(r, assignment)
    full = np.bincount(group, weights=owner == NOBODY, minlength=groups) == 0
    seats = np.flatnonzero((owner != NOBODY) & (tier != HOLDER))
    contract = assignment.contract[owner[seats]]
    merit, ticket = r.merit[contract], r.ticket[owner[seats]]
    # The last of each group in this order is its worst.
    worst_last = np.lexsort((ticket, -merit, tier[seats], group[seats]))
    ends = np.searchsorted(group[seats][worst_last], np.arange(groups), side="right") - 1
    has = ends >= 0
    has[has] = group[seats][worst_last[ends[has]]] == np.flatnonzero(has)
    at = worst_last[ends[has]]
    told = Cutoffs(
        group, slot, full, np.full(groups, HOLDER), np.full(groups, np.nan), np.zeros(groups, dtype=np.uint64)
    )
    told.tier[has], told.merit[has], told.ticket[has] = tier[seats][at], merit[at], ticket[at]
    return told


def tiers_of(r: Round, contracts: IntArray, slots: IntArray) -> IntArray:
    """Return the tier of each contract in the slot beside it: 0 first, -1 its holder, T not acceptable there.

    Parameters: `contracts`, `slots`: shape (k,); each slot is taken to be of the contract's class.
    """
    masks = r.slot_tiers[slots]
    shares = (masks == 0) | ((masks & r.contract_traits[contracts][:, None]) != 0)
    last = masks.shape[1]
    tier: IntArray = np.where(shares.any(axis=1), shares.argmax(axis=1), last)
    hosted = ((r.slot_terms[slots] >> r.contract_term[contracts]) & 1) == 1
    tier[~hosted | np.isnan(r.merit[contracts])] = last
    tier[r.slot_holder[slots] == contracts] = HOLDER
    return tier


def _held(r: Round, assignment: Assignment) -> tuple[IntArray, IntArray]:
    """Return per slot the applicant who holds it, or -1, and the tier by which."""
    owner = np.full(len(r.slot_class), NOBODY, dtype=np.int64)
    tier = np.zeros(len(r.slot_class), dtype=np.int64)
    seated = np.flatnonzero(assignment.slot != NOBODY)
    slot = assignment.slot[seated]
    owner[slot] = seated
    tier[slot] = tiers_of(r, assignment.contract[seated], slot)
    return owner, tier


def _slots_of_classes(r: Round) -> tuple[IntArray, IntArray]:
    by_class = np.argsort(r.slot_class, kind="stable")
    return by_class, np.searchsorted(r.slot_class[by_class], np.arange(r.classes + 1))


def _refuse_foreign_outcome(r: Round, assignment: Assignment) -> None:
    contract, slot = assignment.contract, assignment.slot
    if contract.shape != (r.applicants,) or slot.shape != (r.applicants,):
        raise ValueError(
            f"an outcome of this round has {r.applicants} rows, not {contract.shape} and {slot.shape}"
        )
    complaints: list[tuple[int, str]] = []

    def note(wrong: BoolArray, rows: IntArray, why: str) -> None:
        if wrong.any():
            complaints.append((int(rows[np.flatnonzero(wrong)[0]]), why))

    everybody = np.arange(r.applicants)
    note(
        (contract == NOBODY) != (slot == NOBODY), everybody, "holds a contract without a slot or the reverse"
    )
    note((slot < NOBODY) | (slot >= len(r.slot_class)), everybody, "holds a slot that does not exist")
    strange = (contract != NOBODY) & ((contract < r.indptr[:-1]) | (contract >= r.indptr[1:]))
    note(strange, everybody, "holds a contract of somebody else")
    if not complaints:
        seated = np.flatnonzero(slot != NOBODY)
        held, seat = contract[seated], slot[seated]
        note(r.contract_class[held] != r.slot_class[seat], seated, "holds a slot of another class")
        unfit = tiers_of(r, held, seat) == r.slot_tiers.shape[1]
        note(unfit, seated, "holds a slot that does not host and accept the contract")
        twice = np.ones(len(seated), dtype=np.bool_)
        twice[np.unique(seat, return_index=True)[1]] = False
        note(twice, seated, "holds a slot that somebody before holds")
    if complaints:
        row, why = min(complaints)
        raise ValueError(f"applicant {row} {why}")


@numba.njit(cache=True)
def _mark_blocking(
    indptr: IntArray,
    contract_class: ClassArray,
    contract_term: TermArray,
    contract_traits: MaskArray,
    merit: FloatArray,
    ticket: MaskArray,
    slot_tiers: MaskArray,
    slot_terms: TermArray,
    got: IntArray,
    by_class: IntArray,
    first: IntArray,
    owner: IntArray,
    tier: IntArray,
    found: BoolArray,
) -> None:
    for a in range(len(indptr) - 1):
        wanted_until = got[a] if got[a] != NOBODY else indptr[a + 1]
        for x in range(indptr[a], wanted_until):
            if np.isnan(merit[x]):
                continue
            c = contract_class[x]
            for place in range(first[c], first[c + 1]):
                s = by_class[place]
                if not (slot_terms[s] >> contract_term[x]) & 1:
                    continue
                own = -1
                for t in range(slot_tiers.shape[1]):
                    if slot_tiers[s, t] == 0 or slot_tiers[s, t] & contract_traits[x]:
                        own = t
                        break
                if own < 0:
                    continue
                b = owner[s]
                if b == NOBODY or tier[s] > own:
                    found[x] = True
                elif b != a and tier[s] == own:
                    theirs = merit[got[b]]
                    found[x] |= theirs < merit[x] or (theirs == merit[x] and ticket[b] > ticket[a])
                if found[x]:
                    break
