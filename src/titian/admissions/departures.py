"""Changes against the rule as they stand in a bundle: what each does to the arrays, so that anybody can do it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

SEAT, REMOVE = "seat", "remove"
NOWHERE = -1  # of a slot: the person holds a seat already; of a contract: taken out of all
Arrays = Mapping[str, Sequence[Any]]


class Wanted(NamedTuple):
    """One change two persons agreed to: `contract` is the seat's contract in the arrays, NOWHERE to take out."""

    number: str
    kind: str
    contract: int
    cause: str
    basis: str


class NoSeat(Exception):
    """Every seat that could host this contract is held by somebody who cannot lose it."""


def placed(arrays: Arrays, applicants: Sequence[str], wanted: Sequence[Wanted]) -> list[dict[str, Any]]:
    """Return the changes as a bundle tells them, each seat with its slot: the last in the order of the decree.

    The last seat of a class is the one open to most, so no guaranteed seat is given away. Who holds a seat already,
    by an earlier run, needs no slot. Raises: NoSeat.
    """
    rows = {number: row for row, number in enumerate(applicants)}
    known = [one for one in wanted if one.number in rows]
    freed = arrays_with(
        arrays, [one._asdict() | {"slot": NOWHERE} for one in known if one.kind == REMOVE], rows
    )
    holders = list(freed["slot_holder"])
    told = []
    for one in known:
        slot = NOWHERE
        if one.kind == SEAT and not any(x in holders for x in _own(arrays, rows[one.number])):
            slot = _last_free(arrays, holders, one.contract)
            holders[slot] = one.contract
        told.append({**one._asdict(), "slot": slot})
    return told


def arrays_with(
    arrays: Arrays, changes: Sequence[Mapping[str, Any]], rows: Mapping[str, int]
) -> dict[str, Sequence[Any]]:
    """Return the arrays of a round with the changes in them; `rows`: application number -> applicant."""
    merit, holders = list(arrays["merit"]), list(arrays["slot_holder"])
    for one in changes:
        if one["kind"] == REMOVE:
            own = _own(arrays, rows[one["number"]])
            for x in own:
                merit[x] = None
            holders = [NOWHERE if holder in own else holder for holder in holders]
    for one in changes:
        if one["kind"] == SEAT and one["slot"] != NOWHERE:
            holders[one["slot"]] = one["contract"]
    return {**arrays, "merit": merit, "slot_holder": holders}


def losers_of(
    alone: Sequence[int],
    together: Sequence[int],
    numbers: Sequence[str],
    changes: Sequence[Mapping[str, Any]],
) -> list[str]:
    """Return who is worse off with the changes than by the rule alone, those whom they name aside.

    `alone`, `together`: the contract of each applicant; a lower one is liked better, none is worst.
    """
    named = {one["number"] for one in changes}
    return [
        number
        for number, before, after in zip(numbers, alone, together, strict=True)
        if number not in named and before >= 0 and (after < 0 or after > before)
    ]


def _own(arrays: Arrays, row: int) -> range:
    return range(arrays["indptr"][row], arrays["indptr"][row + 1])


def _last_free(arrays: Arrays, holders: Sequence[int], contract: int) -> int:
    free = [
        (arrays["slot_rank"][slot], slot)
        for slot, where in enumerate(arrays["slot_class"])
        if where == arrays["contract_class"][contract]
        and holders[slot] == NOWHERE
        and arrays["slot_terms"][slot] >> arrays["contract_term"][contract] & 1
    ]
    if not free:
        raise NoSeat
    return max(free)[1]
