"""A national round of admission, against np.sort of as many keys and against the plain-Python reference."""

from __future__ import annotations

import math
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

import numpy as np

from benchmarks.measuring import paired, peak_memory, seconds
from benchmarks.report import Figure, Report
from engines.admission import Round, assign, blocking, reference
from engines.admission.kernel import solve, unpack
from engines.admission.market import EVERY_TERM, IntArray
from engines.admission.packing import Packed, pack

LIBRARIES = ("numba",)
SIZES = {"small": (10_000, 30_000), "full": (10_000, 30_000, 100_000, 300_000, 1_000_000)}
AGAINST_REFERENCE = {"small": 10_000, "full": 100_000}
CHOICES, SEATS, RUNS = 5, 16, 5
HOME, DISABILITY = 1, 2
GUARANTEED, OF_HOME = 1, 8  # the other 7 of 16 are open
REGENCIES, LOCAL, DISABLED = 514, 0.8, 0.021
BEDS = 3  # of each group's seats, in each dormitory
MOST_MEGABYTES = 800
CPU = time.thread_time  # other work on the machine must not decide a ratio
SORT = "np.sort of as many keys, the same run"


def run(size: str) -> Report:
    sizes = SIZES[size]
    market(1_000, beds=True), _solved(pack(market(1_000, beds=True)), market(1_000, beds=True))
    plain = [_kernel(n, beds=False, full=size == "full") for n in sizes]
    most = sizes[-1]
    figures = (
        plain[-1],
        _kernel(most, beds=True, full=size == "full"),
        _packing(most, beds=False, full=size == "full"),
        _packing(most, beds=True, full=size == "full"),
        _against_reference(AGAINST_REFERENCE[size], full=size == "full"),
    )
    growth = [
        round(math.log(late.seconds / early.seconds) / math.log(_n_log_n(b) / _n_log_n(a)), 2)
        for (a, early), (b, late) in pairwise(zip(sizes, plain, strict=True))
    ]
    peak = _peak(most)
    return Report(
        "How long does it take to seat a nation by slot-specific priorities, and is nobody passed over?",
        {"applicants": most, "contracts": most * CHOICES, "classes": most // SEATS},
        figures,
        (
            f"kernel seconds by size: {dict(zip(sizes, (round(one.seconds, 5) for one in plain), strict=True))}",
            f"exponent over n log n between sizes (1 is n log n): {growth}",
            f"a process that reads, packs and assigns the round needs {peak} MB at most ({MOST_MEGABYTES} allowed)",
        ),
    )


def _kernel(n: int, *, beds: bool, full: bool) -> Figure:
    r = market(n, beds=beds)
    keys = _keys(len(r.merit))
    packed = pack(r)
    fresh = packed.block.copy()

    def ours() -> None:
        packed.block[:] = fresh  # a copy of the empty seats is part of the time
        solve(packed, r.indptr)

    pair = paired(ours, lambda: np.sort(keys), runs=RUNS, clock=CPU)
    outcome = unpack(packed, r)
    blocked = blocking(r, outcome)
    assert not blocked.size, f"{blocked.size} contracts block"
    wanted = 3.0 if beds else 1.5
    return Figure(
        f"{n:,} applicants assigned{', with beds' if beds else ''}", pair.ours, SORT, pair.peer,
        "the same sort", pair.peer, statistic=f"median CPU seconds of {RUNS} paired runs",
        wanted=f"within {wanted} of the sort", met=pair.ratio <= wanted if full else None,
        more={"median_of_ratios": pair.ratio, "seated": int((outcome.contract >= 0).sum()), "blocking": 0},
    )  # fmt: skip


def _packing(n: int, *, beds: bool, full: bool) -> Figure:
    r = market(n, beds=beds)
    keys = _keys(len(r.merit))
    fields = [getattr(r, name) for name in Round.__dataclass_fields__]
    pair = paired(lambda: pack(Round(*fields)), lambda: np.sort(keys), runs=RUNS, clock=CPU)
    return Figure(
        f"public arrays validated and packed{', with beds' if beds else ''}", pair.ours, SORT, pair.peer,
        "the same sort", pair.peer, statistic=f"median CPU seconds of {RUNS} paired runs",
        wanted="within 5 of the sort", met=pair.ratio <= 5 if full else None,
        more={"median_of_ratios": pair.ratio},
    )  # fmt: skip


def _against_reference(n: int, *, full: bool) -> Figure:
    r = market(n, beds=False)
    packed = pack(r)
    ours = seconds(lambda: solve(packed, r.indptr), clock=CPU)
    start = CPU()
    plain = reference.assign(r)
    peer = CPU() - start
    outcome = unpack(packed, r)
    assert (plain.contract == outcome.contract).all(), "the implementations disagree"
    assert (plain.slot == outcome.slot).all(), "the implementations disagree"
    keys = _keys(len(r.merit))
    sort = seconds(lambda: np.sort(keys), clock=CPU)
    return Figure(
        f"{n:,} applicants, identical to the slot", ours, "the pure-Python reference", peer,
        "np.sort of as many keys", sort, statistic="CPU seconds of one run",
        wanted="100 times as fast", met=peer / ours >= 100 if full else None,
    )  # fmt: skip


def _solved(packed: Packed, r: Round) -> None:
    solve(packed, r.indptr)
    blocking(r, unpack(packed, r))


def _keys(count: int) -> IntArray:
    return np.random.default_rng(5).integers(0, 2**63 - 1, count)


def _n_log_n(n: int) -> float:
    return n * math.log(n)


def _peak(n: int) -> int:
    """Return the megabytes of a process that reads a stored round and assigns it."""
    with tempfile.TemporaryDirectory() as folder:
        stored = Path(folder) / "round.npz"
        r = market(n, beds=False)
        np.savez(stored, **{name: getattr(r, name) for name in Round.__dataclass_fields__})
        del r
        command = [sys.executable, "-m", "benchmarks.admission", str(stored)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    return int(done.stdout)


def _alone(stored: str) -> None:
    """Assign a stored round and print the most memory it took."""
    with np.load(stored) as arrays:
        assign(Round(*(arrays[name] for name in Round.__dataclass_fields__)))
    print(peak_memory()["process_mb"])


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


if __name__ == "__main__":
    _alone(sys.argv[1])
