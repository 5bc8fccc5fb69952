"""How far is a round, and what does each class count to?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl

from titian.admissions.models import AdmissionRound, Result, RoundClass, Run
from titian.admissions.queries.standing import classes_of, may_enter, standing_of, tests_of
from titian.admissions.rules import MARKS_APART
from titian.admissions.scores import BoolArray, Marked


class Unfinished(NamedTuple):
    """What must still be done before the rule may run."""

    unchecked: int
    unrated: int
    apart: int


@dataclass(frozen=True)
class ClassCount:
    """The funnel of one class. `absent` sat not every test; a person is counted in every class of the list."""

    round_class: RoundClass
    applied: int
    ineligible: int
    papers_refused: int
    tested: int
    absent: int
    admitted: int
    reserve: int


def unfinished_of(admission_round: AdmissionRound) -> Unfinished:
    """Count unchecked papers, tests without two marks, and marks too far apart."""
    people, wishes = standing_of(admission_round)
    owner = wishes["row"].to_numpy()
    unchecked = np.unique(owner[people["complete"].is_null().to_numpy()[owner]]).size
    sits = may_enter(admission_round) & people["complete"].fill_null(False).to_numpy()[owner]
    unrated = apart = 0
    for test, counts in _counted_tests(admission_round):
        sits &= ~(counts & test.absent)  # of who was absent from one test nothing more is asked
        unrated += int((sits & counts & ~test.finished).sum())
        apart += int((sits & counts & test.finished & (test.apart > MARKS_APART)).sum())
    return Unfinished(unchecked, unrated, apart)


def _counted_tests(admission_round: AdmissionRound) -> list[tuple[Marked, BoolArray]]:
    """Return each test, and of each wish whether it counts in that class."""
    place = standing_of(admission_round).wishes["place"].to_numpy()
    openings = [one.opening for one in classes_of(admission_round)]
    weights = np.array([(one.written_weight, one.interview_weight) for one in openings]).reshape(-1, 2)
    return [
        (test, weights[place, column] > 0) for column, test in enumerate(tests_of(admission_round).values())
    ]


def class_counts(admission_round: AdmissionRound, run: Run | None) -> list[ClassCount]:
    """Return the funnel of each class, in the order of the round."""
    people, wishes = standing_of(admission_round)
    classes = classes_of(admission_round)
    # A class wanted both with and without a bed is one application to it: the one liked less is looked at.
    once = wishes.select(pl.struct("row", "place").is_last_distinct()).to_series().to_numpy()
    refused = ~people["complete"].fill_null(True).to_numpy()[wishes["row"].to_numpy()]
    enters, tests = may_enter(admission_round), _counted_tests(admission_round)
    sits = enters & ~refused
    absent = np.any([counts & test.absent for test, counts in tests], axis=0)
    finished = np.all([~counts | test.finished for test, counts in tests], axis=0)
    tested = np.any([counts for _test, counts in tests], axis=0) & finished & ~absent
    place = wishes["place"].to_numpy()
    counts = [
        np.bincount(place[once & them], minlength=len(classes)).tolist()
        for them in (once, ~enters, enters & refused, sits & tested, sits & absent)
    ]
    given: list[Counter[int]] = [Counter(), Counter()]
    if run is not None:
        for seats in Result.objects.filter(run=run).values_list(
            "choice__round_class", "reserve_choice__round_class"
        ):
            for count, found in zip(given, seats, strict=True):
                count[found] += 1
    return [
        ClassCount(one, *(count[row] for count in counts), *(count[one.pk] for count in given))
        for row, one in enumerate(classes)
    ]
