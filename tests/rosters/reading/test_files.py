"""Files of every kind: read where they can be, refused in words where not."""

from __future__ import annotations

import contextlib
import io
import random
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.factories.rosters import HEADINGS, TITLE, person, save

from titian.core.errors import DomainError
from titian.rosters.reading import files
from titian.rosters.reading.vocabulary import Vocabulary
from titian.rosters.reading.workbook import read_workbook

WORDS = Vocabulary.from_files()
ODS_MIME = "application/vnd.oasis.opendocument.spreadsheet"


def refused(path: Path) -> DomainError:
    with pytest.raises(DomainError) as caught:
        read_workbook(path, WORDS, year=2022)
    assert path.name in caught.value.message
    return caught.value


def put(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def a_roster(tmp_path: Path) -> bytes:
    return save(tmp_path / "asli.xlsx", [*TITLE, HEADINGS, person()]).read_bytes()


def repacked(content: bytes, name: str, part: bytes) -> bytes:
    """Return the package with one part replaced."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.namelist():
            new.writestr(each, part if each == name else old.read(each))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("kosong.xlsx", b"", "file_unreadable"),
        ("acak.xlsx", random.Random(1).randbytes(5000), "file_wrong_type"),
        ("halaman.xlsx", b"<html><table><tr><td>NIK</td></tr></table></html>", "file_wrong_type"),
        ("terkunci.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "file_unreadable"),
        ("palsu.xlsx", b"PK\x03\x04" + random.Random(2).randbytes(5000), "file_unreadable"),
        ("lama.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "file_unreadable"),
        ("surat.docx", b"PK\x03\x04", "file_wrong_type"),
        ("gambar.csv", b"\x89PNG\r\n\x00\x00\x00", "file_wrong_type"),
        ("paket.csv", b"PK\x03\x04\x14\x00", "file_wrong_type"),
        ("kosong.csv", b"\n\n", "file_unreadable"),
    ],
)
def test_what_is_no_roster_is_refused_in_words(tmp_path, name, content, code):
    assert refused(put(tmp_path, name, content)).code == code


def test_a_file_that_is_not_there_is_refused(tmp_path):
    assert refused(tmp_path / "hilang.xlsx").code == "file_unreadable"


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_file_cut_short_is_refused(tmp_path, share):
    whole = a_roster(tmp_path)

    assert refused(put(tmp_path, "putus.xlsx", whole[: int(len(whole) * share)])).code == "file_unreadable"


def test_a_package_without_sheets_is_refused(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("surat.txt", "NIK")

    assert refused(put(tmp_path, "zip.xlsx", packed.getvalue())).code == "file_unreadable"


def test_a_zip_bomb_is_refused_before_it_unpacks(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", bytes(60_000_000))

    assert refused(put(tmp_path, "bom.xlsx", packed.getvalue())).code == "file_too_large"


@pytest.mark.parametrize("cell", ["XFD1", "A1048576", "ZZ9", "KO3", "C400000"])
def test_a_cell_far_outside_is_refused_before_room_is_made_for_it(tmp_path, cell):
    part = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f'<row r="1"><c r="A1"><v>1</v></c></row><row><c r="{cell}"><v>1</v></c></row>'
        "</sheetData></worksheet>"
    )
    content = repacked(a_roster(tmp_path), "xl/worksheets/sheet1.xml", part.encode())

    assert refused(put(tmp_path, "jauh.xlsx", content)).code == "file_too_large"


def test_a_sheet_of_hundreds_of_columns_is_refused(tmp_path):
    wide = put(tmp_path, "lebar.csv", (",".join(f"k{n}" for n in range(301)) + "\n").encode())

    assert refused(wide).code == "file_too_large"


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, 6000), damage=st.binary(min_size=1, max_size=40))
def test_a_damaged_file_is_read_or_refused_but_never_fails(tmp_path_factory, at, damage):
    folder = tmp_path_factory.mktemp("rusak")
    whole = bytearray(a_roster(folder))
    whole[at : at + len(damage)] = damage
    path = put(folder, "rusak.xlsx", bytes(whole))

    with contextlib.suppress(DomainError):
        read_workbook(path, WORDS, year=2022)


def csv_text(delimiter: str) -> str:
    lines = [*TITLE, HEADINGS, person(**{"Perusahaan/Usaha": 'PT "Maju, Jaya"; Tbk'})]
    quoted = [['"' + str(cell).replace('"', '""') + '"' for cell in line] for line in lines]
    return "\r\n".join(delimiter.join(line) for line in quoted)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_is_read_whatever_divides_and_encodes_it(tmp_path, delimiter, encoding):
    text = csv_text(delimiter).replace("Lidya Saptono", "Lidya Séptono")
    found = read_workbook(put(tmp_path, "kelas.csv", text.encode(encoding)), WORDS, year=2022)

    row = found.rows.row(0, named=True)
    assert (row["name"], row["nik"], row["row"]) == ("Lidya Séptono", "3510057003870022", 7)
    assert row["employer_name"] == 'PT "Maju, Jaya"; Tbk'
    assert found.sheets[0].title.package == "INST-100"


def test_one_csv_may_hold_many_classes_in_columns(tmp_path):
    text = (
        "Paket,Program,Penyelenggara,Tanggal Mulai,Tanggal Selesai,Nama,NIK,Tanggal Lahir,L/P\n"
        "K-1,Barista,BLK Komunitas A,04/08/2022,04/09/2022,Lidya,3510057003870022,30/03/1987,P\n"
        "K-2,Menjahit,BLK Komunitas B,2022-03-01,2022-04-01,Imam,3510251807010056,18/07/2001,L\n"
        "K-1,Barista,BLK Komunitas A,04/08/2022,04/09/2022,Lidya,3510057003870022,30/03/1987,P\n"
    )
    found = read_workbook(put(tmp_path, "semua.csv", text.encode()), WORDS, year=2022)

    assert [(sheet.title.package, sheet.title.organiser, sheet.title.starts_on, sheet.counted)
            for sheet in found.sheets] == [
        ("K-1", "BLK Komunitas A", date(2022, 8, 4), 2), ("K-2", "BLK Komunitas B", date(2022, 3, 1), 1),
    ]  # fmt: skip
    assert found.sheets[1].title.cells["programme"] == "B3"
    assert found.rows.select("sheet_index", "row", "repeated").rows() == [
        (0, 2, False),
        (0, 4, True),
        (1, 3, False),
    ]


def ods(lines: list[list[object]], *, blank_repeat: int = 1_000_000, filled_repeat: int = 1) -> bytes:
    """Return a small OpenDocument spreadsheet."""

    def cell(value: object) -> str:
        if isinstance(value, int | float):
            return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        if isinstance(value, date):
            return f'<table:table-cell office:value-type="date" office:date-value="{value}"/>'
        return (
            f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
            if value
            else "<table:table-cell/>"
        )

    rows = "".join(f"<table:table-row>{''.join(map(cell, line))}</table:table-row>" for line in lines)
    extra = (
        f'<table:table-row><table:table-cell office:value-type="string" '
        f'table:number-columns-repeated="{filled_repeat}"><text:p>x</text:p></table:table-cell></table:table-row>'
        if filled_repeat > 1
        else ""
    )
    blank = (
        f'<table:table-row table:number-rows-repeated="{blank_repeat}"><table:table-cell/></table:table-row>'
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="INST-100">{rows}{extra}{blank}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", ODS_MIME, zipfile.ZIP_STORED)
        package.writestr("content.xml", content)
        package.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest '
            'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
            f'manifest:full-path="/" manifest:media-type="{ODS_MIME}"/></manifest:manifest>',
        )
    return packed.getvalue()


def test_an_open_document_sheet_is_read(tmp_path):
    lines = [*TITLE, HEADINGS, person(**{"Tanggal Lahir": date(1987, 3, 30), "No. HP": 81234567890})]
    found = read_workbook(put(tmp_path, "kelas.ods", ods(lines)), WORDS, year=2022)

    row = found.rows.row(0, named=True)
    assert (row["name"], row["birth_date"], row["phone"]) == (
        "Lidya Saptono",
        date(1987, 3, 30),
        "+6281234567890",
    )
    assert row["codes"] == []


def test_an_open_document_of_endless_filled_cells_is_refused(tmp_path):
    content = ods([*TITLE, HEADINGS], filled_repeat=1_000_000)

    assert refused(put(tmp_path, "bom.ods", content)).code == "file_too_large"


def test_the_limits_let_a_large_real_roster_pass():
    assert files.MAX_ROWS >= 200_000
