"""The sealed list of a round and the tickets drawn from it."""

from __future__ import annotations

from datetime import datetime
from math import ceil
from typing import Any

from django.db.models import QuerySet

from engines import lottery
from titian.admissions.models import AdmissionRound, Application, Beacon
from titian.admissions.rules import why_beacon_is_not_asked
from titian.admissions.states import RoundState


def sealed_list(admission_round: AdmissionRound) -> list[tuple[str, bytes]]:
    """Return (number, salt) of every standing application, by number."""
    rows = admission_round.applications.standing().order_by("number").values_list("number", "salt")
    return [(number, bytes(salt)) for number, salt in rows]


def leaves_of(sealed: list[tuple[str, bytes]]) -> list[bytes]:
    return [lottery.leaf(salt, number) for number, salt in sealed]


def tickets_of(admission_round: AdmissionRound, numbers: list[str]) -> dict[str, int]:
    seed = bytes.fromhex(admission_round.seed)
    return {number: lottery.ticket(seed, number) for number in numbers}


def rounds_awaiting_light(now: datetime) -> QuerySet[AdmissionRound]:
    """Return the sealed lists whose beacon has come out and was neither taken nor given up."""
    return AdmissionRound.objects.filter(
        state=RoundState.CLOSED, beacon__due_at__lte=now, beacon__value="", beacon__given_up=""
    ).select_related("centre", "beacon")


def why_no_light(admission_round: AdmissionRound, now: datetime) -> str | None:
    """Return why the beacon of a round is not asked now, or None."""
    beacon: Beacon | None = getattr(admission_round, "beacon", None)
    return why_beacon_is_not_asked(
        named=beacon is not None,
        due_at=beacon.due_at if beacon else now,
        sealed_at=admission_round.closed_at or now,
        now=now,
        settled=bool(beacon and (beacon.value or beacon.given_up)),
    )


def source_of(admission_round: AdmissionRound) -> dict[str, Any]:
    """Return where the seed of a round comes from, with what is needed to look it up elsewhere."""
    beacon: Beacon | None = getattr(admission_round, "beacon", None)
    if beacon is None or admission_round.closed_at is None:
        return {"kind": "dice", "why": "", "beacon": None}
    named = {
        "chain": beacon.chain,
        "round": beacon.number,
        "genesis": beacon.genesis,
        "period": beacon.period,
        "sealed_at": ceil(admission_round.closed_at.timestamp()),
        "signature": beacon.signature,
    }
    return {"kind": "dice" if beacon.given_up else "beacon", "why": beacon.given_up, "beacon": named}


def proof_of(application: Application) -> dict[str, Any] | None:
    """Return what a letter carries so that its reader can check the lottery; None before the list is sealed."""
    admission_round = application.round
    leaf = lottery.leaf(bytes(application.salt), application.number).hex()
    if leaf not in admission_round.leaves:
        return None
    place = admission_round.leaves.index(leaf)
    leaves = [bytes.fromhex(one) for one in admission_round.leaves]
    seed = admission_round.seed
    return {
        "number": application.number,
        "salt": bytes(application.salt).hex(),
        "leaf": leaf,
        "path": [[side, other.hex()] for side, other in lottery.path(leaves, place)],
        "root": admission_round.root,
        "source": source_of(admission_round),
        "thrown": admission_round.thrown,
        "seed": seed,
        "ticket": f"{lottery.ticket(bytes.fromhex(seed), application.number):016x}" if seed else "",
    }
