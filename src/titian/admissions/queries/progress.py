"""How far is a round, and what does each class count to?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from titian.admissions.models import AdmissionRound, Exam, Result, RoundClass, Run
from titian.admissions.queries.standing import Marks, classes_of, marks_of, rules_by_class, standing_of
from titian.admissions.rules import MARKS_APART, why_not_eligible


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
    marks, rules = marks_of(admission_round), rules_by_class(admission_round)
    tests = {one.pk: tests_of(one) for one in classes_of(admission_round)}
    unchecked = unrated = apart = 0
    for one in standing_of(admission_round):
        unchecked += one.complete is None and bool(one.wishes)
        if not one.complete:
            continue
        for wish in one.wishes:
            if why_not_eligible(one.facts, rules[wish.round_class]):
                continue
            for test in tests[wish.round_class]:
                given = marks.get((wish.choice, test), Marks())
                if given.absent:
                    break
                unrated += not given.finished
                apart += given.finished and given.spread > MARKS_APART
    return Unfinished(unchecked, unrated, apart)


def tests_of(round_class: RoundClass) -> list[Exam]:
    """Return the tests that count in this class."""
    opening = round_class.opening
    weighed = [(Exam.WRITTEN, opening.written_weight), (Exam.INTERVIEW, opening.interview_weight)]
    return [test for test, weight in weighed if weight]


def class_counts(admission_round: AdmissionRound, run: Run | None) -> list[ClassCount]:
    """Return the funnel of each class, in the order of the round."""
    marks, rules = marks_of(admission_round), rules_by_class(admission_round)
    classes = classes_of(admission_round)
    tests = {one.pk: tests_of(one) for one in classes}
    counts: dict[int, Counter[str]] = {}
    for one in standing_of(admission_round):
        for wish in {wish.round_class: wish for wish in one.wishes}.values():
            count = counts.setdefault(wish.round_class, Counter())
            count["applied"] += 1
            if why_not_eligible(one.facts, rules[wish.round_class]):
                count["ineligible"] += 1
            elif one.complete is False:
                count["papers_refused"] += 1
            else:
                own = [marks.get((wish.choice, test), Marks()) for test in tests[wish.round_class]]
                if any(given.absent for given in own):
                    count["absent"] += 1
                elif own and all(given.finished for given in own):
                    count["tested"] += 1
    if run is not None:
        for admitted, reserve in Result.objects.filter(run=run).values_list(
            "choice__round_class", "reserve_choice__round_class"
        ):
            for found, word in ((admitted, "admitted"), (reserve, "reserve")):
                if found is not None:
                    counts.setdefault(found, Counter())[word] += 1
    names = ("applied", "ineligible", "papers_refused", "tested", "absent", "admitted", "reserve")
    return [ClassCount(one, *(counts.get(one.pk, Counter())[name] for name in names)) for one in classes]
