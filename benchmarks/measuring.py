"""Clocks: paired runs in one process, so that a noisy machine troubles both sides alike."""

from __future__ import annotations

import gc
import os
import platform
import resource
import statistics
import time
from collections.abc import Callable, Iterable
from importlib.metadata import PackageNotFoundError, version
from typing import NamedTuple

MEGABYTE = 1024.0  # ru_maxrss counts kilobytes
ALWAYS_TOLD = ("django", "psycopg", "numpy", "polars", "ibis-framework", "duckdb")


class Pair(NamedTuple):
    """The medians of both sides, and the median of their ratios run by run."""

    ours: float
    peer: float
    ratio: float


def seconds(work: Callable[[], object], *, clock: Callable[[], float] = time.perf_counter) -> float:
    """Return what one run takes; garbage of the run before is not charged to it."""
    gc.collect()
    start = clock()
    work()
    return clock() - start


def paired(
    ours: Callable[[], object],
    peer: Callable[[], object],
    *,
    runs: int,
    clock: Callable[[], float] = time.perf_counter,
) -> Pair:
    """Run both sides in turn, the order changing, after one run each to warm up."""
    ours(), peer()
    pairs = []
    for run in range(runs):
        if run % 2:
            other = seconds(peer, clock=clock)
            pairs.append((seconds(ours, clock=clock), other))
        else:
            mine = seconds(ours, clock=clock)
            pairs.append((mine, seconds(peer, clock=clock)))
    return Pair(
        statistics.median(mine for mine, _other in pairs),
        statistics.median(other for _mine, other in pairs),
        statistics.median(mine / other for mine, other in pairs),
    )


def p95(times: Iterable[float]) -> float:
    """Return the time that 95 in 100 runs keep to."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def peak_memory() -> dict[str, int]:
    """Return the largest resident size so far of this process and of its largest child, in megabytes."""
    return {
        "process_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE),
        "largest_child_mb": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / MEGABYTE),
    }


def versions(*more: str) -> dict[str, str]:
    """Return the versions of Python and of the libraries that matter to the figures."""
    found = {"python": platform.python_version()}
    for name in (*ALWAYS_TOLD, *more):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "absent"
    return found


def machine() -> dict[str, object]:
    """Return what the figures were measured on, and how busy it was."""
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "load_average": [round(load, 1) for load in os.getloadavg()],
    }
