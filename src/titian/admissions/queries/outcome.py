"""What does the rule say of a round as it stands? Imported by jobs only: the engine is compiled code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engines.admission import Assignment
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
    numbers: list[str]
    changes: list[dict[str, Any]]
    changed: Mapping[str, Sequence[Any]]
    assignment: Assignment
    alone: list[int]
    reserves: list[list[int]]
    agree: bool

    @property
    def contract(self) -> list[int]:
        contracts: list[int] = self.assignment.contract.tolist()
        return contracts

    @property
    def losers(self) -> list[str]:
        return losers_of(self.alone, self.contract, self.numbers, self.changes)


def outcome_of(
    admission_round: AdmissionRound, kind: str, tickets: Mapping[str, int], departures: Sequence[Departure]
) -> Outcome:
    """Return what the rule says, by both implementations, with these departures from it. Raises: NoSeat."""
    protect = _protected(admission_round, kind, tickets, departures)
    inputs = round_inputs(admission_round, tickets, protect=protect)
    numbers, changes, changed = _with(inputs, departures)
    assignment, agree = solved(changed)
    alone = solved(inputs.arrays)[0].contract.tolist() if changes else assignment.contract.tolist()
    reserves, reserves_agree = reserve_places(changed, assignment.contract.tolist(), inputs.reserves)
    return Outcome(
        inputs, numbers, changes, changed, assignment, alone, reserves, agree and reserves_agree
    )  # fmt: skip


def _with(
    inputs: Inputs, departures: Sequence[Departure]
) -> tuple[list[str], list[dict[str, Any]], dict[str, Sequence[Any]]]:
    numbers = inputs.numbers
    changes = placed(inputs.arrays, numbers, wanted_of(departures, inputs))
    rows = {number: row for row, number in enumerate(numbers)}
    return numbers, changes, arrays_with(inputs.arrays, changes, rows)


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
    _numbers, _changes, changed = _with(anew, departures)
    outcome, _agree = solved(changed)
    keep = set()
    for row, application in enumerate(anew.applications):
        offer = seats.get(application)
        if offer is None:
            continue
        got = int(outcome.contract[row])
        if offer.state == OfferState.ACCEPTED or (got >= 0 and anew.choices[got] == offer.choice_id):
            keep.add(application)
    return keep
