"""The same rule written a second time, in another way, to be compared with before a result is published.

Plain one-to-one deferred acceptance: a person goes contract by contract and, within a contract, slot by slot in the
order of the class; a slot keeps the best who asked. No packing, no ranks, no runs, no compiled code.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator

import numpy as np

from engines.admission.market import NOBODY, Assignment, Round

Door = tuple[tuple[float, float, int], int, int]


def assign(r: Round) -> Assignment:
    """Return the outcome of the round; shapes and errors as `engines.admission.assign`.

    Source: Gale and Shapley (1962), American Mathematical Monthly 69, 9-15, on the market of slots that Kominers and
        Sönmez (2016, section 3.2) associate with a round.
    """
    slots = _slots_in_order(r)
    walks = [_doors(r, a, slots) for a in range(r.applicants)]
    held: dict[int, Door] = {}  # slot: how good, contract, person
    waiting = deque(range(r.applicants))
    while waiting:
        person = waiting.popleft()
        for how_good, contract, slot in walks[person]:  # goes on where it stopped
            holder = held.get(slot)
            if holder is not None and holder[0] <= how_good:
                if holder[0] == how_good:
                    raise ValueError(
                        f"applicants {holder[2]} and {person} tie and nothing decides between them"
                    )
                continue
            held[slot] = (how_good, contract, person)
            if holder is not None:
                waiting.append(holder[2])
            break
    outcome = Assignment(np.full(r.applicants, NOBODY), np.full(r.applicants, NOBODY))
    for slot, (_how_good, contract, person) in held.items():
        outcome.contract[person], outcome.slot[person] = contract, slot
    return outcome


def _slots_in_order(r: Round) -> dict[int, list[int]]:
    slots: dict[int, list[int]] = {}
    for slot in sorted(range(len(r.slot_class)), key=lambda s: int(r.slot_rank[s])):
        slots.setdefault(int(r.slot_class[slot]), []).append(slot)
    return slots


def _doors(r: Round, person: int, slots: dict[int, list[int]]) -> Iterator[Door]:
    """Yield where this person may ask, best first: how good the contract is there (less is better), contract, slot."""
    ticket = int(r.ticket[person])
    for contract in range(int(r.indptr[person]), int(r.indptr[person + 1])):
        merit = float(r.merit[contract])
        for slot in slots.get(int(r.contract_class[contract]), ()):
            if int(r.slot_holder[slot]) == contract:
                yield (-1.0, 0.0, 0), contract, slot
            elif not math.isnan(merit) and int(r.slot_terms[slot]) >> int(r.contract_term[contract]) & 1:
                tier = _first_tier(int(r.contract_traits[contract]), r.slot_tiers[slot].tolist())
                if tier is not None:
                    yield (float(tier), -merit, ticket), contract, slot


def _first_tier(traits: int, masks: list[int]) -> int | None:
    for tier, mask in enumerate(masks):
        if mask == 0 or mask & traits:
            return tier
    return None
