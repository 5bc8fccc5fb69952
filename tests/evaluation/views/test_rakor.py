from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.test import Client
from pypdf import PdfReader

from factories.evaluation import example_evaluation
from factories.world import World
from titian.evaluation.document import Evaluation
from titian.evaluation.views import asked
from titian.evaluation.views.document import BECAME, DONE
from titian.journal.models import Entry

pytestmark = pytest.mark.django_db(databases=["default", "fold"])
TEMPLATES = Path(asked.__file__).parents[1] / "jinja2"


@pytest.fixture
def client(world: World) -> Client:
    client = Client()
    client.force_login(world.users["centre_head"])
    return client


@pytest.fixture
def address(world: World) -> str:
    return f"/evaluasi/{world.centre.pk}/2022/"


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch, client: Client, address: str):
    """Show any evaluation on the page."""

    def show(evaluation: Evaluation) -> str:
        monkeypatch.setattr(asked, "evaluate", lambda *_args, **_options: evaluation)
        return " ".join(client.get(address).content.decode().split())

    return show


def test_the_page_shows_the_sample_year_with_its_exact_numbers(shown) -> None:
    page = shown(example_evaluation())
    for words in (
        "3.270 kursi, 3.177 orang",
        "880 dari 880",
        "2.128 dari 2.128",
        "Rp2.750.000.000",
        "98,18 %",
        "912 dari 3.270",
        "belum dapat dihitung",
        "Dilaporkan lembaga, belum diverifikasi.",
    ):
        assert words in page


@pytest.mark.parametrize("rows", [1, 3])
def test_one_and_three_programmes_are_as_many_rows(shown, rows: int) -> None:
    evaluation = example_evaluation()
    page = shown(replace(evaluation, programmes=evaluation.programmes[:rows]))
    table = page.split('id="program"')[1].split("</table>")[0]
    assert table.count("<tr>") == 1 + rows


def test_sixteen_of_sixteen_is_not_shown_as_a_hundred_per_cent(shown) -> None:
    evaluation = example_evaluation()
    few = evaluation.programmes[0].placed_6._replace(
        numerator=16,
        denominator=16,
        value=1.0,
        low=0.8064,
        high=1.0,
        too_young=0,
    )
    page = shown(replace(evaluation, programmes=(replace(evaluation.programmes[0], placed_6=few),)))
    table = page.split('id="program"')[1].split("</table>")[0]
    assert re.search(r"81–100 %\s*<span class=\"detail\">16 dari 16", table)


def test_every_tile_explains_itself_one_click_away(shown) -> None:
    page = shown(example_evaluation())
    tiles = page.split('id="pelaksanaan"')[1].split('id="target"')[0]
    assert tiles.count('<div class="tile">') == tiles.count("<details") == 14
    assert tiles.count("Per tanggal") == 14


def test_a_name_from_a_roster_cannot_write_into_the_page(shown) -> None:
    evaluation = example_evaluation()
    row = replace(evaluation.programmes[0], name="<script>alert(1)</script>")
    page = shown(replace(evaluation, programmes=(row,)))
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_held_rows_name_no_person_and_no_nik(shown, world: World) -> None:
    page = shown(example_evaluation())
    held = page.split('id="belum-masuk"')[1].split('id="perjanjian"')[0]
    assert "NIK tidak terdiri dari 16 angka." in held
    assert not re.search(r"\d{16}", held)


@pytest.mark.parametrize(
    ("question", "sentence", "status"),
    [
        ("?as_of=abc", "Tulis tanggal seperti 2022-12-21", 400),
        ("?as_of=2022-13-45", "Tulis tanggal seperti 2022-12-21", 400),
        ("?as_of=9999-12-31", "Tanggal itu belum tiba.", 400),
        ("?as_of=0001-01-01", "Tanggal itu sebelum tahun yang dievaluasi.", 400),
        ("?as_of=%00", "Tulis tanggal seperti 2022-12-21", 400),
    ],
)
def test_a_day_that_cannot_be_asked_for_gets_a_sentence(
    client: Client, address: str, question: str, sentence: str, status: int
) -> None:
    for name in ("", "unduh.pdf", "unduh.xlsx", "unduh.json"):
        response = client.get(f"{address}{name}{question}")
        assert (response.status_code, sentence in response.content.decode()) == (status, True), name


