"""Take the seed from the public beacon that was named when the list was sealed; or say why dice are thrown instead."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from engines import lottery
from titian.accounts.models import User
from titian.admissions.actions.rounds import held
from titian.admissions.beacons import BeaconFailed, Chain, Light, light_of
from titian.admissions.models import AdmissionRound, Beacon
from titian.admissions.permissions import may_keep_round
from titian.admissions.queries.progress import unfinished_of
from titian.admissions.queries.tickets import why_no_light
from titian.admissions.refusals import refuse, refuse_unless
from titian.admissions.rules import why_not_proposed
from titian.admissions.states import RoundState
from titian.journal.actions import move
from titian.journal.models import Entry


def take_light(admission_round: AdmissionRound, *, actor: User, now: datetime) -> AdmissionRound:
    """Ask the beacon once its round is due; what it cannot tell by its deadline is left to the dice, with the reason.

    The mirrors are asked before the round is locked: nobody waits for a slow line.
    """
    refuse_unless(may_keep_round(actor, admission_round))
    refuse(why_no_light(admission_round, now), "beacon_not_asked")
    light, trouble = _look(admission_round.beacon)
    return _take(admission_round, light, trouble, actor, now)


def _look(beacon: Beacon) -> tuple[Light | None, str]:
    chain = Chain(beacon.chain, beacon.genesis, beacon.period)
    try:
        return light_of(chain, beacon.number, settings.BEACON_MIRRORS), ""
    except BeaconFailed as fault:
        return None, str(fault)[:300]


@transaction.atomic
def _take(
    admission_round: AdmissionRound, light: Light | None, trouble: str, actor: User, now: datetime
) -> AdmissionRound:
    admission_round = held(admission_round)
    beacon = Beacon.objects.select_for_update().get(round=admission_round)
    if admission_round.state != RoundState.CLOSED or beacon.value or beacon.given_up:
        return admission_round  # somebody was quicker
    unfinished = why_not_proposed(**unfinished_of(admission_round)._asdict())
    if unfinished:
        # Its value is public by now, so whoever still marks could know the tickets: chance must come anew.
        _give_up(beacon, unfinished, actor)
    elif light is None:
        beacon.trouble = trouble
        if now > beacon.wait_until:
            _give_up(beacon, trouble, actor)
        else:
            beacon.save(update_fields=["trouble"])
    else:
        beacon.value, beacon.signature, beacon.mirrors, beacon.trouble = *_told(light), ""
        beacon.save()
        admission_round.thrown = light.value
        admission_round.seed = lottery.seed(light.value, bytes.fromhex(admission_round.root)).hex()
        admission_round.drawn_at = timezone.now()
        move(
            admission_round, "draw_lottery", actor=actor, seed=admission_round.seed, beacon=beacon.number,
            mirrors=light.mirrors,
        )  # fmt: skip
    return admission_round


def _told(light: Light) -> tuple[str, str, list[str]]:
    return light.value, light.signature, light.mirrors


def _give_up(beacon: Beacon, why: str, actor: User) -> None:
    beacon.given_up = why[:300]
    beacon.save(update_fields=["given_up", "trouble"])
    Entry.write(actor, "give_up_beacon", beacon.round, reason=why[:300])
