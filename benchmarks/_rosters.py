"""A year's rosters of a large centre, drawn from a seed: classes of sixteen, three layouts, the usual faults.

One row in a hundred has a broken NIK, three in a thousand a day that does not exist, four in a thousand a word
nobody knows, one in a hundred names somebody of its class a second time. The people are invented.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import xlsxwriter

SEED = 11
CLASS_SIZE = 16
CENTRE, YEAR, CHANNEL = "BPVP Banyuwangi", 2022, "institutional"
FIELDS = (
    "no", "name", "nik", "birth_place", "birth_date", "sex", "education", "disability", "address", "regency",
    "phone", "result", "certificate", "competence", "competency_certificate", "member", "status", "employer",
    "job", "work_from", "wage", "note",
)  # fmt: skip
LAYOUTS: tuple[dict[str, str], ...] = (
    dict(zip(FIELDS, (
        "No", "Nama", "NIK", "Tempat Lahir", "Tanggal Lahir", "L/P", "Pendidikan", "Disabilitas", "Alamat",
        "Kab/Kota", "No. HP", "Hasil", "No. Sertifikat", "Uji Kompetensi", "No. Sertifikat Kompetensi",
        "No. BPJS Ketenagakerjaan", "Penempatan", "Perusahaan/Usaha", "Jabatan", "Tanggal Mulai Bekerja", "Upah",
        "Keterangan",
    ), strict=True)),
    dict(zip(FIELDS, (
        "No.", "Nama Peserta", "No KTP", "Tmp Lahir", "Tgl Lahir", "L/P", "Pendidikan", "Disabilitas", "Alamat",
        "Kab/Kota", "No. HP", "Hasil", "No. Sertifikat", "K/BK", "No Sertif Kompetensi",
        "No. BPJS Ketenagakerjaan", "Penempatan", "Perusahaan/Usaha", "Jabatan", "Tanggal Mulai Bekerja", "Upah",
        "Keterangan",
    ), strict=True)),
)  # fmt: skip
GIVEN = (
    "Ani", "Budi", "Citra", "Dewi", "Eko", "Fitri", "Gilang", "Hana", "Indra", "Joko", "Kartika", "Lestari",
    "Made", "Nur", "Oka", "Putri", "Rahmat", "Sari",
)  # fmt: skip
FAMILY = (
    "Santoso", "Wijaya", "Lestari", "Pratama", "Saputra", "Hidayat", "Nugroho", "Susanti", "Rahayu",
    "Kurniawan", "Utami", "Setiawan",
)  # fmt: skip
PLACES = (
    ("35.10", "Banyuwangi", ("Srono", "Rogojampi", "Genteng", "Muncar")),
    ("35.09", "Jember", ("Patrang", "Kaliwates", "Ambulu")),
    ("35.12", "Situbondo", ("Panji", "Besuki")),
    ("35.11", "Bondowoso", ("Tegalampel", "Maesan")),
)
PROGRAMMES = (
    "Barista", "Menjahit Pakaian", "Pengelasan SMAW", "Teknisi AC", "Desain Grafis", "Tata Boga",
    "Instalasi Listrik", "Servis Sepeda Motor", "Tata Rias", "Operator Komputer",
)  # fmt: skip
STATES = ("Bekerja", "Wirausaha", "Belum bekerja", "Bekerja", "")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
    "November", "Desember",
)  # fmt: skip


class Class(NamedTuple):
    """One package and its rows, the cells by field."""

    code: str
    programme: str
    starts_on: date
    ends_on: date
    rows: list[dict[str, str]]


def classes(rows: int, *, first: int = 0) -> Iterator[Class]:
    """Yield classes until `rows` rows are drawn; `first` keeps numbers of several draws apart."""
    chance = random.Random(SEED + first)
    drawn = 0
    while drawn < rows:
        number = (first + drawn) // CLASS_SIZE + 1
        starts_on = date(YEAR, 1, 10) + timedelta(days=chance.randrange(240))
        size = min(CLASS_SIZE, rows - drawn)
        people = [_person(chance, first + drawn + place, place, starts_on) for place in range(size)]
        if size > 2 and chance.random() < 0.16:
            people[-1] = {**people[0], "no": str(size), "certificate": f"X/{number}"}
        drawn += size
        yield Class(
            f"INST-{number:05d}", chance.choice(PROGRAMMES), starts_on, starts_on + timedelta(days=30), people
        )


def _person(chance: random.Random, serial: int, place: int, starts_on: date) -> dict[str, str]:
    region, regency, districts = chance.choice(PLACES)
    born = date(1975, 1, 1) + timedelta(days=chance.randrange(29 * 365))
    female = chance.random() < 0.5
    tail = serial % 9999 + 1
    # The serial goes into district and tail, so that no two people share a number.
    nik = f"{region.replace('.', '')}{serial // 9999 % 90 + 10:02d}{born.day + 40 * female:02d}{born:%m%y}{tail:04d}"
    spelt = chance.choice(
        (f"{born:%d/%m/%Y}", f"{born:%d-%m-%Y}", f"{born.day} {MONTHS[born.month - 1]} {born.year}")
    )
    state = chance.choice(STATES)
    works = state in ("Bekerja", "Wirausaha")
    passed = chance.random() < 0.95
    judged = passed and chance.random() < 0.8
    luck = chance.random()
    return {
        "no": str(place + 1),
        "name": f"{chance.choice(GIVEN)} {chance.choice(FAMILY)} {chance.choice(FAMILY)}",
        "nik": nik[:-1] if luck < 0.01 else nik,
        "birth_place": regency,
        "birth_date": "31/02/1999" if 0.01 <= luck < 0.013 else spelt,
        "sex": "P" if female else "L",
        "education": "Sarjana muda"
        if 0.013 <= luck < 0.017
        else chance.choice(("SMA", "SMK", "SMP", "D3", "S1")),
        "disability": "Ya" if chance.random() < 0.02 else "Tidak",
        "address": f"Jl. Melati {chance.randrange(99)}, Kec. {chance.choice(districts)}",
        "regency": f"Kabupaten {regency}",
        "phone": f"08{chance.randrange(10**9, 10**10)}",
        "result": "Lulus" if passed else "Tidak Lulus",
        "certificate": f"{serial:07d}/BPVP/{YEAR}" if passed else "",
        "competence": "K" if judged else "",
        "competency_certificate": f"56303 5132 2 {serial:07d} {YEAR}" if judged else "",
        "member": f"74{serial:09d}" if chance.random() < 0.7 else "",
        "status": state,
        "employer": f"PT Contoh {chance.randrange(400)}" if state == "Bekerja" else "",
        "job": chance.choice(("Barista", "Penjahit", "Welder", "Teknisi")) if works else "",
        "work_from": f"{starts_on + timedelta(days=60 + chance.randrange(90)):%d/%m/%Y}" if works else "",
        "wage": f"Rp {chance.randrange(15, 45)}00.000" if works else "",
        "note": "",
    }


def write_csv(path: Path, rows: int, *, first: int = 0) -> Path:
    """Write one table of all classes, each row with its class."""
    with path.open("w", encoding="utf-8", newline="") as lines:
        out = csv.writer(lines)
        out.writerow(
            [
                "Paket",
                "Program Pelatihan",
                "Sumber Dana",
                "Tanggal Mulai",
                "Tanggal Selesai",
                *LAYOUTS[0].values(),
            ]
        )
        for one in classes(rows, first=first):
            head = [one.code, one.programme, "APBN", one.starts_on.isoformat(), one.ends_on.isoformat()]
            out.writerows([*head, *(row[field] for field in FIELDS)] for row in one.rows)
    return path


def write_workbooks(folder: Path, rows: int, *, workbook_rows: int) -> list[Path]:
    """Write workbooks of one sheet a class, title block above and signature below."""
    paths = []
    for first in range(0, rows, workbook_rows):
        path = folder / f"roster-{YEAR}-{first:07d}.xlsx"
        with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_numbers": False}) as book:
            for number, one in enumerate(classes(min(workbook_rows, rows - first), first=first)):
                _write_class(book.add_worksheet(f"{one.code} {one.programme}"[:31]), one, LAYOUTS[number % 2])
        paths.append(path)
    return paths


def _write_class(sheet: xlsxwriter.worksheet.Worksheet, one: Class, layout: dict[str, str]) -> None:
    lines: list[list[str]] = [
        [f"DAFTAR PESERTA PELATIHAN {one.programme.upper()}"],
        [CENTRE],
        [f"Kejuruan: Processing   Paket: {one.code}   Sumber dana: APBN   160 JP"],
        [f"Tanggal {_spelt(one.starts_on)} s.d. {_spelt(one.ends_on)}"],
        [],
        list(layout.values()),
        *([row[field] for field in FIELDS] for row in one.rows),
        ["", "Jumlah", str(len(one.rows))],
        [],
        ["", "", "Mengetahui,"],
        ["", "", "Kepala"],
    ]
    for at, cells in enumerate(lines):
        for column, cell in enumerate(cells):
            if cell:
                sheet.write_string(at, column, cell)


def _spelt(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
