"""Changes against the rule as they stand in a bundle: what each does to the arrays, so that anybody can do it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from titian.admissions.arrays import Arrays, IntArray

SEAT, REMOVE = "seat", "remove"
NOWHERE = -1  # of a slot: the person holds a seat already; of a contract: taken out of all


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
    rows = {number: row for row, number in enumerate(applicants)} if wanted else {}
    known = [one for one in wanted if one.number in rows]
    freed = arrays_with(
        arrays, [one._asdict() | {"slot": NOWHERE} for one in known if one.kind == REMOVE], applicants
    )
    holders = freed["slot_holder"].copy()
    told = []
    for one in known:
        slot = NOWHERE
        if one.kind == SEAT and not _are_of(arrays, rows[one.number], holders).any():
            slot = _last_free(arrays, holders, one.contract)
            holders[slot] = one.contract
        told.append({**one._asdict(), "slot": slot})
    return told


def arrays_with(arrays: Arrays, changes: Sequence[Mapping[str, Any]], applicants: Sequence[str]) -> Arrays:
    """Return the arrays of a round with the changes in them; `applicants`: the application number of each."""
    if not changes:
        return arrays
    rows = {number: row for row, number in enumerate(applicants)}
    merit, holders = arrays["merit"].copy(), arrays["slot_holder"].copy()
    for one in changes:
        if one["kind"] == REMOVE:
            row = rows[one["number"]]
            merit[arrays["indptr"][row] : arrays["indptr"][row + 1]] = np.nan
            holders[_are_of(arrays, row, holders)] = NOWHERE
    for one in changes:
        if one["kind"] == SEAT and one["slot"] != NOWHERE:
            holders[one["slot"]] = one["contract"]
    return {**arrays, "merit": merit, "slot_holder": holders}


def losers_of(
    alone: IntArray, together: IntArray, numbers: Sequence[str], changes: Sequence[Mapping[str, Any]]
) -> list[str]:
    """Return who is worse off with the changes than by the rule alone, those whom they name aside.

    `alone`, `together`: the contract of each applicant; a lower one is liked better, none is worst.
    """
    named = {one["number"] for one in changes}
    worse = np.flatnonzero((alone >= 0) & ((together < 0) | (together > alone))).tolist()
    return [numbers[row] for row in worse if numbers[row] not in named]


def _are_of(arrays: Arrays, row: int, contracts: IntArray) -> npt.NDArray[np.bool_]:
    """Return which of the contracts are this applicant's."""
    first, end = arrays["indptr"][row : row + 2]
    own: npt.NDArray[np.bool_] = (contracts >= first) & (contracts < end)
    return own


def _last_free(arrays: Arrays, holders: IntArray, contract: int) -> int:
    hosts = (arrays["slot_terms"] >> arrays["contract_term"][contract]) & 1 == 1
    free = np.flatnonzero(
        hosts & (arrays["slot_class"] == arrays["contract_class"][contract]) & (holders == NOWHERE)
    )
    if not free.size:
        raise NoSeat
    return int(free[np.argmax(arrays["slot_rank"][free])])
