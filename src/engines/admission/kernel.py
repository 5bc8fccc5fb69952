"""Deferred acceptance over packed rows."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from engines.admission.market import NOBODY, Assignment, IntArray, Round
from engines.admission.packing import EMPTY, HEAD, LAST, NO_CLASS, Packed, pack


def assign(r: Round) -> Assignment:
    """Return who gets which seat by cumulative offers with slot-specific priorities.

    Parameters: `r`, a round; its arrays are not changed.
    Returns: per applicant the contract and the slot held, shape (n,), or -1. Among like slots of a class those
        of lower rank hold the better contracts.
    Raises: ValueError, naming the first row, where two people tie in merit and ticket in one class.
    Source: Kominers and Sönmez (2016), Theoretical Economics 11, 683-710. The outcome is that of one-to-one
        deferred acceptance in which each person goes contract by contract, slot by slot (their section 3.2).
    """
    packed = pack(r)
    solve(packed, r.indptr)
    return unpack(packed, r)


def solve(packed: Packed, indptr: IntArray) -> None:
    """Fill the keys of `packed.block`."""
    _solve(packed, indptr)


def unpack(packed: Packed, r: Round) -> Assignment:
    """Read the holders from the blocks."""
    slot_of: npt.NDArray[Any] = np.full(len(r.merit), NOBODY, dtype=np.int32)
    _read_blocks(packed.block, packed.index_bits, packed.order, slot_of)
    contract = np.full(r.applicants, NOBODY, dtype=np.int64)
    slot = np.full(r.applicants, NOBODY, dtype=np.int64)
    _read_applicants(r.indptr, slot_of, contract, slot)
    return Assignment(contract, slot)


@numba.njit(cache=True)
def _solve(packed: Packed, indptr: IntArray) -> None:
    """Each applicant in turn proposes down the list; the order in which they come does not change the outcome."""
    log = np.empty((0, 2), dtype=np.int64)
    for a in packed.turn:
        if indptr[a] < indptr[a + 1]:
            walk(packed, indptr[a], NOBODY, 0, False, log, 0)


@numba.njit(cache=True, inline="always")
def walk(
    packed: Packed,
    start: int,
    asked: int,
    asked_rank: int,
    keeps: bool,
    log: IntArray,
    used: int,
) -> tuple[np.int64 | int, IntArray, int]:
    """Propose from contract `start` down its owner's list; whoever is put out goes on from the next run.

    A contract refused by a run is refused for good, since a run's worst key only improves. The contract `asked` (-1:
    none) comes with another rank, as the last of its owner's list. Where `keeps`, what is overwritten is noted in
    `log`, shape (k, 2), place and former key, from row `used` on.
    Returns: the contract whose owner came to the end of the list, or -1 where an empty seat ended the walk; the log,
        longer where it was full; and how many of its rows are used.
    """
    rows, stride, block = packed.rows, packed.stride, packed.block
    bits, rank_bits, index_bits = packed.bits, packed.rank_bits, packed.index_bits
    none = (1 << bits) - 1
    a_word = 32 // bits
    index_mask = (np.int64(1) << index_bits) - 1
    x, run = np.int64(start), 0
    while True:
        base = x * stride
        at = np.int64(rows[base])
        rank = np.int64(rows[base + 1])
        if x == asked:
            rank = np.int64(asked_rank | LAST)
        is_last = rank >= LAST
        out = np.int64(-1)
        if at != NO_CLASS:
            tail = ((rank & (LAST - 1)) << index_bits) | x
            runs = block[at]
            keys = at + 1 + runs
            for passed in range(run):
                keys += block[at + 1 + passed]
            while run < runs:
                size = block[at + 1 + run]
                word = np.int64(rows[base + HEAD + run // a_word])
                tier = (word >> (bits * (run % a_word))) & none
                if tier != none:
                    key = (tier << (rank_bits + index_bits)) | tail
                    if key < block[keys]:
                        out = block[keys]
                        if keeps:
                            log, used = _note(block, keys, size, log, used)
                        _replace_worst(block, keys, size, key)
                        break
                keys += size
                run += 1
        if out == EMPTY:
            return NOBODY, log, used
        if out >= 0:
            x = out & index_mask
            run += 1
        elif is_last:
            return x, log, used
        else:
            x += 1
            run = 0


@numba.njit(cache=True)
def _note(block: IntArray, keys: np.int64, size: np.int64, log: IntArray, used: int) -> tuple[IntArray, int]:
    """Note the keys of a run as they stand."""
    if used + size > len(log):
        longer = np.empty((2 * (used + size), 2), dtype=np.int64)
        longer[:used] = log[:used]
        log = longer
    for place in range(keys, keys + size):
        log[used, 0], log[used, 1] = place, block[place]
        used += 1
    return log, used


@numba.njit(cache=True, inline="always")
def _replace_worst(block: IntArray, keys: np.int64, size: np.int64, key: np.int64) -> None:
    """Put `key` in the place of the root of a heap whose root is the greatest."""
    place = 0
    while True:
        child = 2 * place + 1
        if child >= size:
            break
        if child + 1 < size and block[keys + child + 1] > block[keys + child]:
            child += 1
        if block[keys + child] <= key:
            break
        block[keys + place] = block[keys + child]
        place = child
    block[keys + place] = key


@numba.njit(cache=True)
def _read_blocks(block: IntArray, index_bits: int, order: IntArray, slot_of: IntArray) -> None:
    index_mask = (np.int64(1) << index_bits) - 1
    at, seat = 0, 0
    while at < len(block):
        runs = block[at]
        keys = at + 1 + runs
        for run in range(runs):
            size = block[at + 1 + run]
            for place, key in enumerate(np.sort(block[keys : keys + size])):
                if key != EMPTY:
                    slot_of[key & index_mask] = order[seat + place]
            keys += size
            seat += size
        at = keys


@numba.njit(cache=True)
def _read_applicants(indptr: IntArray, slot_of: IntArray, contract: IntArray, slot: IntArray) -> None:
    for a in range(len(indptr) - 1):
        for x in range(indptr[a], indptr[a + 1]):
            if slot_of[x] >= 0:
                contract[a], slot[a] = x, slot_of[x]
