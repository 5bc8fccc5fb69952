"""The admission engine against np.sort of as many keys, and against its own pure-Python reference.

.venv/bin/python benchmarks/admission.py              # a million applicants, every size on the way
.venv/bin/python benchmarks/admission.py --most 30000  # the same, small: what CI runs
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from engines.admission import Round, blocking, reference
from engines.admission.kernel import solve, unpack
from engines.admission.market import EVERY_TERM, IntArray
from engines.admission.packing import pack

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
CHOICES, SEATS, PAIRS = 5, 16, 5
HOME, DISABILITY = 1, 2
GUARANTEED, OF_HOME = 1, 8  # the other 7 of 16 are open
REGENCIES, LOCAL, DISABLED = 514, 0.8, 0.021
BEDS = 3  # of each group's seats, in each dormitory


def market(n: int, *, beds: bool, seed: int = 1) -> Round:
    """Draw n applicants who rank five classes, four of five near home, popular classes far more often."""
    rng = np.random.default_rng(seed)
    classes = n // SEATS
    home_of_class = rng.integers(0, REGENCIES, classes)
    by_home = np.argsort(home_of_class, kind="stable")
    first = np.searchsorted(home_of_class[by_home], np.arange(REGENCIES + 1))
    near = np.diff(first) > CHOICES  # else nobody could list five of them
    home = rng.choice(np.flatnonzero(near) if near.any() else np.arange(REGENCIES), n)
    chosen = _distinct_choices(rng, n, classes, by_home, first, home)
    traits = np.where(home_of_class[chosen] == home[:, None], HOME, 0).astype(np.uint64)
    traits |= np.where(rng.random(n) < DISABLED, DISABILITY, 0).astype(np.uint64)[:, None]
    merit = np.clip(rng.normal(60, 15, n)[:, None] + rng.normal(0, 5, (n, CHOICES)), 0, 100).round()
    term = np.zeros((n, CHOICES), dtype=np.int8)
    if beds:  # who lives elsewhere needs a bed; some near home would like one
        wants = (traits & HOME == 0) | (rng.random((n, CHOICES)) < 0.1)
        term = np.where(wants, rng.integers(1, 3, n)[:, None], 0).astype(np.int8)
    groups = ([DISABILITY] * GUARANTEED) + [HOME] * OF_HOME + [0] * (SEATS - GUARANTEED - OF_HOME)
    terms = [EVERY_TERM] * SEATS
    if beds:  # within a group, seats hosting fewer terms come first
        for group in (range(1, 1 + OF_HOME), range(1 + OF_HOME, SEATS)):
            for place in group:
                terms[place] = 1 if place < group.stop - 2 * BEDS else (3 if (group.stop - place) % 2 else 5)
    tiers = np.array([[mask, 0] if mask else [0, 0] for mask in groups], dtype=np.uint64)
    return Round(
        np.arange(n + 1) * CHOICES,
        chosen.ravel().astype(np.int32),
        term.ravel(),
        traits.ravel(),
        merit.ravel(),
        rng.permutation(n).astype(np.uint64),
        np.repeat(np.arange(classes, dtype=np.int32), SEATS),
        np.tile(np.arange(SEATS), classes),
        np.tile(tiers, (classes, 1)),
        np.tile(np.array(terms, dtype=np.int8), classes),
        np.full(classes * SEATS, -1),
    )


def _distinct_choices(
    rng: np.random.Generator, n: int, classes: int, by_home: IntArray, first: IntArray, home: IntArray
) -> IntArray:
    def draw(rows: IntArray) -> IntArray:
        k = len(rows)
        width = np.maximum(first[home[rows] + 1] - first[home[rows]], 1)[:, None]
        skew = rng.random((k, CHOICES)) ** 3  # a few classes take most of the wishes
        local = by_home[np.minimum(first[home[rows]][:, None] + (skew * width).astype(int), classes - 1)]
        far = (rng.random((k, CHOICES)) ** 2 * classes).astype(int)
        return np.where(rng.random((k, CHOICES)) < LOCAL, local, far)

    chosen = draw(np.arange(n))
    for _try in range(60):
        ordered = np.sort(chosen, axis=1)
        rows = np.flatnonzero((ordered[:, 1:] == ordered[:, :-1]).any(axis=1))
        if not rows.size:
            return chosen
        chosen[rows] = draw(rows)
    chosen[rows] = (rng.integers(0, classes, len(rows))[:, None] + np.arange(CHOICES)) % classes
    return chosen


def seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds of one thread: other work on the machine must not decide a ratio."""
    start = time.thread_time()
    work()
    return time.thread_time() - start


