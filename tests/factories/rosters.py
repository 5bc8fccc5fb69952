"""Small rosters to read."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

HEADINGS = [
    "No", "Nama", "NIK", "Tempat Lahir", "Tanggal Lahir", "L/P", "Pendidikan", "Disabilitas", "Alamat",
    "Kab/Kota",
    "No. HP", "Hasil", "No. Sertifikat", "Uji Kompetensi", "No. Sertifikat Kompetensi", "No. BPJS",
    "Penempatan",
    "Perusahaan/Usaha", "Jabatan", "Tgl Bekerja", "Upah", "Keterangan",
]  # fmt: skip
TITLE = [
    ["DAFTAR PESERTA PELATIHAN BARISTA"],
    ["BPVP Banyuwangi"],
    ["Kejuruan: Processing   Paket: INST-100   Sumber dana: APBN   160 JP"],
    ["Tanggal 4 Agustus 2022 s.d. 4 September 2022"],
    [],
]
GOOD = {
    "No": 1, "Nama": "Lidya Saptono", "NIK": "3510057003870022", "Tempat Lahir": "Banyuwangi",
    "Tanggal Lahir": "30/03/1987", "L/P": "P", "Pendidikan": "SMA", "Alamat": "Srono",
    "Kab/Kota": "Kabupaten Banyuwangi", "No. HP": "081234567890", "Hasil": "Lulus", "No. Sertifikat": "001/X",
}  # fmt: skip


def save(
    path: Path, lines: list[list[Any]], *, sheet: str = "Lembar 1", more: dict[str, Any] | None = None
) -> Path:
    """Write a workbook of one sheet (and more by name)."""
    with xlsxwriter.Workbook(str(path), {"strings_to_numbers": False}) as workbook:
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in {sheet: lines, **(more or {})}.items():
            page = workbook.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, date | datetime):
                        page.write_datetime(row, column, cell, day)
                    elif cell != "":
                        page.write(row, column, cell)
    return path


def person(**changes: Any) -> list[Any]:
    """Return the cells of a good row with some of them changed: person(NIK=..., Nama=...)."""
    cells = {**GOOD, **changes}
    return [cells.get(heading, "") for heading in HEADINGS]
