"""Which plan held on a day, what it promised line by line and in sum, and what was promised at first?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import JSONField
from django.db.models.expressions import RawSQL

from titian.evaluation.indicators.compiled import compiled_plan
from titian.evaluation.queries.cells import Row
from titian.planning.models import PlanVersion


class Line(NamedTuple):
    """One promise of one version."""

    decided_on: date
    reason: str
    channel: str
    fund: str
    wave: str
    label: str
    packages: int
    people: int
    rupiah: int | None
    rupiah_spent: int | None


@dataclass(frozen=True)
class Plan:
    """The version in force; `first` is empty where it is the first, and without any version all is empty.

    `whole` has the registry's sums under '', `by_channel` those of each channel.
    """

    decided_on: date | None = None
    reason: str = ""
    lines: list[Line] = field(default_factory=list)
    first: list[Line] = field(default_factory=list)
    whole: dict[str, Row] = field(default_factory=dict)
    by_channel: dict[str, Row] = field(default_factory=dict)


LINE = (
    "decided_on", "reason", "targets__channel_id", "targets__fund_id", "targets__wave", "targets__label",
    "targets__packages", "targets__people", "targets__rupiah", "targets__rupiah_spent",
)  # fmt: skip
ORDER = (
    "number", "targets__channel__position", "targets__channel", "targets__fund__position", "targets__fund",
    "targets__wave",
)  # fmt: skip


def plan_in_force(centre_id: int, year: int, on: date) -> Plan:
    """Return the newest version decided by that day beside the first of the year."""
    versions = PlanVersion.objects.filter(centre_id=centre_id, year=year)
    sums = RawSQL(_sums(), [centre_id, year, on], JSONField())  # nosec B611: the registry wrote it, nobody types it
    rows = versions.annotate(sums=sums).order_by(*ORDER).values_list("number", "sums", *LINE)
    lines: dict[int, list[Line]] = {}
    answers: list[Row] = []
    for number, told, *line in rows:
        lines.setdefault(number, []).append(Line(*line))
        answers = told or []
    decided = [number for number, held in lines.items() if held[0].decided_on <= on]
    if not decided:
        return Plan()
    number, oldest = max(decided), min(lines)
    head = lines[number][0]
    return Plan(
        head.decided_on,
        head.reason,
        _promised(lines[number]),
        _promised(lines[oldest]) if oldest != number else [],
        {row["slice_2"]: row for row in answers if row["slice_1"] == ""},
        {row["slice_2"]: row for row in answers if row["slice_1"] == "channel"},
    )


def _promised(lines: list[Line]) -> list[Line]:
    """A version that promises nothing comes as one line without a channel."""
    return [line for line in lines if line.channel is not None]


def _sums() -> str:
    return f"""(
        WITH lines AS (
            SELECT channel_id::text AS channel, packages::bigint, people::bigint, rupiah, rupiah_spent
            FROM planning_target WHERE version_id = (
                SELECT id FROM planning_planversion
                WHERE centre_id = %s AND year = %s AND decided_on <= %s ORDER BY number DESC LIMIT 1
            )
        ), plan AS (
            SELECT '' AS slice_1, '' AS slice_2, packages, people, rupiah, rupiah_spent FROM lines
            UNION ALL SELECT 'channel', channel, packages, people, rupiah, rupiah_spent FROM lines
        ) SELECT jsonb_agg(answer) FROM ({compiled_plan()}) AS answer
    )"""
