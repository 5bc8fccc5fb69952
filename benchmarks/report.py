"""What a benchmark answers with, as JSON and as lines to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Figure:
    """Our seconds beside a peer's and beside the limit of this machine for the same work.

    `statistic` says what the seconds are ("median of 7 paired runs", "p95 of 400"); `limit` names what nothing
    can beat here (a memory scan, a plain COPY, the same SQL under pgbench) and `limit_seconds` its time.
    `wanted` is the target in words and `met` whether it was reached (None: this size cannot say).
    """

    what: str
    seconds: float
    peer: str
    peer_seconds: float
    limit: str
    limit_seconds: float
    statistic: str = "median of paired runs"
    wanted: str = ""
    met: bool | None = None
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        """Our seconds ÷ the peer's: below 1 we are the faster."""
        return self.seconds / self.peer_seconds

    @property
    def times_the_limit(self) -> float:
        return self.seconds / self.limit_seconds

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "ratio": _round(self.ratio), "peer_over_ours": _round(1 / self.ratio),
                "times_the_limit": _round(self.times_the_limit)}  # fmt: skip

    def as_line(self) -> str:
        sign = {True: "ok", False: "MISSED", None: "--"}[self.met]
        wanted = f"; wanted {self.wanted}" if self.wanted else ""
        return (
            f"  [{sign}] {self.what}: {_seconds(self.seconds)} ({self.statistic})\n"
            f"       {_ratio(self.ratio)} {self.peer} ({_seconds(self.peer_seconds)}){wanted}\n"
            f"       {_round(self.times_the_limit)}x the limit: {self.limit} ({_seconds(self.limit_seconds)})"
        )


@dataclass(frozen=True)
class Report:
    """The answer of one run: how much was done and what it took. `skipped` says why nothing was measured."""

    question: str
    sizes: Mapping[str, Any]
    figures: tuple[Figure, ...] = ()
    notes: tuple[str, ...] = ()
    skipped: str = ""


def _round(number: float) -> float:
    return float(f"{number:.3g}")


def _ratio(ratio: float) -> str:
    return f"{_round(ratio)}x" if ratio >= 1 else f"1/{_round(1 / ratio)} of"


def _seconds(seconds: float) -> str:
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{_round(seconds / size)} {unit}"
    return f"{_round(seconds * 1e9)} ns"