@pytest.mark.parametrize("year", [0, 1999, 9999, 99999999999999999999])
def test_a_year_without_classes_says_so_and_names_the_years_there_are(
    client: Client, world: World, year: int
) -> None:
    response = client.get(f"/evaluasi/{world.centre.pk}/{year}/")
    page = response.content.decode()
    assert response.status_code == 404
    assert f"Belum ada paket dan target {world.centre.name} untuk tahun {year}." in page
    assert f"/evaluasi/{world.centre.pk}/2022/" in page


def test_a_centre_that_cannot_be_is_not_found(client: Client) -> None:
    assert client.get("/evaluasi/99999999999999999999/2022/").status_code == 404


def test_a_day_before_the_first_class_gets_a_sentence(client: Client, address: str) -> None:
    response = client.get(f"{address}?as_of=2022-01-01")
    assert response.status_code == 200
    assert "belum ada paket" in response.content.decode()


def test_an_office_reads_its_people_and_nothing_of_the_whole_centre(world: World, address: str) -> None:
    office = Client()
    office.force_login(world.users["regency_office"])
    page = office.get(address).content.decode()
    assert "Anda membaca hanya peserta yang berdomisili di Banyuwangi." in page
    assert "Tabel A" not in page
    assert 'id="perjanjian"' not in page


def test_each_download_is_a_file_with_a_name_and_an_entry(client: Client, address: str, world: World) -> None:
    for kind, start in (("pdf", b"%PDF"), ("xlsx", b"PK"), ("json", b"{")):
        response = client.get(f"{address}unduh.{kind}?as_of=2023-06-30")
        assert response.content.startswith(start)
        assert response["Content-Disposition"] == (
            f'attachment; filename="evaluasi-bpvp-banyuwangi-2022-2023-06-30.{kind}"'
        )
    entries = Entry.objects.filter(verb="download_evaluation").order_by("pk")
    assert [(e.actor, e.subject_id, e.details["kind"], e.details["as_of"]) for e in entries] == [
        (world.users["centre_head"], world.centre.pk, kind, "2023-06-30") for kind in ("pdf", "xlsx", "json")
    ]


def test_a_refused_download_leaves_no_entry(client: Client, address: str) -> None:
    client.get(f"{address}unduh.pdf?as_of=abc")
    assert not Entry.objects.filter(verb="download_evaluation").exists()


def test_page_and_files_tell_the_same_number_of_people(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    assert "1 paket diikuti 8 orang." in page
    assert client.get(f"{address}unduh.json").json()["seats"] == 8
    pdf = PdfReader(BytesIO(client.get(f"{address}unduh.pdf").content))
    assert "1 paket diikuti 8 orang." in " ".join(pdf.pages[0].extract_text().split())
    book = openpyxl.load_workbook(BytesIO(client.get(f"{address}unduh.xlsx").content))
    assert book["Hasil per jalur"]["C3"].value == 8


def test_templates_hold_neither_script_nor_style() -> None:
    for template in TEMPLATES.rglob("*.html"):
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=|javascript:", template.read_text()), (
            template.name
        )


def test_an_evaluation_is_read_never_written_by_a_form(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405


def test_every_figure_of_both_pages_opens_its_meaning(client: Client, address: str) -> None:
    def drawers(page: str) -> list[str]:
        return re.findall(r'<details class="drawer">.*?</details>', page, re.DOTALL)

    year = client.get(address).content.decode()
    asked_for = ("passed", "competent", "placed_6_graduates")
    compared = client.get(f"{address}banding/", {"angka": asked_for}).content.decode()

    assert len(drawers(year)) == len(DONE) + len(BECAME)
    assert len(drawers(compared)) == len(asked_for)
    for drawer in [*drawers(year), *drawers(compared)]:
        for term in ("Definisi", "Pembilang", "Sumber", "Per tanggal"):
            assert f"<dt>{term}</dt>" in drawer
    assert all("<dt>Penyebut</dt>" in drawer for drawer in drawers(compared))
