"""One walk: an untidy workbook goes in, is repaired, and comes out as the letter of a year-end meeting."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from factories import rosters
from titian.accounts.actions import system_actor
from titian.accounts.queries import user_named
from titian.core.access import acting_as
from titian.people.models import Person
from titian.rosters.actions.words import load_words
from titian.seeds.actions.accounts import open_demo_accounts
from titian.seeds.actions.network import build_demo_network
from titian.standards.actions import load_code_lists

CENTRE, CLERK, HEAD = "BPVP Banyuwangi", "petugas.banyuwangi", "kepala.banyuwangi"
UNFORESEEN = "Kode Penduduk Peserta"
WHERE = ["--centre", CENTRE, "--year", "2022", "--channel", "institutional"]
LOST = 3510051508990010  # typed as a number: Excel kept fifteen digits
WHOLE = "3510051508990011"


@pytest.fixture
def country(transactional_db: None) -> None:
    """Code lists, network and accounts, as `titian demo` makes them, but nobody trained yet."""
    actor = system_actor("seed")
    with acting_as(actor.pk):
        load_code_lists(actor)
        load_words(actor)
        build_demo_network(actor)
        open_demo_accounts(actor)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Titles above, a heading nobody foresaw, a blank row within, a repeat, a total and signatures."""
    headings = [UNFORESEEN if heading == "NIK" else heading for heading in rosters.HEADINGS]
    agus = {"Nama": "AGUS SALIM, S.Pd.", "Tanggal Lahir": date(1999, 8, 15), "L/P": "Laki-laki"}
    job = {
        "Penempatan": "Karyawan",
        "Perusahaan/Usaha": "PT Maju",
        "Tgl Bekerja": "1-10-2022",
        "Upah": 2500000,
    }
    return rosters.save(
        tmp_path / "kelas kopi (final) revisi 2.xlsx",
        [
            *rosters.TITLE,
            headings,
            rosters.person(**{"No. Sertifikat": "001/KOPI", **job}),
            rosters.person(Nama="Bunga Melati", NIK="'3510 0541 0195 0007", **{
                "No": 2, "Tanggal Lahir": "1 Januari 1995", "No. Sertifikat": "002/KOPI", "Penempatan": "Belum bekerja",
            }),
            [],
            rosters.person(NIK=LOST, **agus, **{"No": 3, "No. Sertifikat": "003/KOPI"}),
            rosters.person(No=4),
            ["", "Jumlah: 4 orang"],
            [],
            ["", "Banyuwangi, 5 September 2022"],
            ["", "Kepala Balai"],
        ],
    )  # fmt: skip


def titian(*arguments: str) -> str:
    """Run a command as the centre's clerk and return what it prints."""
    out = StringIO()
    call_command(*arguments, "--as", CLERK, stdout=out)
    return out.getvalue()


def evaluation(*arguments: str) -> dict[str, Any]:
    words = ["evaluate", "--year", "2022", "--centre", CENTRE, "--format", "json", *arguments]
    answer: dict[str, Any] = json.loads(titian(*words))
    return answer


def test_from_an_untidy_workbook_to_the_letter(country: None, workbook: Path, tmp_path: Path) -> None:
    titian("rosters", "load", str(workbook), *WHERE, "--map", f"{UNFORESEEN}=nik", "--json")
    first = evaluation()

    assert first["channels"]["institutional"]["people"] == 2
    assert [row["code"] for row in first["held"]] == ["nik_precision_lost"]
    assert len(first["repeated"]) == 1

    repair = tmp_path / "perbaikan.xlsx"
    titian("rosters", "held", "--out", str(repair), "--centre", CENTRE, "--year", "2022")
    _fill_the_yellow_cell(repair, "NIK", WHOLE)
    titian("rosters", "load", str(repair), *WHERE)
    second = evaluation()

    assert second["channels"]["institutional"]["people"] == 3
    assert second["held"] == []
    with acting_as(user_named(CLERK).pk):
        assert Person.objects.filter(name__icontains="Agus Salim").count() == 1

    again = titian("rosters", "load", str(workbook), *WHERE, "--map", f"{UNFORESEEN}=nik", "--json")
    assert evaluation()["channels"] == second["channels"], again

    letter = tmp_path / "evaluasi.pdf"
    titian("evaluate", "--year", "2022", "--centre", CENTRE, "--format", "pdf", "--out", str(letter))
    text = " ".join(page.extract_text() for page in PdfReader(letter).pages)
    assert CENTRE in text
    assert "belum diverifikasi" in text
    for word in ("Salim", "SALIM", "Melati", "Saptono", WHOLE):
        assert word not in text

    head = Client()
    head.force_login(user_named(HEAD))
    listing = head.get("/evaluasi/").content.decode()
    assert CENTRE in listing
    assert "2022" in listing


def _fill_the_yellow_cell(path: Path, heading: str, value: str) -> None:
    book = load_workbook(path)
    sheet = book.active
    column = next(cell.column for cell in sheet[2] if cell.value == heading)
    sheet.cell(row=3, column=column).value = value
    book.save(path)
