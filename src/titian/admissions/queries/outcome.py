"""What does the rule say of a round as it stands? Imported by jobs only: the engine is compiled code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engines.admission import Assignment
from titian.admissions.arrays import Arrays, IntArray
from titian.admissions.bundle import reserve_places, solved
from titian.admissions.departures import arrays_with, losers_of, placed
from titian.admissions.models import AdmissionRound, Departure, Offer, RunKind
from titian.admissions.queries.departures import wanted_of
from titian.admissions.queries.inputs import Inputs, round_inputs
from titian.admissions.states import OfferState


@dataclass(frozen=True)
class Outcome:
    """`changed` are the arrays with the departures in them; `alone` is what the rule gives without them."""

    inputs: Inputs
    changes: list[dict[str, Any]]
    changed: Arrays
    assignment: Assignment
    alone: IntArray
    reserves: list[list[int]]
    agree: bool

    @property
    def losers(self) -> list[str]:
        return losers_of(self.alone, self.assignment.contract, self.inputs.numbers, self.changes)


def outcome_of(
    admission_round: AdmissionRound, kind: str, tickets: Mapping[str, int], departures: Sequence[Departure]
) -> Outcome:
    """Return what the rule says, by both implementations, with these departures from it. Raises: NoSeat."""
    protect = _protected(admission_round, kind, tickets, departures)
    inputs = round_inputs(admission_round, tickets, protect=protect)
    changes, changed = _with(inputs, departures)
    assignment, agree = solved(changed)
    alone = solved(inputs.arrays)[0].contract if changes else assignment.contract
    reserves, reserves_agree = reserve_places(changed, assignment.contract, inputs.reserves)
    return Outcome(inputs, changes, changed, assignment, alone, reserves, agree and reserves_agree)


def _with(inputs: Inputs, departures: Sequence[Departure]) -> tuple[list[dict[str, Any]], Arrays]:
    changes = placed(inputs.arrays, inputs.numbers, wanted_of(departures, inputs))
    return changes, arrays_with(inputs.arrays, changes, inputs.numbers)


def _protected(
    admission_round: AdmissionRound, kind: str, tickets: Mapping[str, int], departures: Sequence[Departure]
) -> set[int]:
    """Return whose seat cannot be lost: in a refill everybody's; after an appeal or a departure from the rule
    everybody's whom it does not touch. Whoever accepted a seat keeps it in any case.
    """
    if kind == RunKind.FIRST:
        return set()
    live = Offer.objects.live().filter(application__round=admission_round)
    seats = {offer.application_id: offer for offer in live}
    if kind == RunKind.REFILL:
        return set(seats)
    anew = round_inputs(admission_round, tickets, protect=set())
    _changes, changed = _with(anew, departures)
    outcome, _agree = solved(changed)
    keep = set()
    for row, application in enumerate(anew.applications.tolist()):
        offer = seats.get(application)
        if offer is None:
            continue
        got = int(outcome.contract[row])
        if offer.state == OfferState.ACCEPTED or (got >= 0 and anew.choices[got] == offer.choice_id):
            keep.add(application)
    return keep
