"""What reading a workbook found."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import polars as pl


@dataclass(frozen=True)
class Problem:
    """Something about a sheet that a person should know; its sentence is in `verdicts`."""

    code: str
    params: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class UnknownHeading:
    """A column nobody has explained yet, and the fields it may be."""

    letter: str
    heading: str
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True)
class TitleBlock:
    """What a sheet says of its class. `cells` names the cell each value was read from."""

    programme: str | None = None
    organiser: str | None = None
    package: str | None = None
    field_word: str | None = None
    field_code: str | None = None
    fund_word: str | None = None
    fund_code: str | None = None
    wave: str | None = None
    certification_body: str | None = None
    hours: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    capacity: int | None = None
    cells: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SheetRead:
    """One class on one sheet; a table with a package column holds several."""

    index: int
    name: str
    class_key: str
    title: TitleBlock
    header_row: int | None
    columns: dict[str, str]
    headings: dict[str, str]
    unknown: tuple[UnknownHeading, ...]
    left_out: tuple[str, ...]
    declared_total: int | None
    counted: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class SkippedSheet:
    """A sheet that holds no roster, and why."""

    name: str
    code: str


@dataclass(frozen=True)
class WorkbookRead:
    """A whole file: its sheets, and one line per person row."""

    name: str
    sha256: str
    size: int
    sheets: tuple[SheetRead, ...]
    rows: pl.DataFrame
    skipped: tuple[SkippedSheet, ...] = ()
