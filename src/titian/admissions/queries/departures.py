"""Which changes against the rule stand in a round, and what do they do?"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from titian.admissions.departures import NOWHERE, Wanted
from titian.admissions.models import AdmissionRound, Application, Choice, Departure, Run
from titian.admissions.queries.inputs import Inputs
from titian.admissions.rules import masked
from titian.admissions.states import DepartureState

STANDING = (DepartureState.AGREED, DepartureState.IN_FORCE)


def departures_of(admission_round: AdmissionRound) -> QuerySet[Departure]:
    return (
        Departure.objects.filter(round=admission_round)
        .select_related(
            "application__person", "choice__round_class__opening__training_class__programme", "asked_by",
            "agreed_by",
        )
        .order_by("pk")
    )  # fmt: skip


def standing_departures(admission_round: AdmissionRound) -> list[Departure]:
    """Return what two persons agreed to, the last word about each application."""
    found = departures_of(admission_round).filter(state__in=STANDING)
    return sorted({one.application_id: one for one in found}.values(), key=lambda one: one.pk)


def wanted_of(departures: Iterable[Departure], inputs: Inputs) -> list[Wanted]:
    """Return the changes in terms of the arrays; who is no longer in the round is left out."""
    if not (asked := list(departures)):
        return []
    place = {choice: x for x, choice in enumerate(inputs.choices.tolist())}
    standing = set(inputs.applications.tolist())
    return [
        Wanted(
            one.application.number,
            one.kind,
            NOWHERE if one.choice_id is None else place[one.choice_id],
            one.cause,
            one.basis,
        )
        for one in asked
        if one.application_id in standing
    ]


@dataclass(frozen=True)
class Touched:
    """Somebody whom a change against the rule moves: from which seat to which."""

    application: Application
    name: str
    before: Choice | None
    after: Choice | None


@dataclass(frozen=True)
class Cost:
    """What a proposed run says of the changes in it: whom they name, and who would have a seat by the rule alone."""

    carried: set[str]
    losers: list[tuple[str, str]]


def costs_of(run: Run, *, with_names: bool) -> Cost:
    bundle = json.loads(run.bundle)
    people = Application.objects.filter(round=run.round_id, number__in=bundle.get("losers", [])).order_by(
        "number"
    )
    return Cost(
        {one["number"] for one in bundle.get("departures", [])},
        [
            (number, name if with_names else masked(name))
            for number, name in people.values_list("number", "person__name")
        ],
    )


def touched_by(departure: Departure, side: str, *, with_names: bool) -> list[Touched]:
    """Return who loses or gains by a change, as it was weighed; names are masked for who may not see them."""
    rows = departure.effect.get(side, [])
    people = Application.objects.select_related("person").in_bulk([row[0] for row in rows])
    choices = Choice.objects.select_related("round_class__opening__training_class__programme").in_bulk(
        [pk for row in rows for pk in row[1:] if pk]
    )
    return [
        Touched(
            people[pk],
            people[pk].person.name if with_names else masked(people[pk].person.name),
            choices.get(before),
            choices.get(after),
        )
        for pk, before, after in rows
        if pk in people
    ]
