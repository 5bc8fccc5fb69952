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
from engines.admission import Assignment, Round, assign, blocking, reference
from titian.admissions.departures import NOWHERE, REMOVE, arrays_with, losers_of

FIRST_FORMAT = "titian-admission-run/1"  # knew neither departures nor a beacon
FORMAT = "titian-admission-run/3"  # each class numbers the traits it asks for; before, the whole round did
FORMATS = (FIRST_FORMAT, "titian-admission-run/2", FORMAT)
ARRAYS = tuple(Round.__dataclass_fields__)


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


def round_of(arrays: Mapping[str, Sequence[Any]]) -> Round:
    """Return the engine's round; a merit of null is not acceptable there."""
    given = {name: arrays[name] for name in ARRAYS}
    merit = np.array([np.nan if mark is None else mark for mark in given.pop("merit")], dtype=np.float64)
    masks = {name: np.array(given.pop(name), dtype=np.uint64) for name in ("contract_traits", "ticket")}
    tiers = np.array(given.pop("slot_tiers"), dtype=np.uint64).reshape(len(given["slot_class"]), -1)
    whole = {name: np.array(rows, dtype=np.int64) for name, rows in given.items()}
    return Round(**whole, **masks, merit=merit, slot_tiers=tiers)  # type: ignore[arg-type]


def solved(arrays: Mapping[str, Sequence[Any]]) -> tuple[Assignment, bool]:
    """Return the outcome, and whether the second implementation and the check for blocking agree to it."""
    market = round_of(arrays)
    outcome, second = assign(market), reference.assign(market)
    agree = bool((outcome.contract == second.contract).all() and (outcome.slot == second.slot).all())
    return outcome, agree and blocking(market, outcome).size == 0


def reserve_arrays(
    arrays: Mapping[str, Sequence[Any]], contract: Sequence[int], reserves: Sequence[int]
) -> tuple[dict[str, Any], list[int]]:
    """Return the round of those without a seat for the reserve places of each class, and who they are.

    A reserve place takes anyone on any term, by merit and ticket.
    """
    rest = [a for a, got in enumerate(contract) if got < 0]
    starts = arrays["indptr"]
    kept = [x for a in rest for x in range(starts[a], starts[a + 1])]
    sizes = [starts[a + 1] - starts[a] for a in rest]
    places = [c for c, count in enumerate(reserves) for _place in range(count)]
    ranks = [place for count in reserves for place in range(count)]
    made = {
        "indptr": [0, *np.cumsum(sizes, dtype=np.int64).tolist()],
        **{
            name: [arrays[name][x] for x in kept]
            for name in ("contract_class", "contract_term", "contract_traits", "merit")
        },
        "ticket": [arrays["ticket"][a] for a in rest],
        "slot_class": places,
        "slot_rank": ranks,
        "slot_tiers": [[0] for _place in places],
        "slot_terms": [7 for _place in places],
        "slot_holder": [-1 for _place in places],
    }
    return made, rest


def reserve_places(
    arrays: Mapping[str, Sequence[Any]], contract: Sequence[int], reserves: Sequence[int]
) -> tuple[list[list[int]], bool]:
    """Return (applicant, class, place) of each reserve, and whether both implementations agree."""
    if not sum(reserves) or all(got >= 0 for got in contract):
        return [], True
    market, rest = reserve_arrays(arrays, contract, reserves)
    outcome, agree = solved(market)
    told = [
        [rest[row], int(market["slot_class"][slot]), int(market["slot_rank"][slot])]
        for row, slot in enumerate(outcome.slot.tolist())
        if slot >= 0
    ]
    return sorted(told), agree


def text_of(bundle: Mapping[str, Any]) -> str:
    """Return the bundle as the text that is hashed and kept."""
    return json.dumps(bundle, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def checks_of(bundle: Mapping[str, Any]) -> list[Check]:
    """Check a run from its file alone; ValueError or KeyError where it is no such file."""
    if bundle.get("format") not in FORMATS:
        raise ValueError(f"this is no {FORMAT} file")
    drawn, arrays, numbers = bundle["lottery"], bundle["arrays"], bundle["applicants"]
    sealed = set(drawn["applications"])
    leaves = [
        lottery.leaf(bytes.fromhex(salt), number)
        for number, salt in zip(drawn["applications"], drawn["salts"], strict=True)
    ]
    seed = lottery.seed(drawn["thrown"], bytes.fromhex(drawn["root"]))
    changes, losers = departures_in(bundle), [] if bundle["format"] == FIRST_FORMAT else bundle["losers"]
    well_formed = _are_well_formed(bundle, changes)
    rows = {number: row for row, number in enumerate(numbers)}
    changed = arrays_with(arrays, changes, rows) if well_formed else arrays
    outcome, agree = solved(changed)
    contract = outcome.contract.tolist()
    alone = solved(arrays)[0].contract.tolist() if changes else contract
    reserves, reserves_agree = reserve_places(changed, contract, bundle["reserves"])
    return [
        Check("root", lottery.root(leaves).hex() == drawn["root"]),
        Check("order", drawn["applications"] == sorted(sealed)),
        *_checks_of_source(bundle),
        Check("seed", seed.hex() == drawn["seed"]),
        Check(
            "tickets",
            arrays["ticket"] == [lottery.ticket(seed, number) for number in numbers]
            and sealed >= set(numbers),
        ),
        Check("holders", bundle["run"]["kind"] != "first" or set(arrays["slot_holder"]) <= {NOWHERE}),
        Check("departures", well_formed),
        Check("losers", losers == losers_of(alone, contract, numbers, changes)),
        Check("both", agree and reserves_agree),
        Check(
            "outcome",
            contract == bundle["output"]["contract"]
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
