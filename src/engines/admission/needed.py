"""What mark would have brought a seat that was refused? Found by the rule itself, everything else unchanged."""

from __future__ import annotations

import numba
import numpy as np

from engines.admission.kernel import walk
from engines.admission.market import NOBODY, ClassArray, FloatArray, IntArray, MaskArray, Round
from engines.admission.packing import Packed, pack

DEPTH = 64  # ranges within ranges: more than any number of applicants can be halved


def needed(r: Round, contracts: IntArray, step: IntArray, *, highest: float) -> FloatArray:
    """Return the least mark by which each contract, or one its owner likes better, would have been given.

    Parameters: `contracts`: (k,), each refused in the outcome of this round, or not acceptable.
        `step`: (k,), at least 1; marks are tried at these distances above the contract's own, up to `highest`.
    Returns: (k,), NaN where no such mark would do or where the contract is not acceptable at all.
    Raises: ValueError, naming the first row, where two people tie in merit and ticket in one class.

    The order of proposals does not change what deferred acceptance gives (McVitie and Wilson 1971, BIT 11, 295-309).
    So everybody else is seated first and the one who asks comes last, once for each mark tried; better merit never
    hurts its owner, so halving finds the least. Everybody else is seated for all who ask in n log n walks: a range of
    applicants is halved, and each half asks while the other sits.
    """
    told = np.full(len(contracts), np.nan)
    asked = np.flatnonzero(~np.isnan(r.merit[contracts]))
    asked = asked[np.argsort(contracts[asked], kind="stable")]
    if not asked.size:
        return told
    packed = pack(r)
    owner_of = np.repeat(np.arange(r.applicants), np.diff(r.indptr))
    by_rank = np.lexsort((r.ticket[owner_of], -r.merit, r.contract_class))
    found = np.full(len(asked), np.nan)
    _search(
        packed, r.indptr, r.merit[by_rank], r.ticket[owner_of[by_rank]],
        np.searchsorted(r.contract_class[by_rank], np.arange(r.classes + 1)), r.contract_class,
        r.merit, r.ticket, contracts[asked], owner_of[contracts[asked]], step[asked], highest, found,
    )  # fmt: skip
    told[asked] = found
    return told


@numba.njit(cache=True)
def _search(
    packed: Packed,
    indptr: IntArray,
    sorted_merit: FloatArray,
    sorted_ticket: MaskArray,
    first_of_class: IntArray,
    contract_class: ClassArray,
    merit: FloatArray,
    ticket: MaskArray,
    contracts: IntArray,
    owner: IntArray,
    step: IntArray,
    highest: float,
    told: FloatArray,
) -> None:
    """Halve the applicants until one is left; everybody outside the range in hand sits."""
    log, used = np.empty((1024, 2), dtype=np.int64), 0
    begin, end = np.zeros(DEPTH, dtype=np.int64), np.zeros(DEPTH, dtype=np.int64)
    halves, mark = np.zeros(DEPTH, dtype=np.int64), np.zeros(DEPTH, dtype=np.int64)
    end[0], depth = len(indptr) - 1, 0
    while depth >= 0:
        low, high, half = begin[depth], end[depth], halves[depth]
        middle = (low + high) // 2
        if half == 0:
            mark[depth] = used
        used = _undo(packed.block, log, mark[depth], used)
        first = np.searchsorted(owner, low)
        if half == 2 or first == len(owner) or owner[first] >= high:  # nobody is left here who asks
            depth -= 1
            continue
        if high - low > 1:
            sits = (middle, high) if half == 0 else (low, middle)
            for a in range(sits[0], sits[1]):
                if indptr[a] < indptr[a + 1]:
                    _dropped, log, used = walk(packed, indptr[a], NOBODY, 0, True, log, used)
            halves[depth] += 1
            depth += 1
            begin[depth], end[depth] = (low, middle) if half == 0 else (middle, high)
            halves[depth] = 0
            continue
        for q in range(first, len(owner)):
            if owner[q] != low:
                break
            x = contracts[q]
            c = contract_class[x]
            fails, enough = 0, int((highest - merit[x]) // step[q]) + 1
            none = enough
            while enough - fails > 1:
                steps = (fails + enough) // 2
                rank = 2 * _better(
                    merit[x] + steps * step[q], ticket[low], sorted_merit, sorted_ticket,
                    first_of_class[c], first_of_class[c + 1],
                )  # fmt: skip
                dropped, log, used = walk(packed, indptr[low], x, rank, True, log, used)
                if dropped == x:
                    fails = steps
                else:
                    enough = steps
                used = _undo(packed.block, log, mark[depth], used)
            if enough < none:
                told[q] = merit[x] + enough * step[q]
        depth -= 1


@numba.njit(cache=True)
def _undo(block: IntArray, log: IntArray, mark: int, used: int) -> int:
    """Lay the keys back as they stood when `mark` rows of the log were used."""
    for row in range(used - 1, mark - 1, -1):
        block[log[row, 0]] = log[row, 1]
    return mark


@numba.njit(cache=True)
def _better(
    mark: float, ticket: np.uint64, sorted_merit: FloatArray, sorted_ticket: MaskArray, low: int, high: int
) -> int:
    """Return how many contracts of a class, which stand from `low` to `high`, come before this mark and ticket."""
    start = low
    while low < high:
        middle = (low + high) // 2
        before = sorted_merit[middle] > mark or (
            sorted_merit[middle] == mark and sorted_ticket[middle] < ticket
        )
        if before:
            low = middle + 1
        else:
            high = middle
    return low - start
