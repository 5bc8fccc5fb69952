"""What the sheets we write share: text stays text, headings stay in sight, lists offer the known words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

WIDTHS: Mapping[str, int] = {
    "number_in_class": 6, "name": 30, "nik": 20, "birth_place": 18, "birth_date": 14,
    "birth_place_and_date": 28, "sex": 6, "education": 14, "disability": 12, "disability_kind": 18,
    "address": 28, "district": 18, "regency": 24, "phone": 18, "result": 12, "certificate_number": 24,
    "competence": 14, "competency_certificate_number": 28, "member_number": 18, "job_status": 18,
    "employer_name": 26, "job_title": 20, "work_starts_on": 16, "wage": 14, "note": 24,
    "source_document": 30, "source_sheet": 28, "source_row": 10, "programme": 28, "organiser": 28,
}  # fmt: skip

# Words of the lists in our own sheets; the vocabulary knows each of them.
CHOICES: Mapping[str, Sequence[str]] = {
    "sex": ("L", "P"),
    "education": (
        "Tidak sekolah", "SD", "SMP", "SMA", "SMK", "Paket A", "Paket B", "Paket C", "D1", "D2", "D3", "D4",
        "S1", "S2", "S3",
    ),
    "disability": ("Ya", "Tidak"),
    "result": ("Lulus", "Tidak Lulus"),
    "competence": ("K", "BK"),
    "job_status": ("Bekerja", "Wirausaha", "Pekerja bebas", "Belum bekerja"),
}  # fmt: skip


@dataclass(frozen=True)
class Styles:
    """The few looks of our sheets. Every cell of a person is text, so Excel changes no number."""

    title: Format
    heading: Format
    text: Format
    to_fill: Format
    wrapped: Format


@contextmanager
def new_workbook(path: Path) -> Iterator[tuple[Workbook, Styles]]:
    """Open a workbook to write; nothing in it is taken for a formula or a link."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as workbook:
        yield (
            workbook,
            Styles(
                title=workbook.add_format({"bold": True, "font_size": 12}),
                heading=workbook.add_format(
                    {"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True, "valign": "vcenter"}
                ),
                text=workbook.add_format({"num_format": "@", "border": 1, "valign": "top"}),
                to_fill=workbook.add_format(
                    {"num_format": "@", "border": 1, "bg_color": "#FFF200", "valign": "top"}
                ),
                wrapped=workbook.add_format({"text_wrap": True, "border": 1, "valign": "top"}),
            ),
        )


def offer_choices(sheet: Worksheet, fields: Sequence[str], first_row: int, last_row: int) -> None:
    """Give the columns with known words a list to choose from; a person may still type another word."""
    for column, name in enumerate(fields):
        if name in CHOICES:
            sheet.data_validation(
                first_row, column, last_row, column,
                {"validate": "list", "source": list(CHOICES[name]), "error_type": "warning"},
            )  # fmt: skip
