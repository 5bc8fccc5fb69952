"""A table of targets as a centre writes it: from .csv, .xlsx or .ods to rows that say what they mean."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from titian.core.errors import DomainError
from titian.core.text import key
from titian.core.workbooks import UnreadableWorkbook, sheets_of
from titian.planning.waves import wave_code

REQUIRED = ("year", "centre", "channel", "fund", "target_packages", "target_people")
OPTIONAL = ("label", "wave", "rupiah", "rupiah_spent")
THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+")
MAXIMUM = {"year": 2100, "target_packages": 10**6, "target_people": 10**8}
LARGEST_SUM = 10**17
LONGEST = {"wave": 20, "label": 100}
COMPLAINTS_AT_MOST = 20

Cell = object


class TargetRow(NamedTuple):
    """One row: what is promised for a channel, fund and wave; `channel` and `fund` are codes."""

    row: int
    year: int
    centre: str
    channel: str
    fund: str
    wave: str
    label: str
    packages: int
    people: int
    rupiah: int | None
    rupiah_spent: int | None

    @property
    def place(self) -> tuple[str, str, str]:
        return self.channel, self.fund, self.wave


def read_targets(path: Path, *, channels: Mapping[str, str], funds: Mapping[str, str]) -> list[TargetRow]:
    """Return the rows of the file, or refuse it with every complaint; `channels`, `funds`: codes by key."""
    table = _table_of(path)
    columns = _columns_of(table)
    complaints: list[str] = []
    rows = [
        row
        for number, cells in enumerate(table[1:], start=2)
        if any(_text(cell) for cell in cells)
        for row in _row(number, dict(zip(columns, cells, strict=False)), channels, funds, complaints)
    ]
    _find_repeats(rows, complaints)
    if complaints:
        raise DomainError("\n".join(complaints[:COMPLAINTS_AT_MOST]), code="targets_unreadable")
    if not rows:
        raise DomainError(_("Berkas tidak berisi satu pun target."), code="targets_unreadable")
    return rows


def _table_of(path: Path) -> Sequence[Sequence[Cell]]:
    if not path.is_file():
        raise DomainError(_("Berkas %(path)s tidak ditemukan.") % {"path": path}, code="file_not_found")
    if path.suffix.lower() == ".csv":
        return _csv_table(path)
    try:
        return next(sheets_of(path.read_bytes())).rows
    except (UnreadableWorkbook, StopIteration) as fault:
        raise DomainError(
            _("%(path)s bukan berkas .csv, .xlsx atau .ods yang dapat dibaca.") % {"path": path},
            code="file_unreadable",
        ) from fault


def _csv_table(path: Path) -> list[list[str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise DomainError(
            _("%(path)s tidak disimpan sebagai UTF-8. Simpan ulang sebagai “CSV UTF-8”.") % {"path": path},
            code="file_unreadable",
        ) from fault
    heading = text.partition("\n")[0]
    delimiter = max(",;\t", key=heading.count)  # a spreadsheet set to Indonesian writes semicolons
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


def _columns_of(table: Sequence[Sequence[Cell]]) -> list[str]:
    columns = [_text(cell).lower() for cell in table[0]] if table else []
    missing = [name for name in REQUIRED if name not in columns]
    unknown = [name for name in columns if name and name not in REQUIRED + OPTIONAL]
    complaints = []
    if missing:
        complaints.append(_("Kolom yang wajib tidak ada: %(names)s.") % {"names": ", ".join(missing)})
    if unknown:
        complaints.append(
            _("Kolom yang tidak dikenal: %(names)s. Hapus kolom itu atau pakai salah satu dari: %(known)s.")
            % {"names": ", ".join(unknown), "known": ", ".join(REQUIRED + OPTIONAL)}
        )
    if complaints:
        raise DomainError("\n".join(complaints), code="targets_unreadable")
    return columns


def _row(
    number: int,
    cells: Mapping[str, Cell],
    channels: Mapping[str, str],
    funds: Mapping[str, str],
    complaints: list[str],
) -> Iterator[TargetRow]:
    """Give the row, or say in `complaints` why there is none."""
    before = len(complaints)

    def whole(column: str, *, needed: bool) -> int | None:
        text = _text(cells.get(column))
        value = _whole_number(text)
        if value is not None and value <= MAXIMUM.get(column, LARGEST_SUM):
            return value
        if needed or text:
            complaints.append(
                _("Baris %(row)d: kolom %(column)s berisi “%(text)s”, bukan bilangan bulat yang wajar.")
                % {"row": number, "column": column, "text": text}
            )
        return None

    def code(column: str, codes: Mapping[str, str]) -> str:
        text = _text(cells.get(column))
        found = codes.get(key(text), "")
        if not found:
            complaints.append(
                _("Baris %(row)d: kolom %(column)s berisi “%(text)s”; pilihannya: %(codes)s.")
                % {
                    "row": number,
                    "column": column,
                    "text": text,
                    "codes": ", ".join(dict.fromkeys(codes.values())),
                }
            )
        return found

    def words(column: str) -> str:
        text = _text(cells.get(column))
        if len(text) > LONGEST[column]:
            complaints.append(
                _("Baris %(row)d: kolom %(column)s lebih panjang dari %(n)d huruf.")
                % {"row": number, "column": column, "n": LONGEST[column]}
            )
        return text

    centre = _text(cells.get("centre"))
    if not centre:
        complaints.append(_("Baris %(row)d: nama balai (centre) kosong.") % {"row": number})
    row = TargetRow(
        row=number,
        year=whole("year", needed=True) or 0,
        centre=centre,
        channel=code("channel", channels),
        fund=code("fund", funds),
        wave=wave_code(words("wave")),
        label=words("label"),
        packages=whole("target_packages", needed=True) or 0,
        people=whole("target_people", needed=True) or 0,
        rupiah=whole("rupiah", needed=False),
        rupiah_spent=whole("rupiah_spent", needed=False),
    )
    if len(complaints) == before:
        yield row


def _find_repeats(rows: Sequence[TargetRow], complaints: list[str]) -> None:
    seen: dict[tuple[object, ...], int] = {}
    for row in rows:
        identity = (row.year, key(row.centre), *row.place)
        if identity in seen:
            complaints.append(
                _("Baris %(row)d mengulang baris %(first)d: tahun, balai, jalur, dana dan gelombang sama.")
                % {"row": row.row, "first": seen[identity]}
            )
        seen.setdefault(identity, row.row)


def _whole_number(text: str) -> int | None:
    digits = text.removeprefix("Rp").strip()
    if THOUSANDS.fullmatch(digits):
        digits = digits.replace(".", "")
    return int(digits) if digits.isascii() and digits.isdigit() else None


def _text(cell: Cell) -> str:
    """A spreadsheet gives 55 as 55.0."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())
