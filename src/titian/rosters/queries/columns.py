"""Which columns of a load has nobody explained yet, and what stands in them?"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from titian.rosters.models import Load, LoadedSheet, LoadState, StagedRow
from titian.rosters.queries.repair import original_cells
from titian.rosters.reading.fields import FIELD_LABELS

PREVIEW_ROWS = 5
SHOWN_DIGITS = 4
_NUMBER_OF_A_PERSON = re.compile(r"\d(?:[\s.\-]?\d){9,}")


@dataclass(frozen=True)
class UnknownColumn:
    """A heading nobody has explained; `places` are the sheets and letters where it stands."""

    heading: str
    suggestions: list[str]
    places: list[str]
    samples: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Preview:
    """The first rows of a sheet, as written; numbers of persons are masked."""

    sheet: str
    file: str
    head: list[tuple[str, str, bool]]
    rows: list[list[str]]


def unknown_columns(load: Load) -> list[UnknownColumn]:
    """Return the headings of the load's staged sheets that no field is known for."""
    found: dict[str, UnknownColumn] = {}
    for sheet in _sheets(load):
        for problem in sheet.problems:
            if problem["code"] == "unknown_column":
                heading = str(problem["heading"])
                column = found.setdefault(
                    heading, UnknownColumn(heading, list(problem.get("suggestions", [])), [])
                )
                column.places.append(f"{sheet.name}, {problem['letter']}")
    return list(found.values())


def previews(load: Load, *, at_most: int = 3) -> list[Preview]:
    """Return the first rows of sheets that hold an unknown column, one sheet for each set of them."""
    made: list[Preview] = []
    seen: set[str] = set()
    for sheet in _sheets(load):
        unknown = {str(p["heading"]) for p in sheet.problems if p["code"] == "unknown_column"}
        if unknown <= seen or len(made) == at_most:
            continue
        seen |= unknown
        made.append(_preview(sheet, unknown))
    return made


def masked(text: str) -> str:
    """Return the text with every long number but its last digits hidden."""
    return _NUMBER_OF_A_PERSON.sub(lambda found: f"••••{found.group()[-SHOWN_DIGITS:]}", text)


def _shown(name: str, text: str) -> str:
    return f"••••{text[-SHOWN_DIGITS:]}" if name == "nik" and text else masked(text)


def _sheets(load: Load) -> list[LoadedSheet]:
    sheets = LoadedSheet.objects.filter(file__load=load, file__state=LoadState.STAGED, skipped="")
    return list(sheets.exclude(problems=[]).select_related("file").order_by("file", "position"))


def _preview(sheet: LoadedSheet, unknown: set[str]) -> Preview:
    rows = StagedRow.objects.filter(sheet=sheet).select_related("sheet").order_by("line")[:PREVIEW_ROWS]
    cells = [original_cells(row) for row in rows]
    names = sorted(dict.fromkeys(name for row in cells for name in row), key=lambda name: name not in unknown)
    head = [(name, FIELD_LABELS.get(name, name), name in unknown) for name in names]
    return Preview(
        sheet.name,
        sheet.file.name,
        head,
        [[_shown(name, row.get(name) or "") for name in names] for row in cells],
    )
