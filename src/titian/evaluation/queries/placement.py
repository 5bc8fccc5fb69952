"""What work people found, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from titian.evaluation.document import Counts, KindRow, MonthPoint
from titian.evaluation.indicators.compiled import MONTHS
from titian.evaluation.queries.cells import Question, Row, months_of
from titian.evaluation.queries.figures import parts_of, share_of, window_is_open, with_interval
from titian.standards.models import JobStatus


def month_points(question: Question) -> tuple[MonthPoint, ...]:
    """Return, for each month since class end, how many of the graduates observed that long had found work."""
    row = months_of(question)
    points = []
    for month in MONTHS:
        parts = parts_of(row, f"graduates_{month}")
        open_now = window_is_open(parts_of(row, f"everyone_{month}"))
        figure = with_interval(share_of("placed", parts, window=True, open_now=open_now))
        points.append(
            MonthPoint(
                month,
                figure.numerator or 0,
                figure.denominator or 0,
                figure.too_young,
                figure.value,
                figure.low,
                figure.high,
            )
        )
    return tuple(points)


def kind_rows(
    statuses: Mapping[str, Row], total: Counts, listed: Mapping[str, JobStatus]
) -> tuple[KindRow, ...]:
    """Return the people of each status anybody was reported with, in the order of the code list."""
    people = {code: int(row["counts__people"]) for code, row in statuses.items() if code}
    known = total.people - total.unknown_status
    rows = []
    for status in (held for code, held in listed.items() if code in people):
        parts = {
            "numerator": people[status.code], "numerator_high": people[status.code], "denominator": known,
            "missing": total.unknown_status, "too_young": 0,
        }  # fmt: skip
        share = replace(with_interval(share_of("status", parts)), code=f"status_{status.code}")
        rows.append(
            KindRow(
                status.code,
                str(status),
                people[status.code],
                share,
                status.statistics_reading,
                status.centre_reading,
                status.own_business,
            )
        )
    return tuple(rows)
