"""How far is a round, and what does each class count to?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from titian.admissions.models import AdmissionRound, Choice, Exam, Rating, Result, RoundClass, Run
from titian.admissions.models.rating import RATERS
from titian.admissions.queries.eligibility import entry_rules_of, facts_of
from titian.admissions.rules import MARKS_APART, why_not_eligible
from titian.core.memory import asked_once


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


class Marks(NamedTuple):
    """The marks of one choice in one test."""

    given: list[int | None]

    @property
    def absent(self) -> bool:
        return None in self.given

    @property
    def finished(self) -> bool:
        return self.absent or len(self.given) >= RATERS


@asked_once
def marks_of(admission_round: AdmissionRound) -> dict[tuple[int, str], Marks]:
    """Return the marks in a round by choice and test, as far as the acting user sees them."""
    found: dict[tuple[int, str], Marks] = {}
    rows = Rating.objects.filter(choice__application__round=admission_round).order_by("place")
    for choice, test, mark in rows.values_list("choice", "test", "mark"):
        found.setdefault((choice, test), Marks([])).given.append(mark)
    return found


@asked_once
def choices_of(admission_round: AdmissionRound) -> list[Choice]:
    return list(
        Choice.objects.filter(application__in=admission_round.applications.standing())
        .select_related(
            "application__person__education", "application__document_check", "round_class__opening"
        )
        .order_by("application__number", "rank")
    )


def unfinished_of(admission_round: AdmissionRound) -> Unfinished:
    """Count unchecked papers, tests without two marks, and marks too far apart."""
    marks, counted = rated_counts(admission_round)
    rules = _rules(admission_round)
    unchecked: set[int] = set()
    unrated = apart = 0
    for choice in choices_of(admission_round):
        application = choice.application
        checked = getattr(application, "document_check", None)
        if checked is None:
            unchecked.add(application.pk)
            continue
        if not checked.complete or why_not_eligible(facts_of(application), rules[choice.round_class_id]):
            continue
        for test in tests_of(choice.round_class):
            count, absent = counted.get((choice.pk, test), (0, False))
            if absent:
                break
            if count < RATERS:
                unrated += 1
            given = [mark for mark in marks.get((choice.pk, test), Marks([])).given if mark is not None]
            apart += len(given) == RATERS and max(given) - min(given) > MARKS_APART
    return Unfinished(len(unchecked), unrated, apart)


def rated_counts(
    admission_round: AdmissionRound,
) -> tuple[dict[tuple[int, str], Marks], dict[tuple[int, str], tuple[int, bool]]]:
    marks = marks_of(admission_round)
    return marks, {key: (len(one.given), one.absent) for key, one in marks.items()}


def tests_of(round_class: RoundClass) -> list[Exam]:
    """Return the tests that count in this class."""
    opening = round_class.opening
    weighed = [(Exam.WRITTEN, opening.written_weight), (Exam.INTERVIEW, opening.interview_weight)]
    return [test for test, weight in weighed if weight]


def class_counts(admission_round: AdmissionRound, run: Run | None) -> list[ClassCount]:
    """Return the funnel of each class, in the order of the round."""
    marks = marks_of(admission_round)
    rules = _rules(admission_round)
    counts: dict[int, Counter[str]] = {}
    for choice in {(c.application_id, c.round_class_id): c for c in choices_of(admission_round)}.values():
        count = counts.setdefault(choice.round_class_id, Counter())
        count["applied"] += 1
        checked = getattr(choice.application, "document_check", None)
        if why_not_eligible(facts_of(choice.application), rules[choice.round_class_id]):
            count["ineligible"] += 1
        elif checked is not None and not checked.complete:
            count["papers_refused"] += 1
        else:
            own = [marks.get((choice.pk, test)) for test in tests_of(choice.round_class)]
            if any(one is not None and one.absent for one in own):
                count["absent"] += 1
            elif own and all(one is not None and one.finished for one in own):
                count["tested"] += 1
    if run is not None:
        for admitted, reserve in Result.objects.filter(run=run).values_list(
            "choice__round_class", "reserve_choice__round_class"
        ):
            for found, word in ((admitted, "admitted"), (reserve, "reserve")):
                if found is not None:
                    counts.setdefault(found, Counter())[word] += 1
    classes = _classes(admission_round)
    names = ("applied", "ineligible", "papers_refused", "tested", "absent", "admitted", "reserve")
    return [ClassCount(one, *(counts.get(one.pk, Counter())[name] for name in names)) for one in classes]


def _rules(admission_round: AdmissionRound):  # type: ignore[no-untyped-def]
    return {one.pk: entry_rules_of(one.opening) for one in _classes(admission_round)}


@asked_once
def _classes(admission_round: AdmissionRound) -> list[RoundClass]:
    classes = admission_round.classes.select_related(
        "opening__training_class__programme", "opening__minimum_education"
    )
    return list(classes.order_by("position"))
