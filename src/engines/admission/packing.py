"""A round packed for the kernel: one short row a contract, one block of keys a class."""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from engines.admission.market import NOBODY, ClassArray, FloatArray, IntArray, MaskArray, Round, TermArray

RowArray = npt.NDArray[np.uint32]
EMPTY = np.iinfo(np.int64).max  # the key of a slot nobody holds: worse than any
LAST = 1 << 31  # marks the last contract of a list, beside the rank
NO_CLASS = (1 << 32) - 1
NARROW, WIDE = 4, 8  # bits that name a tier: 0 holder, 1.. tiers, all ones not acceptable
HEAD = 2  # words of a row before the tiers: block of the class, rank within it


class Packed(NamedTuple):
    """What the kernel reads and writes.

    `rows`: (m * stride,) uint32: block of the class, rank of the contract within the class by merit and ticket
        (the top bit marks the last of a list), then the tier of the contract in each run of the class.
    `block`: int64, per class: number of runs, size of each run, then one key a slot, a heap a run.
        A key is tier | rank | contract, so the least is the best.
    A run is an unbroken row of like slots of a class without holders, or one slot with a holder.
    """

    rows: RowArray
    stride: int
    block: IntArray
    bits: int
    rank_bits: int
    index_bits: int
    order: IntArray  # slots by class and rank, as they stand in the blocks


