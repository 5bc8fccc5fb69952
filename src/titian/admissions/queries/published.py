"""What is announced to everybody: masked names, cut-offs, and what came of each run."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db import connection

from titian.admissions.models import AdmissionRound, Offer, Result, Run
from titian.admissions.rules import masked
from titian.planning.queries import groups_of

SMALLEST_GROUP = 2  # the cut-off of a group of one seat would reveal one person's mark


def announcement_of(admission_round: AdmissionRound, run: Run) -> dict[str, Any]:
    """Return the list of a confirmed run; a person is named by application number and masked name."""
    results = (
        Result.objects.filter(run=run)
        .select_related("application__person", "choice", "reserve_choice")
        .order_by("choice__round_class__position", "application__number")
    )
    classes: dict[int, dict[str, Any]] = {}
    for one in admission_round.classes.select_related("opening__training_class__programme").order_by(
        "position"
    ):
        classes[one.pk] = {
            "code": one.opening.training_class.code,
            "programme": one.opening.training_class.programme.name,
            "seats": one.opening.seats,
            "admitted": [],
            "reserve": [],
            "cutoffs": [],
        }
    for result in results:
        person = [result.application.number, masked(result.application.person.name)]
        if result.choice:
            classes[result.choice.round_class_id]["admitted"].append(person)
        elif result.reserve_choice:
            classes[result.reserve_choice.round_class_id]["reserve"].append([result.reserve_rank, *person])
    for told in classes.values():
        told["reserve"].sort()
    _cut_offs(admission_round, run, classes)
    former = [entry for entry in admission_round.published.get("runs", []) if entry["number"] != run.number]
    return {
        "classes": list(classes.values()),
        "runs": [*former, {"number": run.number, "kind": run.kind, "sha256": run.sha256}],
    }


def _cut_offs(admission_round: AdmissionRound, run: Run, classes: dict[int, dict[str, Any]]) -> None:
    """Add the lowest mark that holds a seat in each full group of more than one seat."""
    bundle = json.loads(run.bundle)
    arrays, output = bundle["arrays"], bundle["output"]
    rows = admission_round.classes.prefetch_related("opening__groups").order_by("position")
    mark_on = {
        slot: arrays["merit"][contract]
        for contract, slot in zip(output["contract"], output["slot"], strict=True)
        if slot >= 0
    }
    slot = 0
    for one in rows:
        for group in groups_of(one.opening):
            marks = [mark_on.get(place) for place in range(slot, slot + group.seats)]
            slot += group.seats
            full = all(mark is not None for mark in marks)
            classes[one.pk]["cutoffs"].append(
                {
                    "group": group.name,
                    "seats": group.seats,
                    "taken": sum(mark is not None for mark in marks),
                    "last": min(marks) if full and group.seats >= SMALLEST_GROUP else None,  # type: ignore[type-var]
                }
            )


@dataclass(frozen=True)
class Standing:
    """What the announcement in force says of one application number; the name is masked."""

    run: int
    programme: str = ""
    name: str = ""
    admitted: bool = False
    rank: int | None = None


def standing_of(admission_round: AdmissionRound, number: str) -> Standing:
    """Return where a number stands in the published list, from that list alone."""
    told = admission_round.published
    run = max((one["number"] for one in told.get("runs", [])), default=0)
    for one in told.get("classes", []):
        for theirs, name in one["admitted"]:
            if theirs == number:
                return Standing(run, one["programme"], name, admitted=True)
        for rank, theirs, name in one["reserve"]:
            if theirs == number:
                return Standing(run, one["programme"], name, rank=rank)
    return Standing(run)


def last_run(admission_round: AdmissionRound) -> Run | None:
    """Return the run in force or, before any, the one proposed."""
    runs = admission_round.runs.exclude(state="replaced").order_by("-number")
    return runs.filter(state="confirmed").first() or runs.filter(state="proposed").first()


def seats_taken(admission_round: AdmissionRound) -> dict[int, int]:
    """Return how many seats of each class have a live offer."""
    taken: dict[int, int] = {}
    for round_class in Offer.objects.live().filter(
        application__round=admission_round
    ).values_list("round_class", flat=True):  # fmt: skip
        taken[round_class] = taken.get(round_class, 0) + 1
    return taken


def first_run(round_id: int) -> int | None:
    """Return the run that first put a result of a round in force."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT admissions_first_run(%s)", [round_id])
        found: int | None = cursor.fetchone()[0]
    return found


def run_in_force(round_id: int) -> int | None:
    """Return the run that holds; also an applicant may know which, though not what else it says."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT admissions_run_in_force(%s)", [round_id])
        found: int | None = cursor.fetchone()[0]
    return found
