"""Slice and compare, counted by hand on six seats."""

from __future__ import annotations

import re
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from factories.network import area, member, organisation
from factories.participation import SmallYear, small_year
from titian.evaluation.models import SavedView
from titian.journal.models import Entry
from titian.network.models import Role

pytestmark = pytest.mark.django_db(databases=["default", "fold"])


@pytest.fixture
def year(db: None) -> SmallYear:
    return small_year()


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def head(year: SmallYear) -> Client:
    return signed_in(member(Role.CENTRE_HEAD, year.centre))


@pytest.fixture
def address(year: SmallYear) -> str:
    return f"/evaluasi/{year.centre.pk}/2022/banding/"


def lines(client: Client, address: str, query: str) -> dict[str, tuple]:
    """Return numerator, denominator and people of each line, by name, of the first figure asked for."""
    told = client.get(f"{address}unduh.json?{query}").json()
    found = {}
    for line in [*told["lines"], told["whole"]]:
        figure = next(iter(line["figures"].values()))
        found[line["name"]] = (figure["numerator"], figure["denominator"], line["people"])
    return found


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("baris=jalur&angka=passed", {"Institusional": (3, 4, 4), "BLK Komunitas": (1, 1, 2), "Semuanya": (4, 5, 6)}),
        ("baris=jk&angka=passed", {"Laki-laki": (2, 2, 3), "Perempuan": (2, 3, 3), "Semuanya": (4, 5, 6)}),
        ("baris=disabilitas&angka=passed", {
            "Penyandang disabilitas": (1, 1, 1), "Bukan penyandang disabilitas": (2, 3, 4),
            "Belum didata": (1, 1, 1), "Semuanya": (4, 5, 6),
        }),
        ("baris=jk&angka=passed&jalur=institutional", {
            "Laki-laki": (2, 2, 2), "Perempuan": (1, 2, 2), "Semuanya": (3, 4, 4),
        }),
        ("baris=program&angka=passed&kabupaten=35.10", {
            "Las": (2, 2, 2), "Barista": (1, 1, 1), "Semuanya": (3, 3, 3),
        }),
        ("baris=tahun&angka=covered&kabupaten=belum-didata", {"2022": (1, 1, 1), "Semuanya": (1, 1, 1)}),
    ],
)  # fmt: skip
def test_each_slice_counts_as_by_hand(head: Client, address: str, query: str, expected: dict) -> None:
    assert lines(head, address, query) == expected


def test_a_page_draws_each_interval_and_tells_what_every_figure_means(head: Client, address: str) -> None:
    page = head.get(f"{address}?baris=jalur&angka=passed&angka=covered").content.decode()
    assert page.count('class="picture interval-mark"') == 6
    assert page.count('<details class="drawer">') == 2
    assert "3 dari 4" in page
    assert "perbedaannya tidak dapat dipastikan" in page
    assert "tidak dapat dibedakan" in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("baris=warna", "Baris “warna” tidak dikenal."),
        ("angka=bahagia", "Angka “bahagia” tidak dikenal."),
        ("jalur=terbang", "“terbang” tidak ada pada saringan jalur."),
        ("balai=999999", "“999999” tidak ada pada saringan balai."),
        ("tahun=1999", "“1999” tidak ada pada saringan tahun."),
        ("as_of=besok", "Tulis tanggal seperti 2022-12-21"),
        ("kabupaten=%00", "tidak ada pada saringan kabupaten/kota domisili."),
        ("baris=jk&angka=fill", "milik paket yang utuh"),
        ("&".join(f"angka=placed_{m}_{w}" for m in (3, 6, 12) for w in ("graduates", "enrolled")) + "&angka=passed",
         "Paling banyak 6 angka"),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_asked_gets_a_sentence(
    head: Client, address: str, query: str, sentence: str
) -> None:
    for name in ("", "unduh.xlsx", "unduh.json", "unduh.pdf"):
        response = head.get(f"{address}{name}?{query}")
        assert (response.status_code, sentence in response.content.decode()) == (400, True), name


def test_files_of_a_slice_hold_its_numbers(head: Client, address: str) -> None:
    query = "baris=jalur&angka=passed"
    book = openpyxl.load_workbook(BytesIO(head.get(f"{address}unduh.xlsx?{query}").content))
    sheet = book["Banding"]
    rows = {row[0]: row[1:5] for row in sheet.iter_rows(min_row=3, values_only=True) if row[0]}
    assert rows["Institusional"][0] == 4
    assert rows["Institusional"][2:4] == (3, 4)
    pdf = PdfReader(BytesIO(head.get(f"{address}unduh.pdf?{query}").content))
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert "3 dari 4" in text
    assert Entry.objects.filter(verb="download_evaluation", details__query=query).count() == 2


def test_an_office_compares_only_its_people_and_is_told_so(year: SmallYear, address: str) -> None:
    office = organisation("Disnaker Kabupaten", "agency_regency", "35.09")
    client = signed_in(member(Role.REGENCY_OFFICE, office))
    page = client.get(f"{address}?baris=jalur&angka=passed")
    assert "Anda membaca hanya peserta yang berdomisili di" in page.content.decode()
    assert lines(client, address, "baris=jalur&angka=passed")["Semuanya"][2] <= 6
    refused = client.get(f"{address}?baris=jalur&angka=fill")
    assert refused.status_code == 400


def test_a_stranger_finds_no_comparison(year: SmallYear, address: str) -> None:
    other = organisation("BPVP Lain", region_code="51.03")
    area(other, "51.03")
    assert signed_in(member(Role.CENTRE_HEAD, other)).get(address).status_code == 404


def test_a_view_is_kept_by_a_name_for_oneself_or_for_the_house(
    year: SmallYear, head: Client, address: str
) -> None:
    query = "baris=jk&angka=passed"
    head.post(f"{address}simpan/", {"query": query, "name": "Lulus menurut jenis kelamin"})
    head.post(f"{address}simpan/", {"query": query, "name": "Untuk rakor", "organisation": year.centre.pk})
    assert set(SavedView.objects.values_list("name", "query")) == {
        ("Lulus menurut jenis kelamin", query), ("Untuk rakor", query),
    }  # fmt: skip
    colleague = signed_in(member(Role.CENTRE_CLERK, year.centre))
    page = colleague.get(address).content.decode()
    assert "Untuk rakor" in page
    assert "Lulus menurut jenis kelamin" not in page
    own = SavedView.objects.get(organisation=None)
    assert colleague.post(f"{address}tampilan/{own.pk}/hapus/").status_code == 404
    head.post(f"{address}tampilan/{own.pk}/hapus/")
    assert not SavedView.objects.filter(pk=own.pk).exists()


def test_a_question_that_cannot_be_asked_is_not_kept(head: Client, address: str) -> None:
    said = head.post(f"{address}simpan/", {"query": "baris=warna", "name": "Salah"}, follow=True)
    assert "tidak dikenal" in said.content.decode()
    assert not SavedView.objects.exists()


def test_one_and_three_kept_views_cost_the_same(head: Client, address: str) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as told:
            head.get(address)
        return len(told)

    head.post(f"{address}simpan/", {"query": "", "name": "satu"})
    cost()
    one = cost()
    for name in ("dua", "tiga"):
        head.post(f"{address}simpan/", {"query": "", "name": name})
    assert cost() == one


def test_every_offered_cut_answers(head: Client, address: str) -> None:
    page = head.get(address).content.decode()
    options = re.search(r'<select[^>]*name="baris">(.*?)</select>', page, re.S)[1]
    for word in re.findall(r'value="(\w+)"', options):
        assert head.get(f"{address}?baris={word}").status_code == 200, word
