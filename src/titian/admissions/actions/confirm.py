"""Put a proposed result in force: the second of two acts by two persons."""

from __future__ import annotations

import json
from bisect import bisect_right
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.admissions.actions.rounds import held
from titian.admissions.arrays import are_alike, arrays_of
from titian.admissions.departures import NoSeat, placed
from titian.admissions.models import AdmissionRound, Departure, Offer, Result, Run, RunKind
from titian.admissions.permissions import may_confirm
from titian.admissions.queries.departures import standing_departures, wanted_of
from titian.admissions.queries.inputs import Inputs, round_inputs
from titian.admissions.queries.published import announcement_of
from titian.admissions.queries.tickets import sealed_list, tickets_of
from titian.admissions.refusals import refuse, refuse_unless
from titian.admissions.rules import why_not_confirmed
from titian.admissions.states import DepartureState
from titian.core.errors import DomainError
from titian.journal.actions import move
from titian.journal.models import Entry

ASIDE = 20_000  # beyond any seat


@transaction.atomic
def confirm_result(run: Run, *, actor: User, sha256: str, today: date) -> Run:
    """Confirm the very bundle the head read, if nothing it rests on has changed since, and offer its seats."""
    admission_round = held(run.round)  # two at once go one after the other
    refuse_unless(may_confirm(actor, admission_round))
    run = Run.objects.select_for_update(of=("self",)).get(pk=run.pk)
    refuse(
        why_not_confirmed(
            proposer_id=run.proposed_by_id, confirmer_id=actor.pk, same_bundle=run.sha256 == sha256
        ),
        "two_persons" if run.proposed_by_id == actor.pk else "bundle_changed",
    )
    _refuse_stale(admission_round, json.loads(run.bundle))
    run.confirmed_by, run.confirmed_at = actor, timezone.now()
    move(run, "confirm_run", actor=actor, sha256=sha256)
    _offer_seats(run, admission_round, actor, today)
    _enforce(run, admission_round, actor)
    admission_round.published = announcement_of(admission_round, run)
    if run.kind == RunKind.FIRST:
        move(admission_round, "confirm_result", actor=actor, run=run.number, sha256=sha256)
    else:
        admission_round.save(update_fields=["published", "updated_at"])
        Entry.write(actor, "confirm_result", admission_round, run=run.number, sha256=sha256)
    return run


def _refuse_stale(admission_round: AdmissionRound, bundle: dict[str, Any]) -> None:
    """Whatever was read by the rule must still be so: marks, papers, who declined, who holds which seat."""
    tickets = tickets_of(admission_round, [number for number, _salt in sealed_list(admission_round)])
    holders = bundle["arrays"]["slot_holder"]
    numbers, starts = bundle["applicants"], bundle["arrays"]["indptr"]
    protected = {numbers[bisect_right(starts, holder) - 1] for holder in holders if holder >= 0}
    pks = admission_round.applications.filter(number__in=protected).values_list("pk", flat=True)
    now = round_inputs(admission_round, tickets, protect=set(pks))
    same = (
        now.numbers == numbers
        and are_alike(now.arrays, arrays_of(bundle["arrays"]))
        and _changes_now(admission_round, now) == bundle["departures"]
    )
    live = (
        Offer.objects.live()
        .filter(application__round=admission_round)
        .values_list("application__number", flat=True)
    )
    reopens = bundle["run"]["kind"] in (RunKind.APPEAL, RunKind.DEPARTURE)
    if not same or (not reopens and set(live) != protected):
        raise DomainError(
            _(
                "Keadaan sudah berubah sejak hasil ini diusulkan, misalnya ada yang melepas kursi. Usulkan ulang."
            ),
            code="result_stale",
        )


def _changes_now(admission_round: AdmissionRound, now: Inputs) -> list[dict[str, Any]] | None:
    """Return the changes against the rule to which two persons agreed by now, as a bundle would tell them."""
    try:
        return placed(now.arrays, now.numbers, wanted_of(standing_departures(admission_round), now))
    except NoSeat:
        return None


def _enforce(run: Run, admission_round: AdmissionRound, actor: User) -> None:
    """Note since which run each change holds; from here on it is carried by every later one."""
    agreed = Departure.objects.select_for_update(of=("self",)).filter(
        round=admission_round, state=DepartureState.AGREED
    )
    for departure in agreed:
        departure.run = run
        move(departure, "enforce_departure", actor=actor, run=run.number)


def _offer_seats(run: Run, admission_round: AdmissionRound, actor: User, today: date) -> None:
    """Offer what is new; who keeps the seat keeps the offer, who moves has the former one closed first."""
    live = {
        offer.application_id: offer
        for offer in Offer.objects.live().select_for_update().filter(application__round=admission_round)
    }
    answer_by = today + timedelta(days=admission_round.offer_days)
    new, shifted = [], []
    for result in Result.objects.filter(run=run).select_related("choice"):
        former = live.get(result.application_id)
        if former and former.choice_id == result.choice_id:
            if former.seat != result.seat:
                shifted.append((former, result.seat))
            continue
        if former:
            move(former, "move_offer", actor=actor, run=run.number)
        if result.choice and result.seat is not None:
            new.append(
                Offer(
                    application_id=result.application_id,
                    run=run,
                    choice=result.choice,
                    round_class_id=result.choice.round_class_id,
                    seat=result.seat,
                    answer_by=answer_by,
                )
            )
    _shift(shifted)
    Offer.objects.bulk_create(new)
    Entry.write(actor, "offer_seats", run, offers=len(new))


def _shift(shifted: list[tuple[Offer, int | None]]) -> None:
    """Like seats are filled best first, so a seat's number may change while its holder stays; all step aside first."""
    for place, (offer, _seat) in enumerate(shifted):
        offer.seat = ASIDE + place
    Offer.objects.bulk_update([offer for offer, _seat in shifted], ["seat"])
    for offer, seat in shifted:
        offer.seat = seat or 0
    Offer.objects.bulk_update([offer for offer, _seat in shifted], ["seat"])