def measured(n: int, *, beds: bool) -> dict[str, Any]:
    """Time the parts beside np.sort of as many keys, in turns, and look for blocking contracts."""
    r = market(n, beds=beds)
    keys = np.random.default_rng(5).integers(0, 2**63 - 1, len(r.merit))
    packed = pack(r)
    fresh = packed.block.copy()
    fields = [getattr(r, name) for name in Round.__dataclass_fields__]
    solves, sorts, checks, packs, reads = [], [], [], [], []
    for _pair in range(PAIRS):
        packed.block[:] = fresh
        solves.append(seconds(lambda: solve(packed, r.indptr)))
        sorts.append(seconds(lambda: np.sort(keys)))
        reads.append(seconds(lambda: unpack(packed, r)))
        checks.append(seconds(lambda: Round(*fields)))
        packs.append(seconds(lambda: pack(r)))
    outcome = unpack(packed, r)
    sort = statistics.median(sorts)

    def ratio(times: list[float]) -> float:
        return round(statistics.median(mine / peer for mine, peer in zip(times, sorts, strict=True)), 2)

    both = [a + b for a, b in zip(checks, packs, strict=True)]
    return {
        "applicants": n,
        "contracts": len(r.merit),
        "beds": beds,
        "seated": int((outcome.contract >= 0).sum()),
        "sort_seconds": round(sort, 4),
        "kernel_seconds": round(statistics.median(solves), 4),
        "kernel_to_sort": ratio(solves),
        "read_to_sort": ratio(reads),
        "validate_to_sort": ratio(checks),
        "pack_to_sort": ratio(packs),
        "validate_and_pack_to_sort": ratio(both),
        "blocking_contracts": len(blocking(r, outcome)),
    }


def _n_log_n(n: int) -> float:
    return n * math.log(n)


def against_reference(n: int) -> dict[str, Any]:
    """Time the whole engine and the pure-Python reference on the same round; they must agree."""
    r = market(n, beds=False)
    packed = pack(r)
    kernel = seconds(lambda: solve(packed, r.indptr))
    whole = seconds(lambda: unpack(pack(r), r)) + kernel
    start = time.thread_time()
    plain = reference.assign(r)
    spent = time.thread_time() - start
    outcome = unpack(packed, r)
    same = bool((plain.contract == outcome.contract).all() and (plain.slot == outcome.slot).all())
    return {
        "applicants": n,
        "reference_seconds": round(spent, 2),
        "times_kernel": round(spent / kernel),
        "times_with_packing": round(spent / whole),
        "identical": same,
    }


def peak_megabytes(n: int) -> float:
    """Return the most memory a process needs that holds the round and assigns it."""
    told = subprocess.run(
        [sys.executable, __file__, "--alone", str(n)], check=True, capture_output=True, text=True
    )
    return float(told.stdout)


def alone(n: int) -> None:
    """Assign a round read from a file, as a service would, and print the peak in megabytes."""
    with np.load(Path(f"{sys.argv[0]}.{n}.npz")) as stored:
        r = Round(*(stored[name] for name in Round.__dataclass_fields__))
    packed = pack(r)
    solve(packed, r.indptr)
    unpack(packed, r)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--most", type=int, default=SIZES[-1])
    parser.add_argument("--alone", type=int)
    asked = parser.parse_args()
    if asked.alone:
        return alone(asked.alone)
    sizes = [n for n in SIZES if n <= asked.most]
    measured(1_000, beds=True)  # compiled once, before anything is timed
    runs = [measured(n, beds=False) for n in sizes]
    n = sizes[-1]
    growth = [
        round(
            math.log(late["kernel_seconds"] / early["kernel_seconds"])
            / math.log(_n_log_n(late["applicants"]) / _n_log_n(early["applicants"])),
            2,
        )
        for early, late in pairwise(runs)
    ]
    stored = Path(f"{sys.argv[0]}.{n}.npz")
    r = market(n, beds=False)
    np.savez(stored, **{name: getattr(r, name) for name in Round.__dataclass_fields__})
    del r
    try:
        peak = peak_megabytes(n)
    finally:
        stored.unlink()
    told = {
        "without_beds": runs,
        "with_beds": measured(n, beds=True),
        "exponent_over_n_log_n": growth,
        "reference": against_reference(min(100_000, n)),
        "peak_megabytes": round(peak),
    }
    print(json.dumps(told, indent=1))
    return None


if __name__ == "__main__":
    main()
