"""The evaluation for machines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

from titian.evaluation.document import Counts, Evaluation, Figure, Slice

CHANNEL_COUNTS = (
    "people",
    "packages",
    "passed",
    "assessed",
    "competent",
    "job_employee",
    "job_own_account",
    "job_casual",
    "job_none",
    "disability",
    "female",
    "covered",
)
UNKNOWN = tuple(field.name for field in fields(Counts) if field.name.startswith("unknown_"))


def to_json(evaluation: Evaluation) -> str:
    return json.dumps(to_data(evaluation), ensure_ascii=False, default=str)


def to_data(evaluation: Evaluation) -> dict[str, Any]:
    """Return counts first, then each indicator with state, denominator, interval and who was left out."""
    return {
        "centre": evaluation.centre_name,
        "year": evaluation.year,
        "as_of": _day(evaluation.as_of),
        "read_on": _day(evaluation.read_on),
        "channels": {
            counts.code: {name: getattr(counts, name) for name in CHANNEL_COUNTS}
            for counts in evaluation.channels
        },
        "seats": evaluation.seats,
        "distinct_people": evaluation.distinct_people,
        "by_regency": {row.code or "unknown": row.people for row in evaluation.by_regency if row.people},
        "held": [
            {"sheet": row.sheet, "package": row.package, "row": row.row, "code": row.code}
            for row in evaluation.held
        ],
        "repeated": [
            {"sheet": row.sheet, "package": row.package, "row": row.row} for row in evaluation.repeated
        ],
        "unknown": {name.removeprefix("unknown_"): getattr(evaluation.total, name) for name in UNKNOWN},
        "indicators": _figures(evaluation.figures),
        "indicators_by": {
            "channel": _slices(evaluation.by_channel),
            "regency": _slices(evaluation.by_regency_figures),
            "programme": _slices(evaluation.by_programme),
            "sex": _slices(evaluation.by_sex),
            "education": _slices(evaluation.by_education),
        },
        "targets": [asdict(row) for row in evaluation.targets],
        "placement_by_kind": [
            {**asdict(row), "share": row.share._asdict()} for row in evaluation.placement_by_kind
        ],
        "placement_by_month": [asdict(row) for row in evaluation.placement_by_month],
        "missing": [asdict(row) for row in evaluation.missing],
        "agreements": [asdict(row) for row in evaluation.agreements],
        "definitions": {definition.code: asdict(definition) for definition in evaluation.definitions},
        "notes": list(evaluation.notes),
    }


def _slices(slices: tuple[Slice, ...]) -> dict[str, dict[str, Any]]:
    return {cut.code or "unknown": _figures(cut.figures) for cut in slices}


def _figures(figures: Sequence[Figure]) -> dict[str, dict[str, Any]]:
    return {
        figure.code: {name: value for name, value in figure._asdict().items() if name != "code"}
        for figure in figures
    }


def _day(value: object) -> str | None:
    return None if value is None else str(value)
