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
ENTRY = 3  # words of a contract on the way to its class
INDEX, TERM, ENDS = (1 << 32) - 1, 32, 34  # where an entry says the contract, its term, and the end of a list
WAVES = 4
REFUSED = np.iinfo(np.int64).max
HEAD = 2  # words of a row before the tiers: block of the class, rank within it


class Packed(NamedTuple):
    """What the kernel reads and writes.

    `rows`: (m * stride,) uint32: block of the class, rank of the contract within the class by merit and ticket
        (the top bit marks the last of a list), then the tier of the contract in each run of the class.
    `block`: int64, per class: number of runs, size of each run, the worst key of each run, then all other keys run by
        run: a heap a run, whose root stands apart so that asking at every run reads one place. A key is
        tier | rank | contract, so the least is the best.
    A run is an unbroken row of like slots of a class without holders, or one slot with a holder.
    """

    rows: RowArray
    stride: int
    block: IntArray
    bits: int
    rank_bits: int
    index_bits: int
    order: IntArray  # slots by class and rank, as they stand in the blocks
    turn: IntArray  # applicants in the order in which they propose


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
    by_ticket = np.argsort(r.ticket, kind="stable")
    counts = np.bincount(r.contract_class, minlength=r.classes)
    start = np.concatenate([[0], np.cumsum(counts)])
    entries = np.empty(len(r.merit) * ENTRY, dtype=np.int64)
    _bring(entries, start, by_ticket, r.indptr, r.contract_class, r.contract_term, r.contract_traits, r.merit)
    slot = order[first]
    drawn = r.ticket[by_ticket]
    tied = _write_rows(
        rows, stride, bits, entries, start, offset, run_of_class, r.slot_terms[slot], r.slot_tiers[slot],
        r.slot_holder[slot], r.indptr, r.ticket, bool((drawn[1:] == drawn[:-1]).any()),
    )  # fmt: skip
    if tied >= 0:
        raise ValueError(
            f"contract_class, row {tied}: {r.contract_class[tied]} has another person's contract with the same "
            "merit and the same ticket, so nothing decides between them"
        )
    ranks = 2 * int(counts.max(initial=0)) + 1  # what no rank reaches
    rank_bits, index_bits = ranks.bit_length(), len(r.merit).bit_length()
    if bits + rank_bits + index_bits > 63 or len(block) >= NO_CLASS or ranks >= LAST:
        raise ValueError(f"{len(r.merit)} contracts are more than one round can hold")
    return Packed(rows, stride, block, bits, rank_bits, index_bits, order, _turns(r))


