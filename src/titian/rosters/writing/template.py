"""A blank roster that our own reader understands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from titian.rosters.reading.fields import FIELD_LABELS
from titian.rosters.writing.sheet import WIDTHS, new_workbook, offer_choices

HEADER_ROW = 5
_ON_ROSTER = (
    "number_in_class", "name", "nik", "birth_place", "birth_date", "sex", "education", "disability",
    "address", "district", "regency", "phone", "result", "certificate_number", "competence",
    "competency_certificate_number", "member_number", "job_status", "employer_name", "job_title",
    "work_starts_on", "wage", "note",
)  # fmt: skip
_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
    "November", "Desember",
)  # fmt: skip
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_LONGEST_SHEET_NAME = 31


@dataclass(frozen=True)
class ClassInfo:
    """What the title block of a class says."""

    package: str
    programme: str
    organiser: str
    field: str
    fund: str
    hours: int | None
    starts_on: date | None
    ends_on: date | None
    capacity: int = 16


def write_template(path: Path, info: ClassInfo) -> None:
    """Write a blank roster of one class: title block, headings, numbered lines, lists to choose from."""
    with new_workbook(path) as (workbook, styles):
        name = f"{info.package} {info.programme}".translate(_FORBIDDEN).strip()[:_LONGEST_SHEET_NAME]
        sheet = workbook.add_worksheet(name)
        for row, line in enumerate(_title_lines(info)):
            sheet.write_string(row, 0, line, styles.title)
        for column, field in enumerate(_ON_ROSTER):
            sheet.write_string(HEADER_ROW, column, FIELD_LABELS[field], styles.heading)
            sheet.set_column(column, column, WIDTHS.get(field, 14), styles.text)
        for number in range(1, info.capacity + 1):
            sheet.write_string(HEADER_ROW + number, 0, str(number), styles.text)
            for column in range(1, len(_ON_ROSTER)):
                sheet.write_blank(HEADER_ROW + number, column, None, styles.text)
        sheet.freeze_panes(HEADER_ROW + 1, 3)
        offer_choices(sheet, _ON_ROSTER, HEADER_ROW + 1, HEADER_ROW + info.capacity)
        nik = _ON_ROSTER.index("nik")
        sheet.data_validation(
            HEADER_ROW + 1, nik, HEADER_ROW + info.capacity, nik,
            {
                "validate": "length", "criteria": "==", "value": 16, "error_type": "warning",
                "error_title": "NIK", "error_message": "NIK terdiri atas 16 angka.",
            },
        )  # fmt: skip


def _title_lines(info: ClassInfo) -> list[str]:
    told = [f"Kejuruan: {info.field}" if info.field else "", f"Paket: {info.package}"]
    told += [f"Sumber dana: {info.fund}" if info.fund else "", f"Kapasitas: {info.capacity}"]
    told.append(f"{info.hours} JP" if info.hours else "")
    lines = [
        f"DAFTAR PESERTA PELATIHAN {info.programme.upper()}",
        info.organiser,
        "   ".join(part for part in told if part),
    ]
    if info.starts_on and info.ends_on:
        lines.append(f"Tanggal {_spelt(info.starts_on)} s.d. {_spelt(info.ends_on)}")
    return lines


def _spelt(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
