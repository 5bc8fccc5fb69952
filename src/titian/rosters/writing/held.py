"""The file through which held rows are repaired."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from titian.people.nik import clean
from titian.rosters.reading.fields import FIELD_LABELS
from titian.rosters.writing.sheet import WIDTHS, new_workbook, offer_choices

SHEET = "Baris ditahan"
REASON_LABEL = "Alasan Ditahan"
CODE_LABEL = "Kode Alasan"
EXACT_DIGITS = 15
_ORIGIN = (
    "source_document", "source_sheet", "source_row", "package", "programme", "organiser", "field_word",
    "fund_word", "hours", "starts_on", "ends_on",
)  # fmt: skip
_ALWAYS = ("name", "nik", "birth_place", "birth_date", "sex", "regency")


@dataclass(frozen=True)
class HeldRow:
    """One held row: where it stood, its class, its original cells by field, why it is held, what to fill."""

    document: str
    sheet: str
    row: int
    package: str
    cells: Mapping[str, str | None]
    codes: Sequence[str]
    reason: str
    to_fill: Sequence[str]
    programme: str = ""
    organiser: str = ""
    field_word: str = ""
    fund_word: str = ""
    hours: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    extra: Mapping[str, str] = field(default_factory=dict)


def write_held(path: Path, rows: Sequence[HeldRow]) -> None:
    """Write the held rows, the cells to fill in yellow; loading the file judges the rows again."""
    said = {name for row in rows for name, text in row.cells.items() if text} | set(_ALWAYS)
    said |= {name for row in rows for name in row.to_fill}
    fields = [name for name in FIELD_LABELS if name in _ORIGIN or name in said]
    extra = list(dict.fromkeys(heading for row in rows for heading in _extra(row)))
    headings = [REASON_LABEL, CODE_LABEL, *(FIELD_LABELS[name] for name in fields), *extra]
    with new_workbook(path) as (workbook, styles):
        sheet = workbook.add_worksheet(SHEET)
        sheet.write_string(
            0,
            0,
            _("Isi sel kuning, simpan, lalu muat berkas ini kembali. Kolom asal jangan diubah."),
            styles.title,
        )
        for column, heading in enumerate(headings):
            sheet.write_string(1, column, heading, styles.heading)
        sheet.set_row(1, 32)
        for line, row in enumerate(rows, 2):
            sheet.write_string(line, 0, row.reason, styles.wrapped)
            sheet.write_string(line, 1, ", ".join(row.codes), styles.wrapped)
            values = {**_told(row), **row.cells, **doubtful_nik(row)}
            for column, name in enumerate(fields, 2):
                look = styles.to_fill if name in row.to_fill else styles.text
                sheet.write_string(line, column, values.get(name) or "", look)
            own = _extra(row)
            for column, heading in enumerate(extra, 2 + len(fields)):
                sheet.write_string(line, column, own.get(heading, ""), styles.text)
        sheet.set_column(0, 0, 60)
        sheet.set_column(1, 1, 24)
        for column, name in enumerate(fields, 2):
            sheet.set_column(column, column, WIDTHS.get(name, 14), styles.text)
        sheet.freeze_panes(2, 2)
        offer_choices(sheet, ["", "", *fields], 2, max(2, len(rows) + 1))
        sheet.autofilter(1, 0, max(1, len(rows) + 1), len(headings) - 1)


def _told(row: HeldRow) -> dict[str, str]:
    """Return what the file says of the row's class and origin."""
    return {
        "source_document": row.document,
        "source_sheet": row.sheet,
        "source_row": str(row.row),
        "package": row.package,
        "programme": row.programme,
        "organiser": row.organiser,
        "field_word": row.field_word,
        "fund_word": row.fund_word,
        "hours": str(row.hours or ""),
        "starts_on": row.starts_on.isoformat() if row.starts_on else "",
        "ends_on": row.ends_on.isoformat() if row.ends_on else "",
    }


def doubtful_nik(row: HeldRow) -> dict[str, str]:
    """Return a NIK that lost its last digit with a '?' there, lest it be taken for sound once it is text."""
    nik = clean(row.cells.get("nik") or "")
    if "nik_precision_lost" not in row.codes or not nik.isdigit():
        return {}
    return {"nik": f"{nik[:EXACT_DIGITS]}?"}


def _extra(row: HeldRow) -> dict[str, str]:
    """Return the cells of columns that name no field, by their headings."""
    beside = {name: text for name, text in row.cells.items() if text and name not in FIELD_LABELS}
    return {**beside, **row.extra}
