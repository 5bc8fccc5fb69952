"""The sealed list of a round and the tickets drawn from it."""

from __future__ import annotations

from typing import Any

from engines import lottery
from titian.admissions.models import AdmissionRound, Application


def sealed_list(admission_round: AdmissionRound) -> list[tuple[str, bytes]]:
    """Return (number, salt) of every standing application, by number."""
    rows = admission_round.applications.standing().order_by("number").values_list("number", "salt")
    return [(number, bytes(salt)) for number, salt in rows]


def leaves_of(sealed: list[tuple[str, bytes]]) -> list[bytes]:
    return [lottery.leaf(salt, number) for number, salt in sealed]


def tickets_of(admission_round: AdmissionRound, numbers: list[str]) -> dict[str, int]:
    seed = bytes.fromhex(admission_round.seed)
    return {number: lottery.ticket(seed, number) for number in numbers}


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
        "thrown": admission_round.thrown,
        "seed": seed,
        "ticket": f"{lottery.ticket(bytes.fromhex(seed), application.number):016x}" if seed else "",
    }
