"""The evaluation for machines: counts first, then every figure with what it rests on."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from titian.evaluation.document import AgreementRow, Counts, Evaluation, Figure, RowNote, Slice, TargetRow

COUNTED = (
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


def as_data(evaluation: Evaluation) -> dict[str, Any]:
    """Return plain data: numbers as numbers, days as ISO text, unknown as null."""
    return {
        "centre": evaluation.centre_name,
        "year": evaluation.year,
        "as_of": _day(evaluation.as_of),
        "read_on": _day(evaluation.read_on),
        "published": False,
        "channels": {channel.code: _counted(channel) for channel in evaluation.channels},
        "total": _counted(evaluation.total),
        "seats": evaluation.seats,
        "distinct_people": evaluation.distinct_people,
        "by_regency": {row.code: row.people for row in evaluation.by_regency},
        "held": [_held(row) for row in evaluation.held],
        "repeated": [_repeated(row) for row in evaluation.repeated],
        "indicators": _figures(evaluation.figures),
        "indicators_by_channel": _slices(evaluation.by_channel),
        "indicators_by_regency": _slices(evaluation.by_regency_figures),
        "indicators_by_programme": _slices(evaluation.by_programme),
        "indicators_by_sex": _slices(evaluation.by_sex),
        "indicators_by_education": _slices(evaluation.by_education),
        "targets": [_target(row) for row in evaluation.targets],
        "placement_by_kind": [
            {
                "status": row.code,
                "people": row.people,
                "statistics_reading": row.statistics_reading,
                "centre_reading": row.centre_reading,
                "own_business": row.own_business,
                "evidence": "reported, not verified",
            }
            for row in evaluation.placement_by_kind
        ],
        "placement_by_month": [asdict(point) for point in evaluation.placement_by_month],
        "missing": [asdict(row) for row in evaluation.missing],
        "agreements": [_agreement(row) for row in evaluation.agreements],
        "definitions": {row.code: {**asdict(row), "unit": row.unit.value} for row in evaluation.definitions},
        "notes": list(evaluation.notes),
    }


def write_json(evaluation: Evaluation) -> bytes:
    """Return the data as JSON, two spaces deep for a reader."""
    return (json.dumps(as_data(evaluation), ensure_ascii=False, indent=2, default=str) + "\n").encode()


def _counted(counts: Counts) -> dict[str, int]:
    return {name: getattr(counts, name) for name in COUNTED}


def _figures(figures: tuple[Figure, ...]) -> dict[str, dict[str, Any]]:
    return {
        figure.code: {**asdict(figure), "state": figure.state.value, "unit": figure.unit.value}
        for figure in figures
    }


def _slices(parts: tuple[Slice, ...]) -> dict[str, dict[str, Any]]:
    return {
        part.code: {"name": part.name, **_counted(part.counts), "indicators": _figures(part.figures)}
        for part in parts
    }


def _held(row: RowNote) -> dict[str, Any]:
    return {**_repeated(row), "code": row.code}


def _repeated(row: RowNote) -> dict[str, Any]:
    return {"sheet": row.sheet, "package": row.package, "row": row.row, "document": row.document}


def _target(row: TargetRow) -> dict[str, Any]:
    return {
        **asdict(row),
        "packages_reached": row.packages_reached,
        "people_reached": row.people_reached,
    }


def _agreement(row: AgreementRow) -> dict[str, Any]:
    return asdict(row)


def _day(when: date | None) -> str | None:
    return when.isoformat() if when else None
