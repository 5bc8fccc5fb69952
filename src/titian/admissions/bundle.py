"""A run as one file: inputs, seed, code, output and proofs; written once, checked from the file alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np

from engines import lottery
from engines.admission import Assignment, Round, assign, blocking, reference, second
from engines.admission.market import EVERY_TERM
from titian.admissions.arrays import Arrays, IntArray, arrays_of, json_of
from titian.admissions.departures import NOWHERE, REMOVE, arrays_with, losers_of

FIRST_FORMAT = "titian-admission-run/1"  # knew neither departures nor a beacon
FORMAT = "titian-admission-run/3"  # each class numbers the traits it asks for; before, the whole round did
PLAIN = 5_000  # contracts; up to here, which is most rounds, pure Python is asked as well
FORMATS = (FIRST_FORMAT, "titian-admission-run/2", FORMAT)


@dataclass(frozen=True)
class Check:
    """One thing that was checked, and whether it holds."""

    what: str
    holds: bool


def engine_hash() -> str:
    """Return one hash over the sources of the rule, so that a run names the code that made it."""
    made_of = hashlib.sha256()
    sources = [path for path in files("engines.admission").iterdir() if path.name.endswith(".py")]
    for path in sorted(sources, key=lambda path: path.name):
        made_of.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return made_of.hexdigest()


def solved(arrays: Arrays) -> tuple[Assignment, bool]:
    """Return the outcome, and whether the second implementation and the check for blocking agree to it."""
    market = Round(**arrays)
    outcome = assign(market)
    others = [second.assign(market)]
    if len(market.merit) <= PLAIN:  # nothing compiled: no fault of the compiler is shared
        others.append(reference.assign(market))
    agree = all(
        np.array_equal(outcome.contract, other.contract) and np.array_equal(outcome.slot, other.slot)
        for other in others
    )
    return outcome, agree and blocking(market, outcome).size == 0


def reserve_arrays(arrays: Arrays, contract: IntArray, reserves: Sequence[int]) -> tuple[Arrays, IntArray]:
    """Return the round of those without a seat for the reserve places of each class, and who they are.

    A reserve place takes anyone on any term, by merit and ticket.
    """
    sizes = np.diff(arrays["indptr"])
    waits = contract == NOWHERE
    kept = np.repeat(waits, sizes)
    places = np.repeat(np.arange(len(reserves), dtype=np.int32), reserves)
    made = {
        "indptr": np.concatenate([[0], np.cumsum(sizes[waits])]),
        **{
            name: arrays[name][kept]
            for name in ("contract_class", "contract_term", "contract_traits", "merit")
        },
        "ticket": arrays["ticket"][waits],
        "slot_class": places,
        "slot_rank": np.concatenate([[0], *map(np.arange, reserves)])[1:],
        "slot_tiers": np.zeros((len(places), 1), dtype=np.uint64),
        "slot_terms": np.full(len(places), EVERY_TERM, dtype=np.int8),
        "slot_holder": np.full(len(places), NOWHERE, dtype=np.int64),
    }
    return made, np.flatnonzero(waits)


def reserve_places(
    arrays: Arrays, contract: IntArray, reserves: Sequence[int]
) -> tuple[list[list[int]], bool]:
    """Return (applicant, class, place) of each reserve, and whether both implementations agree."""
    if not sum(reserves) or (contract >= 0).all():
        return [], True
    market, rest = reserve_arrays(arrays, contract, reserves)
    outcome, agree = solved(market)
    held = np.flatnonzero(outcome.slot >= 0)
    slot = outcome.slot[held]
    told = np.column_stack([rest[held], market["slot_class"][slot], market["slot_rank"][slot]])
    return told.tolist(), agree  # by applicant, since `rest` is


def text_of(told: Any) -> str:
    """Return a bundle as the text that is hashed and kept: JSON, its names in order, columns as lists."""
    if isinstance(told, np.ndarray):
        return json_of(told)
    if isinstance(told, Mapping):
        return f"{{{','.join(f'{json.dumps(name)}:{text_of(told[name])}' for name in sorted(told))}}}"
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def checks_of(bundle: Mapping[str, Any]) -> list[Check]:
    """Check a run from its file alone; ValueError or KeyError where it is no such file."""
    if bundle.get("format") not in FORMATS:
        raise ValueError(f"this is no {FORMAT} file")
    drawn, arrays, numbers = bundle["lottery"], arrays_of(bundle["arrays"]), bundle["applicants"]
    sealed = set(drawn["applications"])
    leaves = [
        lottery.leaf(bytes.fromhex(salt), number)
        for number, salt in zip(drawn["applications"], drawn["salts"], strict=True)
    ]
    seed = lottery.seed(drawn["thrown"], bytes.fromhex(drawn["root"]))
    changes, losers = departures_in(bundle), [] if bundle["format"] == FIRST_FORMAT else bundle["losers"]
    well_formed = _are_well_formed(bundle, changes)
    changed = arrays_with(arrays, changes, numbers) if well_formed else arrays
    outcome, agree = solved(changed)
    contract = outcome.contract
    alone = solved(arrays)[0].contract if changes else contract
    reserves, reserves_agree = reserve_places(changed, contract, bundle["reserves"])
    return [
        Check("root", lottery.root(leaves).hex() == drawn["root"]),
        Check("order", drawn["applications"] == sorted(sealed)),
        *_checks_of_source(bundle),
        Check("seed", seed.hex() == drawn["seed"]),
        Check(
            "tickets",
            arrays["ticket"].tolist() == [lottery.ticket(seed, number) for number in numbers]
            and sealed >= set(numbers),
        ),
        Check("holders", bundle["run"]["kind"] != "first" or bool((arrays["slot_holder"] == NOWHERE).all())),
        Check("departures", well_formed),
        Check("losers", losers == losers_of(alone, contract, numbers, changes)),
        Check("both", agree and reserves_agree),
        Check(
            "outcome",
            contract.tolist() == bundle["output"]["contract"]
            and outcome.slot.tolist() == bundle["output"]["slot"]
            and reserves == bundle["output"]["reserves"],
        ),
        Check("code", bundle["code"]["engine"] == engine_hash()),
    ]


def departures_in(bundle: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the changes against the rule which a file declares."""
    told: list[dict[str, Any]] = [] if bundle["format"] == FIRST_FORMAT else bundle["departures"]
    return told


