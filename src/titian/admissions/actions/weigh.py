"""Run the rule with a change in it, to know who loses. Imported by jobs only: the engine is compiled code."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.admissions.actions.rounds import held
from titian.admissions.departures import NoSeat
from titian.admissions.models import Departure, DepartureKind, Offer, RunKind
from titian.admissions.permissions import may_keep_round
from titian.admissions.queries.departures import standing_departures
from titian.admissions.queries.outcome import Outcome, outcome_of
from titian.admissions.queries.tickets import sealed_list, tickets_of
from titian.admissions.refusals import refuse_unless
from titian.admissions.rules import why_departure_is_idle
from titian.admissions.states import DepartureState, RoundState
from titian.journal.actions import move

Seats = Mapping[int, int | None]  # application -> choice


@transaction.atomic
def weigh_departure(departure: Departure, *, actor: User) -> Departure:
    """Write down who would lose and who gain by a change; one that changes nothing or cannot be is dropped."""
    admission_round = held(departure.round)
    refuse_unless(may_keep_round(actor, admission_round))
    departure = Departure.objects.select_for_update(of=("self",)).get(pk=departure.pk)
    if departure.state != DepartureState.ASKED:
        return departure  # the job came twice
    tickets = tickets_of(admission_round, [number for number, _salt in sealed_list(admission_round)])
    standing = standing_departures(admission_round)
    others = [one for one in standing if one.application_id != departure.application_id]
    if admission_round.state == RoundState.CONFIRMED:
        kind = RunKind.DEPARTURE
        live = Offer.objects.live().filter(application__round=admission_round)
        before: Seats = dict(live.values_list("application", "choice"))
    else:
        kind = RunKind.FIRST
        before = _seats(outcome_of(admission_round, kind, tickets, standing))
    try:
        after = _seats(outcome_of(admission_round, kind, tickets, [*others, departure]))
    except NoSeat:
        departure.finding = _("Semua kursi yang cocok dipegang orang yang sudah menerimanya.")
        move(departure, "drop_departure", actor=actor)
        return departure
    rank = dict(departure.application.choices.values_list("pk", "rank"))
    had, wanted = before.get(departure.application_id), departure.choice_id
    idle = why_departure_is_idle(
        gives_seat=departure.kind == DepartureKind.SEAT,
        holds_it=had is not None and wanted is not None and rank[had] <= rank[wanted],
        seated=had is not None,
    )
    if idle:
        departure.finding = idle
        move(departure, "drop_departure", actor=actor)
        return departure
    departure.effect = _effect(departure, before, after)
    move(departure, "weigh_departure", actor=actor, losers=len(departure.effect["losers"]))
    return departure


def _seats(outcome: Outcome) -> Seats:
    choices, contract = outcome.inputs.choices.tolist(), outcome.assignment.contract.tolist()
    return {
        application: choices[got] if got >= 0 else None
        for application, got in zip(outcome.inputs.applications.tolist(), contract, strict=True)
    }


def _effect(departure: Departure, before: Seats, after: Seats) -> dict[str, list[list[int | None]]]:
    """Return rows of application, choice before and after, of those worse and better off; who is named is neither."""
    rank = dict(
        departure.round.applications.filter(choices__isnull=False).values_list("choices__pk", "choices__rank")
    )
    worst = max(rank.values(), default=0) + 1

    def place(choice: int | None) -> int:
        return worst if choice is None else rank[choice]

    told: dict[str, list[list[int | None]]] = {"losers": [], "winners": []}
    for application in sorted({*before, *after} - {departure.application_id}):
        had, gets = before.get(application), after.get(application)
        if place(gets) != place(had):
            told["losers" if place(gets) > place(had) else "winners"].append([application, had, gets])
    return told
