"""A round of admission as arrays, refused when malformed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
ClassArray = npt.NDArray[np.int32]
TermArray = npt.NDArray[np.int8]
MaskArray = npt.NDArray[np.uint64]
FloatArray = npt.NDArray[np.float64]

DAY, BED_MEN, BED_WOMEN = 0, 1, 2
EVERY_TERM = 0b111
MOST_TIERS = 254
NOBODY = -1


@dataclass(frozen=True, eq=False)
class Round:
    """Who asks for which seats, and how each seat chooses.

    A contract is one person in one class on one term: 0 day, 1 a bed in the men's, 2 in the women's dormitory.

    Parameters, for n applicants, m contracts, s slots and T tiers:
        `indptr`: (n + 1,), contracts `indptr[a]` to `indptr[a + 1]` are applicant a's, the best first.
        `contract_class`: (m,), numbered from 0. `contract_term`: (m,), 0, 1 or 2.
        `contract_traits`: (m,) uint64, one bit a trait; bits belong to a contract, since "from this class's home
            regency" depends on the class.
        `merit`: (m,), higher first; NaN is not acceptable there.
        `ticket`: (n,) uint64, lower first among equal merit.
        `slot_class`, `slot_rank`: (s,), the rank is the order within the class.
        `slot_tiers`: (s, T) uint64; a contract belongs to the first tier that shares a bit with it, mask 0 is
            anyone, and whoever is in no tier is not acceptable; padded by repeating the last mask.
        `slot_terms`: (s,), the terms a slot can host as bits: 1 day, 2 and 4 beds.
        `slot_holder`: (s,), the contract that cannot lose this slot, or -1.
    Raises: ValueError with a sentence that names the first wrong row.
    """

    indptr: IntArray
    contract_class: ClassArray
    contract_term: TermArray
    contract_traits: MaskArray
    merit: FloatArray
    ticket: MaskArray
    slot_class: ClassArray
    slot_rank: IntArray
    slot_tiers: MaskArray
    slot_terms: TermArray
    slot_holder: IntArray

    def __post_init__(self) -> None:
        for name, kind in _KINDS.items():
            object.__setattr__(self, name, _cast(name, getattr(self, name), np.dtype(kind)))
        _refuse_wrong_shapes(self)
        _refuse_wrong_contracts(self)
        _refuse_wrong_slots(self)
        _refuse_wrong_holders(self)

    @property
    def applicants(self) -> int:
        return len(self.ticket)

    @property
    def classes(self) -> int:
        """One more than the highest class number in use."""
        highest = [int(a.max()) for a in (self.contract_class, self.slot_class) if a.size]
        return max(highest, default=-1) + 1


@dataclass(frozen=True, eq=False)
class Assignment:
    """Per applicant the index of the contract and of the slot held, shape (n,), or -1."""

    contract: IntArray
    slot: IntArray


_KINDS = {
    "indptr": "int64",
    "contract_class": "int32",
    "contract_term": "int8",
    "contract_traits": "uint64",
    "merit": "float64",
    "ticket": "uint64",
    "slot_class": "int32",
    "slot_rank": "int64",
    "slot_tiers": "uint64",
    "slot_terms": "int8",
    "slot_holder": "int64",
}


def _cast(name: str, given: npt.ArrayLike, kind: np.dtype[np.generic]) -> npt.NDArray[np.generic]:
    array = np.asarray(given)
    if array.dtype == kind or (array.size == 0 and array.dtype != object):
        return np.ascontiguousarray(array, dtype=kind)
    if kind.kind == "f":
        if array.dtype.kind not in "iuf":
            raise ValueError(f"{name}: {array.dtype} where numbers are due")
        return np.ascontiguousarray(array, dtype=kind)
    if array.dtype.kind not in "iu":
        raise ValueError(f"{name}: {array.dtype} where whole numbers are due")
    limits = np.iinfo(kind.name)
    _refuse(name, (array < limits.min) | (array > limits.max), array, f"does not fit {kind}")
    return np.ascontiguousarray(array, dtype=kind)


def _refuse(name: str, wrong: npt.NDArray[np.bool_], values: npt.ArrayLike, why: str) -> None:
    """Name the first row where `wrong` holds."""
    rows = np.flatnonzero(wrong.reshape(len(wrong), -1).any(axis=1)) if wrong.size else wrong
    if rows.size:
        row = int(rows[0])
        raise ValueError(f"{name}, row {row}: {np.asarray(values)[row]} {why}")


def _refuse_wrong_shapes(r: Round) -> None:
    n, m, s = r.ticket.shape[0] if r.ticket.ndim == 1 else -1, len(r.contract_class), len(r.slot_class)
    due = {"indptr": (n + 1,), "ticket": (n,)}
    due |= dict.fromkeys(("contract_class", "contract_term", "contract_traits", "merit"), (m,))
    due |= dict.fromkeys(("slot_class", "slot_rank", "slot_terms", "slot_holder"), (s,))
    for name, shape in due.items():
        if getattr(r, name).shape != shape:
            raise ValueError(f"{name} has shape {getattr(r, name).shape} where {shape} is due")
    if r.slot_tiers.ndim != 2 or len(r.slot_tiers) != s or not 1 <= r.slot_tiers.shape[1] <= MOST_TIERS:
        raise ValueError(f"slot_tiers has shape {r.slot_tiers.shape} where ({s}, 1 to {MOST_TIERS}) is due")
    if r.indptr[0] != 0 or r.indptr[-1] != m:
        raise ValueError(f"indptr runs from {r.indptr[0]} to {r.indptr[-1]} where 0 to {m} is due")
    _refuse("indptr", np.diff(r.indptr) < 0, r.indptr[1:], "is less than the row before")


def _refuse_wrong_contracts(r: Round) -> None:
    most = 8 * (len(r.contract_class) + len(r.slot_class)) + 1_000_000
    for name in ("contract_class", "slot_class"):
        classes = getattr(r, name)
        _refuse(name, classes < 0, classes, "is no class; classes are numbered from 0")
        _refuse(name, classes >= most, classes, f"leaves too wide a gap; number classes below {most}")
    term = r.contract_term
    _refuse("contract_term", (term < DAY) | (term > BED_WOMEN), term, "is no term; 0, 1 and 2 are")
    _refuse("merit", np.isinf(r.merit), r.merit, "cannot be compared")
    _refuse_repeated_contracts(r)


def _refuse_repeated_contracts(r: Round) -> None:
    """Nobody lists a class twice on the same term: which merit would count?"""
    place = r.contract_class.astype(np.int64) * 3 + r.contract_term
    sizes = np.diff(r.indptr)
    repeated = np.zeros(len(place), dtype=bool)
    for gap in range(1, int(sizes.max(initial=0))):  # as many passes as the longest list has contracts
        same = np.flatnonzero(place[gap:] == place[:-gap])
        if same.size:
            owner = np.searchsorted(r.indptr, same, side="right")
            repeated[same[same + gap < r.indptr[owner]] + gap] = True
    _refuse("contract_class", repeated, r.contract_class, "is on this list already, on the same term")


def _refuse_wrong_slots(r: Round) -> None:
    terms = r.slot_terms
    _refuse("slot_terms", (terms < 1) | (terms > EVERY_TERM), terms, "hosts no term; 1 to 7 do")
    order = np.lexsort((r.slot_rank, r.slot_class))
    classes, ranks = r.slot_class[order], r.slot_rank[order]
    again = np.zeros(len(order), dtype=bool)
    again[order[1:]] = (classes[1:] == classes[:-1]) & (ranks[1:] == ranks[:-1])
    _refuse("slot_rank", again, r.slot_rank, "is taken by another slot of the class")


def _refuse_wrong_holders(r: Round) -> None:
    m, holder = len(r.contract_class), r.slot_holder
    _refuse("slot_holder", (holder < NOBODY) | (holder >= m), holder, f"is no contract; -1 to {m - 1} are")
    held = np.flatnonzero(holder != NOBODY)
    contract = holder[held]
    owner = np.searchsorted(r.indptr, contract, side="right") - 1
    elsewhere = r.contract_class[contract] != r.slot_class[held]
    unhosted = ((r.slot_terms[held] >> r.contract_term[contract]) & 1) == 0
    repeated = np.ones(len(held), dtype=bool)
    repeated[np.unique(owner, return_index=True)[1]] = False
    for wrong, why in (
        (elsewhere, "is a contract of another class"),
        (unhosted, "is a contract the slot cannot host"),
        (repeated, "is the contract of somebody who holds another slot"),
    ):
        marked = np.zeros(len(holder), dtype=bool)
        marked[held[wrong]] = True
        _refuse("slot_holder", marked, holder, why)
