"""The evaluation as a spreadsheet: numbers as numbers, headings that stay, nothing that computes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any, NamedTuple

import xlsxwriter
from django.utils.translation import gettext as _

from titian.evaluation.document import Evaluation, Figure, Unit
from titian.evaluation.outputs import wording
from titian.evaluation.outputs.document_data import summary
from titian.evaluation.outputs.grid import Cell, Column, Grid, Kind, words
from titian.evaluation.outputs.standing import DRAFT, Standing
from titian.evaluation.outputs.tables import missing, people, promised, work

FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "letterhead": {"bold": True, "align": "center"},
    "caption": {"bold": True, "font_size": 12},
    "text": {"text_wrap": True, "valign": "top"},
    "plain": {"valign": "top"},
    "note": {"italic": True, "font_color": "#46565E"},
    "head": {"bold": True, "text_wrap": True, "valign": "bottom", "bg_color": "#F0EDE4", "bottom": 2},
    "count": {"num_format": "#,##0", "valign": "top"},
    "decimal": {"num_format": "#,##0.0", "valign": "top"},
    "money": {"num_format": "#,##0", "valign": "top"},
    "share": {"num_format": "0.00%", "valign": "top"},
    "day": {"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"},
    "unknown": {"font_color": "#46565E", "align": "right", "valign": "top", "text_wrap": True},
}
UNIT_FORMATS = {
    Unit.SHARE: "share",
    Unit.SEATS_PER_1000: "decimal",
    Unit.RUPIAH: "money",
    Unit.DAYS: "decimal",
}
WIDEST = 60


def write_workbook(evaluation: Evaluation, standing: Standing = DRAFT) -> bytes:
    """Return the spreadsheet in the active language."""
    title = _("Evaluasi pelatihan vokasi tahun %(year)s") % {"year": evaluation.year}
    about = _about(evaluation, standing)
    with _book(title, about) as (held, book, styles):
        _summary_sheet(book, styles, evaluation, title, about)
        for name, grid in _sheets(evaluation):
            _sheet(book.add_worksheet(name[:31]), styles, about, grid)
    return held.getvalue()


def write_grids(title: str, about: About, lines: Iterable[str], grids: Iterable[tuple[str, Grid]]) -> bytes:
    """Return a spreadsheet of some tables, with the lines one must read before them on its first sheet."""
    with _book(title, about) as (held, book, styles):
        sheet = book.add_worksheet(_("Ringkasan"))
        _line(sheet, title, styles["title"])
        for line in (about.watermark, about.centre, about.as_of, about.footer, "", *lines):
            _line(sheet, line, styles["text"])
        sheet.set_column(0, 0, 110)
        _page(sheet, about)
        for name, grid in grids:
            _sheet(book.add_worksheet(name[:31]), styles, about, grid)
    return held.getvalue()


class About(NamedTuple):
    """What every sheet says of itself."""

    centre: str
    year: str
    as_of: str
    footer: str
    made_on: date
    watermark: str  # the word of a draft, '' where the sheet may be handed on as it is


def _about(evaluation: Evaluation, standing: Standing) -> About:
    as_of = _("Keadaan per %(day)s") % {"day": wording.day(evaluation.figures_on)}
    footer = " ".join(part for part in (standing.footer, standing.fingerprint) if part)
    return About(
        evaluation.centre_name,
        str(evaluation.year),
        as_of,
        footer,
        evaluation.read_on,
        standing.watermark,
    )


@contextmanager
def _book(title: str, about: About) -> Iterator[tuple[BytesIO, Any, dict[str, Any]]]:
    held = BytesIO()
    # No text may become a formula, an address or a number: names come from rosters.
    book = xlsxwriter.Workbook(
        held,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties(
        {
            "title": title,
            "subject": about.centre,
            "author": about.centre,
            "comments": about.as_of,
            "created": datetime.combine(about.made_on, time(), UTC).replace(tzinfo=None),
        }
    )
    styles = {name: book.add_format(format_) for name, format_ in FORMATS.items()}
    styles["total"] = {
        name: book.add_format({**format_, "bold": True, "top": 1}) for name, format_ in FORMATS.items()
    }
    yield held, book, styles
    book.close()


def _sheets(evaluation: Evaluation) -> list[tuple[str, Grid]]:
    """Return one table a sheet, so that the frozen heading is always its own."""
    return [
        (_("Target dan realisasi"), promised.targets(evaluation)),
        (_("Tabel A"), promised.table_a(evaluation)),
        (_("Hasil per jalur"), people.channels(evaluation)),
        (_("Per wilayah"), people.regencies(evaluation)),
        (_("Program"), people.programmes(evaluation)),
        (_("Penempatan"), work.kinds(evaluation)),
        (_("Penempatan per jalur"), work.statuses(evaluation)),
        (_("Penempatan per bulan"), work.months(evaluation)),
        (_("Per jenis kelamin"), people.sexes(evaluation)),
        (_("Per pendidikan"), people.schooling(evaluation)),
        (_("Yang belum masuk"), missing.channels(evaluation)),
        (_("Baris ditahan"), missing.held(evaluation)),
        (_("Baris berulang"), missing.repeated(evaluation)),
        (_("Perjanjian"), promised.agreements(evaluation)),
        (_("Semua angka"), people.figures(evaluation)),
        (_("Definisi"), people.definitions(evaluation)),
    ]


def _summary_sheet(
    book: Any, styles: dict[str, Any], evaluation: Evaluation, title: str, about: About
) -> None:
    sheet = book.add_worksheet(_("Ringkasan"))
    head = evaluation.letterhead
    for line in (*(head.lines if head else (evaluation.centre_name,)), *([head.address] if head else [])):
        _line(sheet, line, styles["letterhead"])
    _line(sheet, "", styles["plain"])
    _line(sheet, title, styles["title"])
    for line in (
        evaluation.centre_name,
        _("Keadaan per %(day)s") % {"day": wording.day(evaluation.figures_on)},
        _("Angka dibaca pada %(day)s") % {"day": wording.day(evaluation.read_on)},
        about.footer,
        about.watermark,
        "",
        *summary(evaluation),
        "",
        *evaluation.notes,
    ):
        _line(sheet, line, styles["text"])
    if head:
        signed = (
            "",
            f"{head.place}, {wording.day(evaluation.read_on)}",
            head.signatory_post,
            "",
            "",
            head.signatory,
        )
        for line in (*signed, f"NIP {head.signatory_number}" if head.signatory_number else ""):
            _line(sheet, line, styles["plain"])
    sheet.set_column(0, 0, 110)
    sheet.freeze_panes(len(head.lines) + 3 if head else 3, 0)
    _page(sheet, about)


def _line(sheet: Any, text: str, style: Any) -> None:
    """Write a line below what the sheet already holds."""
    sheet.write_string(0 if sheet.dim_rowmax is None else sheet.dim_rowmax + 1, 0, text, style)


def _sheet(sheet: Any, styles: dict[str, Any], about: About, grid: Grid) -> None:
    said = f"{about.centre} {about.year}. {about.as_of}"
    _grid(sheet, styles, grid, f"{said}. {about.watermark}" if about.watermark else said)
    sheet.freeze_panes(2, 1)
    sheet.repeat_rows(1)
    spread = _spread(grid)
    for place, (column, _kind) in enumerate(spread):
        sheet.set_column(place, place, _wide(column))
    if grid.rows:
        sheet.autofilter(1, 0, 1 + len(grid.rows), len(spread) - 1)
    _page(sheet, about)


def _page(sheet: Any, about: About) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    if about.watermark:
        sheet.set_header(f'&C&"Calibri,Bold"&36&KB0B0B0{about.watermark}')
    sheet.set_footer(f"&L{about.centre.replace('&', '&&')}&C{about.footer}&R&P / &N")


def _grid(sheet: Any, styles: dict[str, Any], grid: Grid, about: str) -> None:
    """Write caption, heading, rows, total and notes."""
    sheet.write_string(0, 0, f"{grid.caption}. {about}", styles["caption"])
    for place, (column, _kind) in enumerate(_spread(grid)):
        sheet.write_string(1, place, column.title, styles["head"])
    row = 2
    if not grid.rows:
        sheet.write_string(row, 0, grid.empty, styles["note"])
        row += 1
    for cells in grid.rows:
        _row(sheet, styles, row, grid, cells)
        row += 1
    if grid.total:
        _row(sheet, styles["total"], row, grid, grid.total)
        row += 1
    for note in grid.notes:
        sheet.write_string(row, 0, note, styles["note"])
        row += 1


def _row(sheet: Any, styles: dict[str, Any], row: int, grid: Grid, cells: Iterable[Cell]) -> None:
    place = 0
    for column, cell in zip(grid.columns, cells, strict=True):
        for part, kind in _parts(column.kind, cell):
            _write(sheet, styles, row, place, kind, part)
            place += 1


def _spread(grid: Grid) -> list[tuple[Column, Kind]]:
    """Return the columns, those of a figure followed by what it rests on."""
    columns: list[tuple[Column, Kind]] = []
    for column in grid.columns:
        columns.append((column, column.kind))
        if column.kind is Kind.FIGURE:
            for title in (_("pembilang"), _("penyebut")):
                columns.append((Column(f"{column.title}: {title}", Kind.COUNT), Kind.COUNT))
            for title in (_("batas bawah"), _("batas atas")):
                columns.append((Column(f"{column.title}: {title}", Kind.SHARE), Kind.SHARE))
    return columns


def _parts(kind: Kind, cell: Cell) -> list[tuple[Cell, Kind]]:
    if kind is not Kind.FIGURE:
        return [(cell, kind)]
    if not isinstance(cell, Figure):
        return [(cell, kind), *[("", Kind.TEXT)] * 4]
    rests: list[tuple[Cell, Kind]] = [
        (cell.numerator, Kind.COUNT),
        (cell.denominator, Kind.COUNT),
        (cell.low, Kind.SHARE),
        (cell.high, Kind.SHARE),
    ]
    return [(cell, kind), *(("" if part is None else part, kind_) for part, kind_ in rests)]


def _write(sheet: Any, styles: dict[str, Any], row: int, place: int, kind: Kind, cell: Cell) -> None:
    if isinstance(cell, Figure):
        _write_figure(sheet, styles, row, place, cell)
    elif isinstance(cell, str) or cell is None:
        style = "text" if kind is Kind.TEXT or cell == "" else "unknown"
        sheet.write_string(row, place, words(kind, cell).main, styles[style])
    elif isinstance(cell, date):
        sheet.write_datetime(row, place, datetime.combine(cell, time()), styles["day"])
    else:
        sheet.write_number(row, place, cell, styles[kind.value if kind.value in FORMATS else "count"])


def _write_figure(sheet: Any, styles: dict[str, Any], row: int, place: int, figure: Figure) -> None:
    """Write one number where there is one; a range or an unknown stays the words it is."""
    read = wording.in_cell(figure)
    single = figure.known and figure.value is not None and figure.value_high is None
    if single and (figure.unit is not Unit.SHARE or read.main == wording.share(figure.value)):
        style = UNIT_FORMATS.get(figure.unit, "count")
        sheet.write_number(row, place, figure.value, styles[style])
    else:
        sheet.write_string(row, place, read.main, styles["unknown"])


def _wide(column: Column) -> int:
    return min(max(column.width, 10), WIDEST)
