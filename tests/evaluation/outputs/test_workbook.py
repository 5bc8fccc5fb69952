from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from factories.evaluation import example_evaluation
from titian.evaluation.document import Evaluation
from titian.evaluation.outputs.workbook import write_workbook


def opened(evaluation: Evaluation) -> Workbook:
    return openpyxl.load_workbook(BytesIO(write_workbook(evaluation)))


@pytest.fixture(scope="module")
def book() -> Workbook:
    return opened(example_evaluation())


def test_the_sheets_a_meeting_asks_for_are_there(book: Workbook) -> None:
    assert {
        "Ringkasan",
        "Target dan realisasi",
        "Tabel A",
        "Per wilayah",
        "Program",
        "Penempatan",
        "Yang belum masuk",
        "Definisi",
    } <= set(book.sheetnames)
    assert book.sheetnames[0] == "Ringkasan"


def test_the_letterhead_is_on_top_and_the_properties_are_filled(book: Workbook) -> None:
    first = book["Ringkasan"]
    assert first["A1"].value == "KEMENTERIAN KETENAGAKERJAAN REPUBLIK INDONESIA"
    assert book.properties.title == "Evaluasi pelatihan vokasi tahun 2022"
    assert book.properties.subject == "BPVP Banyuwangi"


def test_numbers_are_numbers_with_their_formats(book: Workbook) -> None:
    sheet = book["Tabel A"]
    cells = list(sheet[3])
    assert [cell.value for cell in cells[2:6]] == [55, 55, 880, 880]
    assert (cells[11].value, cells[11].number_format) == (2_750_000_000, "#,##0")
    assert (round(cells[13].value, 6), cells[13].number_format) == (round(2_700 / 2_750, 6), "0.00%")
    assert (cells[10].value, cells[10].data_type) == ("belum didata", "s")


def test_a_share_comes_with_its_parts_and_bounds_as_numbers(book: Workbook) -> None:
    sheet = book["Program"]
    head = [cell.value for cell in sheet[2]]
    place = head.index("Lulus")
    assert head[place : place + 5] == [
        "Lulus",
        "Lulus: pembilang",
        "Lulus: penyebut",
        "Lulus: batas bawah",
        "Lulus: batas atas",
    ]
    cells = sheet[3][place : place + 5]
    assert [cell.data_type for cell in cells] == ["n"] * 5
    assert [cells[1].value, cells[2].value] == [487, 496]


def test_a_share_of_few_stays_an_interval() -> None:
    evaluation = example_evaluation()
    few = evaluation.programmes[0].passed._replace(
        numerator=16, denominator=16, value=1.0, low=0.8064, high=1.0
    )
    row = replace(evaluation.programmes[0], passed=few)
    cells = opened(replace(evaluation, programmes=(row,)))["Program"][3]
    assert [cell.value for cell in cells[4:7]] == ["81–100 %", 16, 16]


def test_headings_stay_in_sight_and_on_every_printed_page(book: Workbook) -> None:
    for sheet in book.worksheets[1:]:
        assert (sheet.freeze_panes, sheet.print_title_rows) == ("B3", "$2:$2"), sheet.title
        assert sheet.column_dimensions["A"].width >= 8


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "http://"])
def test_no_word_of_a_roster_becomes_a_formula_or_a_link(start: str) -> None:
    evaluation = example_evaluation()
    name = f"{start}HYPERLINK(1+1)"
    row = replace(evaluation.programmes[0], name=name)
    cell = opened(replace(evaluation, programmes=(row,)))["Program"]["A3"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (name, "s", None)


@pytest.mark.parametrize("rows", [1, 3])
def test_one_and_three_programmes_give_as_many_rows(rows: int) -> None:
    evaluation = example_evaluation()
    sheet = opened(replace(evaluation, programmes=evaluation.programmes[:rows]))["Program"]
    names = [cell.value for cell in sheet["A"][2 : 2 + rows]]
    assert names == [row.name for row in evaluation.programmes[:rows]]


def test_every_sheet_names_centre_year_and_day(book: Workbook) -> None:
    for sheet in book.worksheets[1:]:
        assert sheet["A1"].value.endswith("BPVP Banyuwangi 2022. Keadaan per 21 November 2026. RANCANGAN"), (
            sheet.title
        )
