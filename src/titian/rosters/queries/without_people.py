"""Loads and held rows told by file, sheet, row and cell: nothing of what a cell holds."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Count, QuerySet

from titian.rosters.models import Load, LoadedFile, LoadState, StagedRow, Verdict
from titian.rosters.reading.sentences import VERDICTS
from titian.rosters.reading.verdicts import sentence

FAMILIES = (  # a cell that two fields share stands under the first of them that is there
    ("birth_date", ("birth_date", "birth_place_and_date")),
    ("text", ("birth_date", "birth_place_and_date", "work_starts_on")),
    ("status_word", ("job_status",)),
)


def loads_page(loads: QuerySet[Load], limit: int, offset: int) -> tuple[int, list[dict[str, Any]]]:
    """Return how many loads there are, and one page of them, latest first."""
    page = list(loads.select_related("centre").order_by("-pk")[offset : offset + limit])
    ids = [load.pk for load in page]
    rows = dict(StagedRow.objects.filter(load__in=ids).values_list("load").annotate(n=Count("pk")).order_by())
    states: dict[int, list[str]] = {}
    for load_id, state in LoadedFile.objects.filter(load__in=ids).values_list("load", "state"):
        states.setdefault(load_id, []).append(state)
    return loads.count(), [
        {
            "load": load.pk,
            "centre_id": load.centre_id,
            "centre": load.centre.name,
            "year": load.year,
            "started_at": load.started_at,
            "undone_at": load.undone_at,
            "files": len(states.get(load.pk, [])),
            "rows": rows.get(load.pk, 0),
            "state": _state(load, Counter(states.get(load.pk, []))),
        }
        for load in page
    ]


def held_page(rows: QuerySet[StagedRow], limit: int, offset: int) -> tuple[int, list[dict[str, Any]]]:
    """Return how many rows are held, and one page of them: where they stand, why, which cells to correct."""
    found = rows.filter(live=True, verdict=Verdict.HELD)
    page = found.select_related("sheet__file").order_by("sheet__file__name", "package", "line", "pk")
    return found.count(), [_held(row) for row in page[offset : offset + limit]]


def _state(load: Load, states: Counter[str]) -> str:
    if load.undone_at is not None:
        return LoadState.UNDONE.value
    if states[LoadState.STAGED] or not states:
        return LoadState.STAGED.value
    return LoadState.CARRIED.value if states[LoadState.CARRIED] else LoadState.UNCHANGED.value


def _held(row: StagedRow) -> dict[str, Any]:
    columns: dict[str, str] = row.sheet.columns
    cells = {field: f"{letter}{row.line}" for field, letter in columns.items()}
    told = dict(cells)
    for name, fields in FAMILIES:
        told[name] = next((cells[field] for field in fields if field in cells), "")
    return {
        "centre_id": row.centre_id,
        "year": row.year,
        "load": row.load_id,
        "file": row.sheet.file.name,
        "sheet": row.sheet.name,
        "package": row.package,
        "row": row.line,
        "reasons": [
            {
                "code": code,
                "sentence": sentence(code, told),
                "cells": [cells[field] for field in VERDICTS[code].fields if field in cells],
            }
            for code in row.codes
            if code in VERDICTS
        ],
    }
