"""What work people found, and when."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from titian.evaluation.document import Counts, KindRow, MonthPoint
from titian.evaluation.indicators.compiled import MONTHS
from titian.evaluation.queries.cells import Question, Row, months_of
from titian.evaluation.queries.figures import Parts, parts_of, shares_of, window_is_open
from titian.standards.models import JobStatus


def month_points(question: Question) -> tuple[MonthPoint, ...]:
    """Return, for each month since class end, how many of the graduates observed that long had found work."""
    rows = [months_of(question)]
    graduates, everyone = (
        Parts(*(part[:, 0] for part in parts_of(rows, [f"{who}_{month}" for month in MONTHS])))
        for who in ("graduates", "everyone")
    )
    figures = shares_of(["placed"] * len(MONTHS), graduates, ~window_is_open(everyone))
    return tuple(
        MonthPoint(
            month, told.numerator or 0, told.denominator or 0, told.too_young, told.value, told.low, told.high
        )
        for month, told in zip(MONTHS, figures, strict=True)
    )


def kind_rows(
    statuses: Mapping[str, Row], total: Counts, listed: Mapping[str, JobStatus]
) -> tuple[KindRow, ...]:
    """Return the people of each status anybody was reported with, in the order of the code list."""
    people = {code: int(row["counts__people"]) for code, row in statuses.items() if code}
    known = total.people - total.unknown_status
    found = [held for code, held in listed.items() if code in people]
    counted = np.array([people[status.code] for status in found], dtype=np.int64)
    unknown, none = np.full_like(counted, total.unknown_status), np.zeros_like(counted)
    shares = shares_of(
        [f"status_{status.code}" for status in found],
        Parts(counted, counted, np.full_like(counted, known), unknown, none),
    )
    return tuple(
        KindRow(
            status.code,
            str(status),
            people[status.code],
            share,
            status.statistics_reading,
            status.centre_reading,
            status.own_business,
        )
        for status, share in zip(found, shares, strict=True)
    )
