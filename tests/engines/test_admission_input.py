"""Malformed rounds and foreign outcomes are refused by row."""

from __future__ import annotations

import numpy as np
import pytest

from engines.admission import Assignment, Round, assign, blocking


def valid() -> dict[str, np.ndarray]:
    return {
        "indptr": np.array([0, 2, 3]),
        "contract_class": np.array([0, 1, 0]),
        "contract_term": np.array([0, 0, 1]),
        "contract_traits": np.array([0, 0, 1], dtype=np.uint64),
        "merit": np.array([1.0, 2.0, 1.0]),
        "ticket": np.array([5, 6], dtype=np.uint64),
        "slot_class": np.array([0, 0, 1]),
        "slot_rank": np.array([0, 1, 0]),
        "slot_tiers": np.array([[1, 0], [0, 0], [0, 0]], dtype=np.uint64),
        "slot_terms": np.array([3, 1, 1]),
        "slot_holder": np.array([-1, -1, -1]),
    }


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"indptr": [0, 2, 1]}, "indptr runs from 0 to 1 where 0 to 3 is due"),
        ({"indptr": [0, 4, 3]}, "indptr, row 1: 3 is less than the row before"),
        ({"contract_class": [0, -1, 0]}, "contract_class, row 1: -1 is no class"),
        ({"contract_class": [0, 0, 0]}, "contract_class, row 1: 0 is on this list already"),
        ({"contract_class": [0, 10**9, 0]}, "contract_class, row 1: 1000000000 leaves too wide a gap"),
        ({"contract_class": [0.0, 1.0, 0.0]}, "contract_class: float64 where whole numbers are due"),
        ({"contract_term": [0, 3, 1]}, "contract_term, row 1: 3 is no term"),
        ({"contract_traits": [0, -1, 1]}, "contract_traits, row 1: -1 does not fit uint64"),
        ({"merit": [1.0, np.inf, 1.0]}, "merit, row 1: inf cannot be compared"),
        ({"merit": [1.0, 2.0]}, r"merit has shape \(2,\) where \(3,\) is due"),
        ({"ticket": [5, 5]}, "contract_class, row 2: 0 has another person's contract with the same merit"),
        ({"slot_rank": [0, 0, 0]}, "slot_rank, row 1: 0 is taken by another slot"),
        ({"slot_tiers": [0, 0, 0]}, r"slot_tiers has shape \(3,\)"),
        ({"slot_terms": [3, 0, 1]}, "slot_terms, row 1: 0 hosts no term"),
        ({"slot_holder": [-1, 3, -1]}, "slot_holder, row 1: 3 is no contract"),
        ({"slot_holder": [-1, 1, -1]}, "slot_holder, row 1: 1 is a contract of another class"),
        ({"slot_holder": [-1, 2, -1]}, "slot_holder, row 1: 2 is a contract the slot cannot host"),
        ({"slot_holder": [0, -1, 1]}, "slot_holder, row 2: 1 is the contract of somebody who holds another"),
    ],
)
def test_malformed_input_is_refused_by_row(changes, sentence):
    with pytest.raises(ValueError, match=sentence):
        assign(Round(**{**valid(), **{name: np.array(rows) for name, rows in changes.items()}}))


def test_an_outcome_of_another_round_is_refused_by_applicant():
    r = Round(**valid())
    with pytest.raises(ValueError, match="applicant 1 holds a contract of somebody else"):
        blocking(r, Assignment(np.array([-1, 0]), np.array([-1, 0])))
    with pytest.raises(ValueError, match="applicant 1 holds a slot that does not host and accept"):
        blocking(r, Assignment(np.array([-1, 2]), np.array([-1, 1])))