def _turns(r: Round) -> IntArray:
    """Return the applicants in four waves, the better first, within a wave as they stand.

    The outcome does not depend on it. But where the better come later, each sends others on, one after the other; and
    in the order of merit alone, memory would be read in no order at all.
    """
    if not r.merit.size:
        return np.arange(r.applicants)
    first = r.merit[np.minimum(r.indptr[:-1], len(r.merit) - 1)]
    marks = np.nan_to_num(first, nan=np.finfo(np.float64).min)
    cuts = np.sort(marks[:: max(1, len(marks) // 10_000)])
    cuts = cuts[len(cuts) * np.arange(1, WAVES) // WAVES]
    waves = (WAVES - np.searchsorted(cuts, marks, side="right")).astype(np.uint8)
    return np.argsort(waves, kind="stable")


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


@numba.njit(cache=True)
def _lay_blocks(block: IntArray, offset: IntArray, run_of_class: IntArray, run_size: IntArray) -> None:
    for c in range(len(offset) - 1):
        first, last = run_of_class[c], run_of_class[c + 1]
        if first < last:
            block[offset[c]] = last - first
            for run in range(first, last):
                block[offset[c] + 1 + run - first] = run_size[run]


@numba.njit(cache=True)
def _bring(
    entries: IntArray,
    start: IntArray,
    by_ticket: IntArray,
    indptr: IntArray,
    contract_class: ClassArray,
    contract_term: TermArray,
    contract_traits: MaskArray,
    merit: FloatArray,
) -> None:
    """Bring the contracts to their classes in the order of tickets, each with all that its row needs.

    An entry is what sorts it (the less the better), the contract with its term and whether it ends a list, its traits.
    """
    fill = start[:-1].copy()
    for a in by_ticket:
        for x in range(indptr[a], indptr[a + 1]):
            c = contract_class[x]
            to = fill[c] * ENTRY
            fill[c] += 1
            entries[to] = REFUSED if np.isnan(merit[x]) else ~_in_order(merit[x])
            ends = np.int64(x == indptr[a + 1] - 1)
            entries[to + 1] = x | np.int64(contract_term[x]) << TERM | ends << ENDS
            entries[to + 2] = np.int64(contract_traits[x])


@numba.njit(cache=True, inline="always")
def _in_order(mark: float) -> np.int64:
    """Return a whole number that orders as the mark does."""
    bits = np.float64(mark + 0.0).view(np.int64)  # minus zero becomes zero
    return bits ^ ((bits >> 63) & REFUSED)


@numba.njit(cache=True)
def _write_rows(
    rows: RowArray,
    stride: int,
    bits: int,
    entries: IntArray,
    start: IntArray,
    offset: IntArray,
    run_of_class: IntArray,
    run_terms: TermArray,
    run_tiers: MaskArray,
    run_holder: IntArray,
    indptr: IntArray,
    ticket: MaskArray,
    repeats: bool,
) -> int:
    """Sort each class stably and write the row of each contract at once; return the first who ties, or -1."""
    most = 0
    for c in range(len(start) - 1):
        most = max(most, start[c + 1] - start[c])
    contract, hosted = np.empty(most, dtype=np.int64), np.empty(most, dtype=np.uint32)
    traits, words = np.empty(most, dtype=np.uint64), np.empty((stride - HEAD, most), dtype=np.uint32)
    tied = -1
    for c in range(len(start) - 1):
        low, count = start[c], start[c + 1] - start[c]
        if count == 0:
            continue
        sort_keys = entries[low * ENTRY : start[c + 1] * ENTRY : ENTRY].copy()
        places = np.argsort(sort_keys, kind="mergesort")
        for rank in range(count):
            entry = (low + places[rank]) * ENTRY
            contract[rank] = entries[entry + 1]
            term = (entries[entry + 1] >> TERM) & 3
            hosted[rank] = 0 if entries[entry] == REFUSED else 1 << term
            traits[rank] = np.uint64(entries[entry + 2])
        first, last = run_of_class[c], run_of_class[c + 1]
        _write_tiers(
            words, bits, count, contract, hosted, traits, run_terms[first:last], run_tiers[first:last],
            run_holder[first:last],
        )  # fmt: skip
        at = offset[c] if first < last else NO_CLASS
        for rank in range(count):
            base = (contract[rank] & INDEX) * stride
            rows[base] = at
            # Even ranks stay free for marks that nobody has.
            rows[base + 1] = 2 * rank + 1 | (LAST if contract[rank] >> ENDS else 0)
            for word in range(stride - HEAD):
                rows[base + HEAD + word] = words[word, rank]
        if repeats:
            for rank in range(1, count):
                x = contract[rank] & INDEX
                one, other = _owner(indptr, contract[rank - 1] & INDEX), _owner(indptr, x)
                same = sort_keys[places[rank - 1]] == sort_keys[places[rank]] != REFUSED
                if same and one != other and ticket[one] == ticket[other] and (tied < 0 or x < tied):
                    tied = x
    return tied


@numba.njit(cache=True)
def _write_tiers(
    words: RowArray,
    bits: int,
    count: int,
    contract: IntArray,
    hosted: RowArray,
    traits: MaskArray,
    run_terms: TermArray,
    run_tiers: MaskArray,
    run_holder: IntArray,
) -> None:
    """Write in which tier of each run of a class its contracts are: run by run, so that no step asks the one before."""
    none = np.uint32((1 << bits) - 1)
    a_word = 32 // bits
    tier = np.empty(count, dtype=np.uint32)
    words[:, :count] = NO_CLASS
    for run in range(len(run_terms)):
        word, shift = run // a_word, np.uint32(bits * (run % a_word))
        tier[:] = none
        for t in range(run_tiers.shape[1] - 1, -1, -1):
            mask = run_tiers[run, t]
            if mask == 0:
                tier[:] = t + 1
            else:
                for rank in range(count):
                    tier[rank] = np.uint32(t + 1) if traits[rank] & mask else tier[rank]
        hosts, holder = np.uint32(run_terms[run]), run_holder[run]
        for rank in range(count):
            told = tier[rank] if hosts & hosted[rank] else none
            words[word, rank] ^= (none ^ told) << shift
        if holder != NOBODY:
            for rank in range(count):
                if contract[rank] & INDEX == holder:
                    words[word, rank] &= ~(none << shift)


@numba.njit(cache=True)
def _owner(indptr: IntArray, contract: np.int64) -> np.int64:
    return np.searchsorted(indptr, contract, side="right") - 1
