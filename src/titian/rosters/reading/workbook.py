"""A roster file read whole: sheets with their title blocks, and one typed line per person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
from django.utils.translation import gettext as _

from titian.core.errors import DomainError
from titian.core.text import key
from titian.rosters.reading.files import Grid, open_roster
from titian.rosters.reading.judge import CAPACITY, judged
from titian.rosters.reading.report import Problem, SheetRead, SkippedSheet, TitleBlock, WorkbookRead
from titian.rosters.reading.stacked import stacked
from titian.rosters.reading.table import Table, find_table, read_tables
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
    "certification_body": pl.String(),
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

# What a second table of a sheet need not say again; its package, programme and days are its own.
SAID_ONCE_A_SHEET = ("organiser", "fund_word", "fund_code", "wave", "certification_body")

FIELDS = frozenset((*TEXT_FIELDS, *CLASS_FIELDS, LEAVE_OUT))


class _Piece(NamedTuple):
    """One table, where it stands, and what the lines above it say."""

    grid: Grid
    table: Table
    title: TitleBlock


@dataclass
class _Part:
    """Classes, and rows, still as text, each with the index of its class."""

    sheets: list[SheetRead]
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
    pieces, skipped = _pieces(opened.grids, known)
    parts = _parts(pieces, known, year)
    if not parts and all(sheet.code == "sheet_empty" for sheet in skipped):
        raise DomainError(
            _("%(name)s tidak berisi satu baris pun. Periksa apakah berkas yang benar sudah disimpan.")
            % {"name": path.name},
            code="file_unreadable",
        )
    told = opened.name, opened.sha256, opened.size
    sheets = parts[0].sheets if parts else []
    frames = [part.rows.drop("table", *CLASS_FIELDS, strict=False) for part in parts if part.rows.height]
    del opened, pieces, parts  # the cells of a large file take more room than all that is made of them
    rows = _rows(frames, sheets, known, year=year, ages=minimum_ages or {})
    sheets = _with_capacity(sheets, rows)
    return WorkbookRead(*told, tuple(sheets), rows, tuple(skipped))


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


def _pieces(grids: Iterable[Grid], vocabulary: Vocabulary) -> tuple[list[_Piece], list[SkippedSheet]]:
    """Return every table of the workbook with its title block, and the sheets that hold none."""
    pieces: list[_Piece] = []
    skipped: list[SkippedSheet] = []
    months = dict(vocabulary.words.get("month", {}))
    for grid in grids:
        reason = _why_skipped(grid)
        first = None if reason else find_table(grid, vocabulary)
        if first is None:
            skipped.append(SkippedSheet(grid.name, reason or "no_heading_row"))
            continue
        above: TitleBlock | None = None
        for part in stacked(grid, first.header, vocabulary):
            table = first if part is grid else find_table(part, vocabulary)
            if table is None:
                continue
            title = read_title(
                part.rows[: table.header], vocabulary, months=months,
                sheet_name="" if above else grid.name, first_line=part.above + 1,
            )  # fmt: skip
            if above is not None:
                said = {name: getattr(title, name) or getattr(above, name) for name in SAID_ONCE_A_SHEET}
                title = replace(title, **said)
            above = above or title
            pieces.append(_Piece(part, table, title))
    return pieces, skipped


def _parts(pieces: Sequence[_Piece], vocabulary: Vocabulary, year: int) -> list[_Part]:
    """Return the classes of the tables in their order, and their rows."""
    if not pieces:
        return []
    rows = read_tables([(piece.table, piece.grid) for piece in pieces], vocabulary)
    counts = dict(rows.group_by("table").len().iter_rows())
    by_row = [name for name in (*CLASS_FIELDS, "source_sheet") if name in rows.columns]
    told = (
        set(rows.filter(pl.any_horizontal(pl.col(by_row).is_not_null()))["table"].unique())
        if by_row
        else set()
    )
    sheets: list[SheetRead] = []
    plain: dict[int, int] = {}
    own: list[_Part] = []
    for place, piece in enumerate(pieces):
        if place in told or "package" in piece.table.columns:
            part = _classes_by_row(
                piece, rows.filter(pl.col("table") == place), vocabulary, year, len(sheets)
            )
            own.append(part)
            sheets += part.sheets
        else:
            plain[place] = len(sheets)
            sheets.append(
                _sheet(
                    piece, piece.title, index=len(sheets), name=piece.grid.name,
                    counted=counts.get(place, 0), year=year,
                )
            )  # fmt: skip
    places = pl.DataFrame(
        {"table": list(plain), "sheet_index": list(plain.values())},
        schema={"table": pl.UInt32, "sheet_index": pl.UInt32},
    )
    return [_Part(sheets, rows.join(places, on="table", maintain_order="left")), *own]


def _classes_by_row(
    piece: _Piece, rows: pl.DataFrame, vocabulary: Vocabulary, year: int, first_index: int
) -> _Part:
    """Return the classes of a table whose rows name them: one for each package, or one whose title they complete."""
    months = dict(vocabulary.words.get("month", {}))
    title, columns = piece.title, piece.table.columns
    several = "package" in columns
    package = pl.col("package").fill_null(title.package or "") if several else pl.lit(title.package or "")
    rows = rows.with_columns(package.alias("_group"))
    own = [name for name in (*CLASS_FIELDS, "source_sheet") if name in columns]
    groups = rows.group_by("_group", maintain_order=True).agg(
        *(pl.col(name).drop_nulls().first() for name in own),
        pl.col("row").first(),
        pl.len().alias("counted"),
    )
    sheets: list[SheetRead] = []
    for told in groups.iter_rows(named=True):
        named = _completed(title, told, vocabulary, months, piece.table)
        name = told.get("source_sheet") or piece.grid.name
        index = first_index + len(sheets)
        sheets.append(_sheet(piece, named, index=index, name=name, counted=told["counted"], year=year))
    places = groups.select("_group").with_row_index("sheet_index", offset=first_index)
    return _Part(sheets, rows.join(places, on="_group", how="left", maintain_order="left").drop("_group"))


def _completed(
    title: TitleBlock,
    told: Mapping[str, Any],
    vocabulary: Vocabulary,
    months: dict[str, str],
    table: Table,
) -> TitleBlock:
    """Return the title of one package, with what it lacks taken from the class columns of the table."""
    package = told["_group"] or None
    values = {name: str(told[name]) for name in CLASS_FIELDS if told.get(name)}
    if not values:
        return replace(title, package=package)
    cells = {name: f"{table.letters[name]}{told['row']}" for name in values}
    block = block_of(values, vocabulary, months, cells)
    lacking = {
        name: getattr(block, name)
        for name in (*CLASS_FIELDS, "field_code", "fund_code")
        if name != "package" and getattr(title, name) is None and getattr(block, name) is not None
    }
    package = package or block.package
    return replace(title, **lacking, package=package, cells={**block.cells, **title.cells})


def _sheet(piece: _Piece, title: TitleBlock, *, index: int, name: str, counted: int, year: int) -> SheetRead:
    table, header = piece.table, piece.grid.above + piece.table.header + 1
    problems = list(table.problems)
    if not table.columns.keys() & {"name", "nik"}:
        problems.insert(0, Problem("no_heading_row", {"row": header}))
    problems += _why_title_lacks(title, year)
    total = None if "package" in table.columns else table.declared_total
    if total is not None and total != counted:
        problems.append(Problem("total_differs", {"declared": total, "counted": counted}))
    return SheetRead(
        index=index,
        name=name,
        class_key=key(title.package) if title.package else f"sheet:{index}:{name}",
        title=title,
        header_row=header,
        columns=table.letters,
        headings=table.headings,
        unknown=tuple(table.unknown),
        left_out=tuple(table.left_out),
        declared_total=total,
        counted=counted,
        problems=tuple(problems),
    )


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


def _rows(
    frames: list[pl.DataFrame],
    sheets: list[SheetRead],
    vocabulary: Vocabulary,
    *,
    year: int,
    ages: Mapping[str, int],
) -> pl.DataFrame:
    """Return the typed and judged rows of the frames, which are let go of."""
    if not frames:
        return pl.DataFrame(schema=ROW_SCHEMA)
    text = pl.concat(frames, how="diagonal").rechunk()
    frames.clear()
    missing = [name for name in TEXT_FIELDS if name not in text.columns]
    text = text.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in missing)
    text = text.join(_classes(sheets), on="sheet_index", how="left", maintain_order="left")
    text = text.sort("sheet_index", "row")
    told = judged(typed(text, vocabulary, year=year), vocabulary, year=year, ages=ages)
    return told.rename({"_unknown": "unknown_words"}).select(
        pl.col(name).cast(kind) for name, kind in ROW_SCHEMA.items()
    )


def _classes(sheets: list[SheetRead]) -> pl.DataFrame:
    """Return what the rows of each class are judged by."""
    return pl.DataFrame(
        {
            "sheet_index": [sheet.index for sheet in sheets],
            "class_key": [sheet.class_key for sheet in sheets],
            "starts_on": [sheet.title.starts_on for sheet in sheets],
            "ends_on": [sheet.title.ends_on for sheet in sheets],
            "capacity": [sheet.title.capacity or CAPACITY for sheet in sheets],
        },
        schema={
            "sheet_index": pl.UInt32,
            "class_key": pl.String,
            "starts_on": pl.Date,
            "ends_on": pl.Date,
            "capacity": pl.Int32,
        },
    )


def _with_capacity(sheets: list[SheetRead], rows: pl.DataFrame) -> list[SheetRead]:
    """Return the sheets, those of classes with more people than seats with a problem that says so."""
    over = rows.filter(pl.col("warnings").list.contains("class_over_capacity"))["sheet_index"].unique()
    if not over.len():
        return sheets
    accepted = rows.filter((pl.col("codes").list.len() == 0) & ~pl.col("repeated"))
    counts = dict(
        accepted.filter(pl.col("sheet_index").is_in(over.implode())).group_by("sheet_index").len().iter_rows()
    )
    return [
        replace(
            sheet,
            problems=(
                *sheet.problems,
                Problem(
                    "class_over_capacity",
                    {"accepted": counts[sheet.index], "capacity": sheet.title.capacity or CAPACITY},
                ),
            ),
        )
        if sheet.index in counts
        else sheet
        for sheet in sheets
    ]
