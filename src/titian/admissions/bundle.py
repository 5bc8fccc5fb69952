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

FORMAT = "titian-admission-run/1"
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
    if bundle.get("format") != FORMAT:
        raise ValueError(f"this is no {FORMAT} file")
    drawn, arrays = bundle["lottery"], bundle["arrays"]
    numbers = drawn["applications"]
    leaves = [
        lottery.leaf(bytes.fromhex(salt), number)
        for number, salt in zip(numbers, drawn["salts"], strict=True)
    ]
    seed = lottery.seed(drawn["thrown"], bytes.fromhex(drawn["root"]))
    sealed = set(numbers)
    outcome, agree = solved(arrays)
    reserves, reserves_agree = reserve_places(arrays, outcome.contract.tolist(), bundle["reserves"])
    return [
        Check("root", lottery.root(leaves).hex() == drawn["root"]),
        Check("order", numbers == sorted(sealed)),
        Check("seed", seed.hex() == drawn["seed"]),
        Check(
            "tickets",
            arrays["ticket"] == [lottery.ticket(seed, number) for number in bundle["applicants"]]
            and sealed >= set(bundle["applicants"]),
        ),
        Check("both", agree and reserves_agree),
        Check(
            "outcome",
            outcome.contract.tolist() == bundle["output"]["contract"]
            and outcome.slot.tolist() == bundle["output"]["slot"]
            and reserves == bundle["output"]["reserves"],
        ),
        Check("code", bundle["code"]["engine"] == engine_hash()),
    ]
