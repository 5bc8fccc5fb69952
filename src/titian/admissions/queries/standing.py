"""Who stands in a round, with which list and which marks: plain rows, since a round may have very many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import connection

from titian.admissions.models import AdmissionRound, Choice, RoundClass
from titian.admissions.models.rating import RATERS
from titian.admissions.queries.eligibility import rules_of
from titian.admissions.rules import EntryRules, Facts
from titian.core.memory import asked_once


class Wish(NamedTuple):
    """One class on a list."""

    choice: int
    round_class: int
    term: int


@dataclass(frozen=True, slots=True)
class Standing:
    """One application that was not withdrawn; `complete` is None while nobody checked its papers."""

    application: int
    number: str
    disability: bool
    complete: bool | None
    facts: Facts
    wishes: list[Wish] = field(default_factory=list)


class Marks(NamedTuple):
    """The marks of one choice in one test, by place of the rater."""

    given: Sequence[int | None] = ()

    @property
    def absent(self) -> bool:
        return None in self.given

    @property
    def finished(self) -> bool:
        return self.absent or len(self.given) >= RATERS

    @property
    def spread(self) -> int:
        """How far the raters who gave a mark lie apart."""
        marks = [mark for mark in self.given if mark is not None]
        return max(marks, default=0) - min(marks, default=0)


@asked_once
def standing_of(admission_round: AdmissionRound) -> list[Standing]:
    """Return the standing applications by number, each with its list, the best first."""
    standing = admission_round.applications.standing()
    rows = standing.values_list(
        "pk", "number", "disability", "document_check__complete", "person__birth_date", "person__sex",
        "person__regency", "person__education__rank", "reads", "works", "studies",
    )  # fmt: skip
    found = {row[0]: Standing(*row[:4], Facts(*row[4:])) for row in rows.order_by("number")}
    wishes = Choice.objects.filter(application__in=standing).order_by("application", "rank")
    for application, *wish in wishes.values_list("application", "pk", "round_class", "term"):
        if application in found:
            found[application].wishes.append(Wish(*wish))
    return list(found.values())


@asked_once
def marks_of(admission_round: AdmissionRound) -> dict[tuple[int, str], Marks]:
    """Return the marks in a round by choice and test, as far as the acting user sees them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT choice_id, test, marks FROM admissions_marks_in(%s)", [admission_round.pk])
        return {(choice, test): Marks(given) for choice, test, given in cursor.fetchall()}


@asked_once
def classes_of(admission_round: AdmissionRound) -> list[RoundClass]:
    """Return the classes of a round in its order, each with what its decree says."""
    classes = admission_round.classes.select_related(
        "opening__training_class__programme", "opening__minimum_education"
    )
    return list(classes.prefetch_related("opening__groups").order_by("position"))


def rules_by_class(admission_round: AdmissionRound) -> dict[int, EntryRules]:
    """Return the entry rules of each class of a round."""
    classes = classes_of(admission_round)
    rules = rules_of([one.opening for one in classes])
    return {one.pk: asked for one, asked in zip(classes, rules, strict=True)}