def pack(r: Round) -> Packed:
    """Pack a round; ValueError where two people tie in merit and ticket in one class."""
    order = np.lexsort((r.slot_rank, r.slot_class))
    starts = _starts_of_runs(r, order)
    first = np.flatnonzero(starts)
    run_class = r.slot_class[order[first]]
    runs_of_class = np.bincount(run_class, minlength=r.classes)
    slots_of_class = np.bincount(r.slot_class, minlength=r.classes)
    sizes = np.where(runs_of_class > 0, 1 + runs_of_class + slots_of_class, 0)
    offset = np.concatenate([[0], np.cumsum(sizes)])
    block = np.full(int(offset[-1]), EMPTY, dtype=np.int64)
    run_of_class = np.concatenate([[0], np.cumsum(runs_of_class)])
    _lay_blocks(block, offset, run_of_class, np.diff(np.append(first, len(order))))

    bits = NARROW if r.slot_tiers.shape[1] < (1 << NARROW) - 1 else WIDE
    words = -(-int(runs_of_class.max(initial=1)) * bits // 32)
    stride = HEAD + words
    rows = np.empty(len(r.merit) * stride, dtype=np.uint32)
    ranks, tied = _rank(r, rows, stride)
    if tied >= 0:
        raise ValueError(
            f"contract_class, row {tied}: {r.contract_class[tied]} has another person's contract with the same "
            "merit and the same ticket, so nothing decides between them"
        )
    slot = order[first]
    _write_rows(
        rows, stride, bits, r.indptr, r.contract_class, r.contract_term, r.contract_traits, r.merit,
        offset, run_of_class, r.slot_terms[slot], r.slot_tiers[slot], r.slot_holder[slot],
    )  # fmt: skip
    rank_bits, index_bits = ranks.bit_length(), len(r.merit).bit_length()
    if bits + rank_bits + index_bits > 63 or len(block) >= NO_CLASS or ranks >= LAST:
        raise ValueError(f"{len(r.merit)} contracts are more than one round can hold")
    return Packed(rows, stride, block, bits, rank_bits, index_bits, order)


def _starts_of_runs(r: Round, order: IntArray) -> npt.NDArray[np.bool_]:
    """Return whether each slot, in this order, begins a run."""
    starts = np.ones(len(order), dtype=bool)
    now, before = order[1:], order[:-1]
    starts[1:] = (
        (r.slot_class[now] != r.slot_class[before])
        | (r.slot_terms[now] != r.slot_terms[before])
        | (r.slot_tiers[now] != r.slot_tiers[before]).any(axis=1)
        | (r.slot_holder[now] != NOBODY)
        | (r.slot_holder[before] != NOBODY)
    )
    return starts


def _rank(r: Round, rows: RowArray, stride: int) -> tuple[int, int]:
    """Write each contract's rank within its class; return what no rank reaches and the first tie, or -1."""
    by_ticket = np.argsort(r.ticket, kind="stable")
    counts = np.bincount(r.contract_class, minlength=r.classes)
    start = np.concatenate([[0], np.cumsum(counts)])
    tied = _write_ranks(rows, stride, r.indptr, by_ticket, r.ticket, r.contract_class, r.merit, start)
    return 2 * int(counts.max(initial=0)) + 1, int(tied)


@numba.njit(cache=True)
def _lay_blocks(block: IntArray, offset: IntArray, run_of_class: IntArray, run_size: IntArray) -> None:
    for c in range(len(offset) - 1):
        first, last = run_of_class[c], run_of_class[c + 1]
        if first < last:
            block[offset[c]] = last - first
            for run in range(first, last):
                block[offset[c] + 1 + run - first] = run_size[run]


@numba.njit(cache=True)
def _write_ranks(
    rows: RowArray,
    stride: int,
    indptr: IntArray,
    by_ticket: IntArray,
    ticket: MaskArray,
    contract_class: ClassArray,
    merit: FloatArray,
    start: IntArray,
) -> int:
    """Scatter contracts to their classes in the order of tickets, then sort each class stably by merit."""
    m = len(merit)
    contract = np.empty(m, dtype=np.int32)
    owner = np.empty(m, dtype=np.int32)
    demerit = np.empty(m, dtype=np.float64)
    fill = start[:-1].copy()
    for a in by_ticket:
        for x in range(indptr[a], indptr[a + 1]):
            to = fill[contract_class[x]]
            contract[to], owner[to] = x, a
            demerit[to] = np.inf if np.isnan(merit[x]) else -merit[x]
            fill[contract_class[x]] = to + 1
    tied = -1
    for c in range(len(start) - 1):
        low, high = start[c], start[c + 1]
        if low == high:
            continue
        sorted_places = np.argsort(demerit[low:high], kind="mergesort")
        before = low + sorted_places[0]
        for rank in range(high - low):
            now = low + sorted_places[rank]
            x = contract[now]
            rows[x * stride + 1] = 2 * rank + 1  # even ranks stay free for marks that nobody has
            same = demerit[now] == demerit[before] and ticket[owner[now]] == ticket[owner[before]]
            if same and owner[now] != owner[before] and demerit[now] != np.inf and (tied < 0 or x < tied):
                tied = x
            before = now
    return tied


@numba.njit(cache=True)
def _write_rows(
    rows: RowArray,
    stride: int,
    bits: int,
    indptr: IntArray,
    contract_class: ClassArray,
    contract_term: TermArray,
    contract_traits: MaskArray,
    merit: FloatArray,
    offset: IntArray,
    run_of_class: IntArray,
    run_terms: TermArray,
    run_tiers: MaskArray,
    run_holder: IntArray,
) -> None:
    none = (1 << bits) - 1
    a_word = 32 // bits
    for a in range(len(indptr) - 1):
        for x in range(indptr[a], indptr[a + 1]):
            base = x * stride
            c = contract_class[x]
            first, last = run_of_class[c], run_of_class[c + 1]
            rows[base] = offset[c] if first < last else NO_CLASS
            if x == indptr[a + 1] - 1:
                rows[base + 1] |= np.uint32(LAST)
            for word in range(stride - HEAD):
                packed = np.int64(0)
                for place in range(a_word):
                    run = first + word * a_word + place
                    tier = none
                    if run < last:
                        if run_holder[run] == x:
                            tier = 0
                        elif not np.isnan(merit[x]) and (run_terms[run] >> contract_term[x]) & 1:
                            tier = _tier(contract_traits[x], run_tiers[run], none)
                    packed |= tier << (place * bits)
                rows[base + HEAD + word] = packed


@numba.njit(cache=True)
def _tier(traits: np.uint64, tiers: MaskArray, none: int) -> int:
    """Return 1 for the first tier, 2 for the second, `none` where no tier takes these traits."""
    for t in range(len(tiers)):
        if tiers[t] == 0 or tiers[t] & traits:
            return t + 1
    return none
