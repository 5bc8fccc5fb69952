"""Which plan held on a day, what it promised line by line and in sum, and what was promised at first?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db import connection

from titian.evaluation.indicators.compiled import compiled_plan
from titian.evaluation.queries.cells import Row


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


# Every version with its lines, and beside each the sums of the one in force.
VERSIONS = """
    SELECT version.number, {sums}, version.decided_on, version.reason, target.channel_id, target.fund_id, target.wave,
        target.label, target.packages, target.people, target.rupiah, target.rupiah_spent
    FROM planning_planversion version
    LEFT JOIN planning_target target ON target.version_id = version.id
    LEFT JOIN standards_channel channel ON channel.code = target.channel_id
    LEFT JOIN standards_fund fund ON fund.code = target.fund_id
    WHERE version.centre_id = %(centre)s AND version.year = %(year)s
    ORDER BY version.number, channel.position, target.channel_id, fund.position, target.fund_id, target.wave
"""


def plan_in_force(centre_id: int, year: int, on: date) -> Plan:
    """Return the newest version decided by that day beside the first of the year."""
    with connection.cursor() as cursor:
        cursor.execute(VERSIONS.format(sums=_sums()), {"centre": centre_id, "year": year, "on": on})
        rows = cursor.fetchall()
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
                WHERE centre_id = %(centre)s AND year = %(year)s AND decided_on <= %(on)s ORDER BY number DESC LIMIT 1
            )
        ), plan AS (
            SELECT '' AS slice_1, '' AS slice_2, packages, people, rupiah, rupiah_spent FROM lines
            UNION ALL SELECT 'channel', channel, packages, people, rupiah, rupiah_spent FROM lines
        ) SELECT json_agg(answer) FROM ({compiled_plan()}) AS answer
    )"""