def check_against_former(bundle: Mapping[str, Any], former: Mapping[str, Any], sha256: str) -> Check:
    """Check that whoever holds a seat in a later run held it by the run before, whose file this is."""
    said = bundle.get("former") or {}  # the first format named none
    numbers, starts = bundle["applicants"], bundle["arrays"]["indptr"]
    kept = dict(zip(former["applicants"], zip(*_seats(former), strict=True), strict=True))
    held = {
        number: (*_place(bundle, holder), slot)
        for row, number in enumerate(numbers)
        for slot, holder in enumerate(bundle["arrays"]["slot_holder"])
        if starts[row] <= holder < starts[row + 1]
    }
    same = all(kept.get(number) == seat for number, seat in held.items())
    return Check("former", said.get("sha256") == sha256 and same)


def _place(bundle: Mapping[str, Any], contract: int) -> tuple[int, int]:
    return bundle["arrays"]["contract_class"][contract], bundle["arrays"]["contract_term"][contract]


def _seats(bundle: Mapping[str, Any]) -> tuple[list[int], list[int], list[int]]:
    """Return class, term and slot of each applicant; -1 where nothing was given."""
    places = [_place(bundle, x) if x >= 0 else (-1, -1) for x in bundle["output"]["contract"]]
    return [one for one, _term in places], [term for _one, term in places], bundle["output"]["slot"]


def _are_well_formed(bundle: Mapping[str, Any], changes: Sequence[Mapping[str, Any]]) -> bool:
    """Whether every change names an applicant once, a contract of that applicant, a cause and a law."""
    arrays, rows = bundle["arrays"], {number: row for row, number in enumerate(bundle["applicants"])}
    if len({one["number"] for one in changes}) < len(changes):
        return False
    for one in changes:
        row = rows.get(one["number"])
        if row is None or not one["cause"].strip() or not one["basis"].strip():
            return False
        own = range(arrays["indptr"][row], arrays["indptr"][row + 1])
        given = bundle["output"]["contract"][row]
        if one["kind"] == REMOVE:
            if given != NOWHERE:
                return False
        elif (
            one["contract"] not in own
            or given not in own
            or (one["slot"] == NOWHERE and not set(own) & set(arrays["slot_holder"]))
            or (one["slot"] != NOWHERE and not 0 <= one["slot"] < len(arrays["slot_holder"]))
        ):
            return False
    return True


def _checks_of_source(bundle: Mapping[str, Any]) -> list[Check]:
    """Check where the seed came from, as far as a file alone can tell."""
    if bundle["format"] == FIRST_FORMAT:
        return []
    source, thrown = bundle["lottery"]["source"], bundle["lottery"]["thrown"]
    if source["kind"] == "dice":
        return [
            Check("dice", set(thrown) <= set("123456") and (source["beacon"] is None or bool(source["why"])))
        ]
    beacon = source["beacon"]
    due_at = lottery.beacon_time(beacon["round"], genesis=beacon["genesis"], period=beacon["period"])
    return [
        Check("beacon", lottery.beacon_value(bytes.fromhex(beacon["signature"])).hex() == thrown),
        Check("beacon_later", due_at > beacon["sealed_at"]),
    ]
