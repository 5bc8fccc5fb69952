"""A roster file read whole: sheets with their title blocks, and one typed line per person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
from django.utils.translation import gettext as _

from titian.core.errors import DomainError
from titian.core.text import key
from titian.rosters.reading.cells import letter_of
from titian.rosters.reading.files import Grid, open_roster
from titian.rosters.reading.judge import CAPACITY, judged
from titian.rosters.reading.report import Problem, SheetRead, SkippedSheet, TitleBlock, WorkbookRead
from titian.rosters.reading.table import Table, find_table, read_rows
from titian.rosters.reading.titles import CLASS_FIELDS, block_of, read_title
from titian.rosters.reading.typed import TEXT_FIELDS, typed
from titian.rosters.reading.vocabulary import LEAVE_OUT, Vocabulary

ROW_SCHEMA: dict[str, pl.DataType] = {
    "sheet_index": pl.Int32(),
    "row": pl.Int32(),
    "class_key": pl.String(),
    "raw": pl.String(),
    "number_in_class": pl.Int32(),
    "name": pl.String(),
    "name_key": pl.String(),
    "nik": pl.String(),
    "nik_digits": pl.String(),
    "nik_numeric": pl.Boolean(),
    "birth_place": pl.String(),
    "birth_date": pl.Date(),
    "sex": pl.String(),
    "education": pl.String(),
    "disability": pl.Boolean(),
    "disability_kind": pl.String(),
    "address": pl.String(),
    "regency": pl.String(),
    "district": pl.String(),
    "phone": pl.String(),
    "passed": pl.Boolean(),
    "certificate_number": pl.String(),
    "competent": pl.Boolean(),
    "competency_certificate_number": pl.String(),
    "member_number": pl.String(),
    "status": pl.String(),
    "status_word": pl.String(),
    "employer_name": pl.String(),
    "job_title": pl.String(),
    "work_starts_on": pl.Date(),
    "wage": pl.Int64(),
    "note": pl.String(),
    "codes": pl.List(pl.String()),
    "warnings": pl.List(pl.String()),
    "repeated": pl.Boolean(),
    "unknown_words": pl.List(pl.String()),
    "source_document": pl.String(),
    "source_sheet": pl.String(),
    "source_row": pl.Int32(),
}

FIELDS = frozenset((*TEXT_FIELDS, *CLASS_FIELDS, LEAVE_OUT))


@dataclass
class _Part:
    """The rows of one class of one sheet, still as text."""

    sheet: SheetRead
    rows: pl.DataFrame


def read_workbook(
    path: Path,
    vocabulary: Vocabulary,
    *,
    year: int,
    overrides: Mapping[str, str] | None = None,
    minimum_ages: Mapping[str, int] | None = None,
) -> WorkbookRead:
    """Read a roster file. `overrides`: heading text -> field; `minimum_ages`: class key -> age."""
    _refuse_unknown_fields(overrides or {})
    opened = open_roster(path)
    known = vocabulary.with_headings(overrides or {})
    parts: list[_Part] = []
    skipped: list[SkippedSheet] = []
    for grid in opened.grids:
        reason = _why_skipped(grid)
        table = None if reason else find_table(grid, known)
        if table is None:
            skipped.append(SkippedSheet(grid.name, reason or "no_heading_row"))
            continue
        read_rows(table, grid, known)
        parts.extend(_parts(grid, table, known, year, first_index=len(parts)))
    if not parts and all(sheet.code == "sheet_empty" for sheet in skipped):
        raise DomainError(
            _("%(name)s tidak berisi satu baris pun. Periksa apakah berkas yang benar sudah disimpan.")
            % {"name": path.name},
            code="file_unreadable",
        )
    rows = _rows(parts, known, year=year, ages=minimum_ages or {})
    sheets = tuple(_with_capacity(part.sheet, rows) for part in parts)
    return WorkbookRead(opened.name, opened.sha256, opened.size, sheets, rows, tuple(skipped))


def _refuse_unknown_fields(overrides: Mapping[str, str]) -> None:
    for heading, name in overrides.items():
        if name not in FIELDS:
            raise DomainError(
                _(
                    'Judul "%(heading)s" tidak dapat dipetakan ke "%(field)s" karena data itu tidak dikenal. '
                    "Pilih salah satu: %(fields)s."
                )
                % {"heading": heading, "field": name, "fields": ", ".join(sorted(FIELDS))},
                code="field_unknown",
            )


def _why_skipped(grid: Grid) -> str | None:
    if grid.hidden:
        return "sheet_hidden"
    if not grid.is_table:
        return "sheet_not_table"
    if not any(cell != "" for row in grid.rows for cell in row):
        return "sheet_empty"
    return None


def _parts(grid: Grid, table: Table, vocabulary: Vocabulary, year: int, *, first_index: int) -> list[_Part]:
    """Return the classes of a sheet: one, or one for each package the table itself names."""
    months = dict(vocabulary.words.get("month", {}))
    title = read_title(grid.rows[: table.header], vocabulary, months=months, sheet_name=grid.name)
    if "package" not in table.columns:
        told = _completed(title, table.rows, vocabulary, months, table)
        return [_part(grid, table, told, table.rows, first_index, grid.name, year)]
    parts: list[_Part] = []
    rows = table.rows.with_columns(pl.col("package").fill_null(title.package or "").alias("_group"))
    for name, group in rows.partition_by("_group", as_dict=True, maintain_order=True).items():
        told = _completed(replace(title, package=str(name[0]) or None), group, vocabulary, months, table)
        sheet_name = _first(group, "source_sheet") or grid.name
        parts.append(
            _part(grid, table, told, group.drop("_group"), first_index + len(parts), sheet_name, year)
        )
    return parts


def _completed(
    title: TitleBlock, rows: pl.DataFrame, vocabulary: Vocabulary, months: dict[str, str], table: Table
) -> TitleBlock:
    """Return the title with what it lacks taken from the class columns of the table."""
    values = {name: text for name in CLASS_FIELDS if name in rows.columns and (text := _first(rows, name))}
    if not values:
        return title
    cells = {name: f"{letter_of(table.columns[name])}{rows['row'][0]}" for name in values}
    told = block_of(values, vocabulary, months, cells)
    lacking = {
        name: getattr(told, name)
        for name in (*CLASS_FIELDS, "field_code", "fund_code")
        if getattr(title, name) is None and getattr(told, name) is not None
    }
    return replace(title, **lacking, cells={**told.cells, **title.cells})


def _first(rows: pl.DataFrame, name: str) -> str | None:
    if name not in rows.columns:
        return None
    texts = rows[name].drop_nulls()
    return str(texts[0]) if texts.len() else None


def _part(
    grid: Grid, table: Table, title: TitleBlock, rows: pl.DataFrame, index: int, sheet_name: str, year: int
) -> _Part:
    problems = list(table.problems)
    if not table.columns.keys() & {"name", "nik"}:
        problems.insert(0, Problem("no_heading_row", {"row": table.header + 1}))
    problems += _why_title_lacks(title, year)
    total = None if "package" in table.columns else table.declared_total
    if total is not None and total != rows.height:
        problems.append(Problem("total_differs", {"declared": total, "counted": rows.height}))
    sheet = SheetRead(
        index=index,
        name=sheet_name,
        class_key=key(title.package) if title.package else f"sheet:{sheet_name}",
        title=title,
        header_row=table.header + 1,
        columns={name: letter_of(at) for name, at in table.columns.items()},
        headings=table.headings,
        unknown=tuple(table.unknown),
        left_out=tuple(table.left_out),
        declared_total=total,
        counted=rows.height,
        problems=tuple(problems),
    )
    return _Part(sheet, rows)


def _why_title_lacks(title: TitleBlock, year: int) -> list[Problem]:
    problems = []
    if not title.package:
        problems.append(Problem("package_missing"))
    if title.starts_on is None or title.ends_on is None:
        problems.append(Problem("dates_missing"))
    elif title.ends_on < title.starts_on:
        problems.append(
            Problem(
                "dates_out_of_order",
                {"starts_on": title.starts_on.isoformat(), "ends_on": title.ends_on.isoformat()},
            )
        )
    if title.starts_on is not None and title.starts_on.year != year:
        problems.append(
            Problem("class_year_differs", {"starts_on": title.starts_on.isoformat(), "year": year})
        )
    if not title.programme:
        problems.append(Problem("programme_missing"))
    if title.field_word and title.field_code is None:
        problems.append(Problem("field_unknown", {"word": title.field_word}))
    if title.fund_word and title.fund_code is None:
        problems.append(Problem("fund_unknown", {"word": title.fund_word}))
    return problems


def _rows(parts: list[_Part], vocabulary: Vocabulary, *, year: int, ages: Mapping[str, int]) -> pl.DataFrame:
    frames = [_classed(part) for part in parts if part.rows.height]
    if not frames:
        return pl.DataFrame(schema=ROW_SCHEMA)
    text = pl.concat(frames, how="diagonal")
    missing = [name for name in TEXT_FIELDS if name not in text.columns]
    text = text.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in missing)
    told = judged(typed(text, vocabulary, year=year), vocabulary, year=year, ages=ages)
    return told.rename({"_unknown": "unknown_words"}).select(
        pl.col(name).cast(kind) for name, kind in ROW_SCHEMA.items()
    )


def _classed(part: _Part) -> pl.DataFrame:
    sheet = part.sheet
    own = [name for name in CLASS_FIELDS if name in part.rows.columns]
    return part.rows.drop(own).with_columns(
        pl.lit(sheet.index, dtype=pl.Int32).alias("sheet_index"),
        pl.lit(sheet.class_key).alias("class_key"),
        pl.lit(sheet.title.starts_on, dtype=pl.Date).alias("starts_on"),
        pl.lit(sheet.title.ends_on, dtype=pl.Date).alias("ends_on"),
        pl.lit(sheet.title.capacity or CAPACITY, dtype=pl.Int32).alias("capacity"),
    )


def _with_capacity(sheet: SheetRead, rows: pl.DataFrame) -> SheetRead:
    mine = rows.filter(pl.col("sheet_index") == sheet.index)
    if not mine["warnings"].list.contains("class_over_capacity").any():
        return sheet
    accepted = mine.filter((pl.col("codes").list.len() == 0) & ~pl.col("repeated")).height
    capacity = sheet.title.capacity or CAPACITY
    problem = Problem("class_over_capacity", {"accepted": accepted, "capacity": capacity})
    return replace(sheet, problems=(*sheet.problems, problem))
