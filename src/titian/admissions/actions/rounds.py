"""Call for applications, close the list, or stop for a reason everybody can read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import ceil

from django.db import transaction
from django.utils import timezone

from engines import lottery
from titian.accounts.models import User
from titian.admissions.beacons import chain_of_settings
from titian.admissions.models import AdmissionRound, Beacon, RoundClass, Run
from titian.admissions.permissions import may_confirm, may_keep_round
from titian.admissions.queries.tickets import leaves_of, sealed_list
from titian.admissions.refusals import refuse, refuse_unless
from titian.admissions.rules import (
    why_draw_time_is_refused,
    why_reason_is_missing,
    why_round_may_not_close,
    why_round_may_not_open,
)
from titian.admissions.states import RunState
from titian.journal.actions import move
from titian.journal.models import Entry
from titian.network.models import Organisation
from titian.planning.actions import lock_openings
from titian.planning.models import Opening

WAIT = timedelta(hours=24)  # for the beacon, before dice are thrown


@dataclass(frozen=True)
class Call:
    """What the announcement says."""

    name: str
    opens_on: date
    closes_on: date
    offer_days: int = 5
    repeat_months: int = 12
    reregister_days: int | None = None


@transaction.atomic
def prepare_round(
    centre: Organisation, call: Call, openings: Sequence[Opening], *, actor: User
) -> AdmissionRound:
    """Put classes together to a round that is not yet announced."""
    made = AdmissionRound(
        centre=centre,
        name=call.name,
        opens_on=call.opens_on,
        closes_on=call.closes_on,
        offer_days=call.offer_days,
        repeat_months=call.repeat_months,
        reregister_days=call.reregister_days,
        is_demo=centre.is_demo or any(one.training_class.is_demo for one in openings),
    )
    refuse_unless(may_keep_round(actor, made))
    used = RoundClass.objects.filter(opening__in=openings).select_related("opening__training_class")
    late = [one for one in openings if one.training_class.starts_on <= call.closes_on]
    refuse(
        why_round_may_not_open(
            classes=len(openings),
            used=[str(one.opening) for one in used],
            late=[str(one) for one in late],
        ),
        "round_refused",
    )
    made.save()
    RoundClass.objects.bulk_create(
        RoundClass(round=made, opening=opening, position=position)
        for position, opening in enumerate(openings)
    )
    Entry.write(actor, "prepare_round", made, classes=len(openings))
    return made


@transaction.atomic
def open_round(admission_round: AdmissionRound, *, actor: User) -> AdmissionRound:
    """Announce the round; from here on its classes' plans stay as they are."""
    admission_round = held(admission_round)
    refuse_unless(may_keep_round(actor, admission_round))
    lock_openings(admission_round.classes.values_list("opening", flat=True), actor=actor)
    move(admission_round, "open_round", actor=actor)
    return admission_round


@transaction.atomic
def close_round(
    admission_round: AdmissionRound, *, actor: User, today: date, draw_at: datetime | None = None
) -> AdmissionRound:
    """Seal the list: its Merkle root is public before anybody can know the seed.

    With a beacon `draw_at` says which of its rounds will be the seed; it is announced with the root.
    """
    admission_round = held(admission_round)
    refuse_unless(may_keep_round(actor, admission_round))
    refuse(why_round_may_not_close(admission_round.closes_on, today=today), "round_not_over")
    leaves = leaves_of(sealed_list(admission_round))
    now = timezone.now()
    admission_round.leaves = [leaf.hex() for leaf in leaves]
    admission_round.root = lottery.root(leaves).hex()
    admission_round.closed_at = now
    beacon = _name_beacon(admission_round, draw_at, now)
    move(
        admission_round, "close_round", actor=actor, root=admission_round.root, applications=len(leaves),
        beacon=beacon.number if beacon else None,
    )  # fmt: skip
    return admission_round


def _name_beacon(admission_round: AdmissionRound, draw_at: datetime | None, now: datetime) -> Beacon | None:
    chain = chain_of_settings()
    if chain is None:
        return None
    refuse(why_draw_time_is_refused(draw_at, now=now), "draw_time_refused")
    assert draw_at is not None
    steps = {"genesis": chain.genesis, "period": chain.period}
    number = lottery.beacon_round_at(ceil(draw_at.timestamp()), **steps)
    due_at = datetime.fromtimestamp(lottery.beacon_time(number, **steps), UTC)
    return Beacon.objects.create(
        round=admission_round,
        chain=chain.hash,
        number=number,
        due_at=due_at,
        wait_until=due_at + WAIT,
        **steps,
    )


@transaction.atomic
def abort_round(admission_round: AdmissionRound, *, actor: User, reason: str) -> AdmissionRound:
    """Stop a round for good; it stays public with the reason, and its classes need a new decree."""
    admission_round = held(admission_round)
    refuse_unless(may_confirm(actor, admission_round))
    refuse(why_reason_is_missing(reason), "reason_missing")
    admission_round.aborted_reason = reason.strip()
    move(admission_round, "abort_round", actor=actor, reason=reason.strip())
    for run in Run.objects.select_for_update().filter(round=admission_round, state=RunState.PROPOSED):
        move(run, "abort_run", actor=actor, reason=reason.strip())
    return admission_round


def held(admission_round: AdmissionRound) -> AdmissionRound:
    """Lock the round: whatever changes it goes one after the other."""
    return (
        AdmissionRound.objects.select_for_update(of=("self",))
        .select_related("centre")
        .get(pk=admission_round.pk)
    )
