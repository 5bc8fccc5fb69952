"""The rule written a second time, to be compared with before a result is published.

Plain one-to-one deferred acceptance, as in `engines.admission.reference` and compiled so that a nation can be compared
too: a person goes contract by contract and, within a contract, slot by slot in the order of the class; a slot keeps
the best who asked. It shares nothing with `kernel`: no packing, no ranks, no runs, no heaps; people ask in rounds.
"""

from __future__ import annotations

import numba
import numpy as np

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

HOLDER = -1  # a tier before every tier


def assign(r: Round) -> Assignment:
    """Return the outcome of the round; shapes and errors as `engines.admission.assign`.

    Source: Gale and Shapley (1962), American Mathematical Monthly 69, 9-15, on the market of slots that Kominers and
        Sönmez (2016, section 3.2) associate with a round.
    """
    by_class = np.lexsort((r.slot_rank, r.slot_class))
    first = np.searchsorted(r.slot_class[by_class], np.arange(r.classes + 1))
    contract = np.full(r.applicants, NOBODY, dtype=np.int64)
    slot = np.full(r.applicants, NOBODY, dtype=np.int64)
    one, other = _ask(
        r.indptr, r.contract_class, r.contract_term, r.contract_traits, r.merit, r.ticket,
        r.slot_tiers, r.slot_terms, r.slot_holder, by_class, first, contract, slot,
    )  # fmt: skip
    if one != NOBODY:
        raise ValueError(f"applicants {one} and {other} tie and nothing decides between them")
    return Assignment(contract, slot)


@numba.njit(cache=True)
def _ask(
    indptr: IntArray,
    contract_class: ClassArray,
    contract_term: TermArray,
    contract_traits: MaskArray,
    merit: FloatArray,
    ticket: MaskArray,
    slot_tiers: MaskArray,
    slot_terms: TermArray,
    slot_holder: IntArray,
    by_class: IntArray,
    first: IntArray,
    contract: IntArray,
    slot: IntArray,
) -> tuple[int, int]:
    """Fill `contract` and `slot`; return two who tie, or twice -1."""
    people, slots, last = len(indptr) - 1, len(by_class), slot_tiers.shape[1]
    sits = np.full(slots, NOBODY, dtype=np.int64)  # who holds a slot, and by which tier
    by_tier = np.zeros(slots, dtype=np.int64)
    at = indptr[:-1].copy()  # where each person is: the contract, and how many slots of its class were asked
    asked = np.zeros(people, dtype=np.int64)
    waiting, next_time = np.arange(people), np.empty(people, dtype=np.int64)
    count = people
    while count:
        sent_on = 0
        for place in range(count):
            person = waiting[place]
            seated = False
            while at[person] < indptr[person + 1] and not seated:
                x = at[person]
                c = contract_class[x]
                if first[c] + asked[person] == first[c + 1]:
                    at[person] += 1
                    asked[person] = 0
                    continue
                s = by_class[first[c] + asked[person]]
                asked[person] += 1
                tier = HOLDER
                if slot_holder[s] != x:
                    if np.isnan(merit[x]) or not (slot_terms[s] >> contract_term[x]) & 1:
                        continue
                    tier = 0
                    while (
                        tier < last and slot_tiers[s, tier] and not slot_tiers[s, tier] & contract_traits[x]
                    ):
                        tier += 1
                    if tier == last:
                        continue
                before = sits[s]
                if before != NOBODY:
                    if by_tier[s] < tier:
                        continue
                    if by_tier[s] == tier:
                        theirs = merit[contract[before]]
                        if theirs > merit[x]:
                            continue
                        if theirs == merit[x]:
                            if ticket[before] == ticket[person]:
                                return before, person
                            if ticket[before] < ticket[person]:
                                continue
                    contract[before], slot[before] = NOBODY, NOBODY
                    next_time[sent_on] = before
                    sent_on += 1
                sits[s], by_tier[s] = person, tier
                contract[person], slot[person] = x, s
                seated = True
        waiting, next_time, count = next_time, waiting, sent_on
    return NOBODY, NOBODY
