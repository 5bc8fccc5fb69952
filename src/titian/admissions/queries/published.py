"""What is announced to everybody: masked names, cut-offs, and what came of each run."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db import connection

from titian.admissions.departures import SEAT
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
        "departures": _departures(admission_round, run),
        "runs": [*former, {"number": run.number, "kind": run.kind, "sha256": run.sha256}],
    }


def _departures(admission_round: AdmissionRound, run: Run) -> list[dict[str, Any]]:
    """Return every change against the rule that was ever in force, the new ones with who lost by them."""
    bundle = json.loads(run.bundle)
    told = list(admission_round.published.get("departures", []))
    known = {(one["number"], one["kind"], one["class"]) for one in told}
    codes, where = bundle["classes"], bundle["arrays"]["contract_class"]
    names = dict(
        admission_round.applications.filter(
            number__in=[one["number"] for one in bundle["departures"]]
        ).values_list("number", "person__name")
    )
    for one in bundle["departures"]:
        code = codes[where[one["contract"]]] if one["kind"] == SEAT else ""
        if (one["number"], one["kind"], code) not in known:
            told.append(
                {
                    "number": one["number"], "name": masked(names[one["number"]]), "kind": one["kind"],
                    "class": code, "cause": one["cause"], "basis": one["basis"], "run": run.number,
                    "losers": bundle["losers"],
                }
            )  # fmt: skip
    return told


def _cut_offs(admission_round: AdmissionRound, run: Run, classes: dict[int, dict[str, Any]]) -> None:
    """Add the lowest mark that holds a seat by the rule in each full group with more than one such seat."""
    bundle = json.loads(run.bundle)
    arrays, output = bundle["arrays"], bundle["output"]
    rows = admission_round.classes.prefetch_related("opening__groups").order_by("position")
    given = {one["number"] for one in bundle["departures"] if one["kind"] == SEAT}
    taken = {slot for slot in output["slot"] if slot >= 0}
    mark_on = {
        slot: arrays["merit"][contract]
        for number, contract, slot in zip(
            bundle["applicants"], output["contract"], output["slot"], strict=True
        )
        if slot >= 0 and number not in given
    }
    slot = 0
    for one in rows:
        for group in groups_of(one.opening):
            places = range(slot, slot + group.seats)
            slot += group.seats
            marks = [mark_on[place] for place in places if place in mark_on]
            full = all(place in taken for place in places)
            classes[one.pk]["cutoffs"].append(
                {
                    "group": group.name,
                    "seats": group.seats,
                    "taken": sum(place in taken for place in places),
                    "last": min(marks) if full and len(marks) >= SMALLEST_GROUP else None,
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
