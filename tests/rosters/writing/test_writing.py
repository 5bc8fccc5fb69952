"""Sheets we write are read back as they were meant, and nothing in them is a formula."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from titian.rosters.reading import verdicts
from titian.rosters.reading.report import WorkbookRead
from titian.rosters.reading.vocabulary import Vocabulary
from titian.rosters.reading.workbook import read_workbook
from titian.rosters.writing import ClassInfo, HeldRow, write_held, write_template
from titian.rosters.writing.sheet import CHOICES

FOLDER = Path(__file__).parents[3] / "examples" / "rosters-2022"
WORDS = Vocabulary.from_files()
KINDS = {"sex": "sex", "education": "education", "disability": "yes_no", "result": "result",
         "competence": "competence", "job_status": "job_status"}  # fmt: skip


def held_rows(workbook: WorkbookRead) -> list[HeldRow]:
    rows = []
    for row in workbook.rows.iter_rows(named=True):
        if not row["codes"]:
            continue
        sheet, code, raw = workbook.sheets[row["sheet_index"]], row["codes"][0], json.loads(row["raw"])
        title = sheet.title
        rows.append(
            HeldRow(
                document=workbook.name, sheet=sheet.name, row=row["row"], package=title.package or "",
                cells=raw,
                codes=row["codes"], reason=verdicts.sentence(code, verdicts.params_of(code, row, raw)),
                to_fill=verdicts.fields_to_correct(code, row, raw), programme=title.programme or "",
                organiser=title.organiser or "", field_word=title.field_word or "",
                fund_word=title.fund_word or "", hours=title.hours, starts_on=title.starts_on,
                ends_on=title.ends_on,
            )
        )  # fmt: skip
    return rows


@pytest.fixture(scope="module")
def sample() -> WorkbookRead:
    return read_workbook(FOLDER / "bpvp-banyuwangi-institusional-2022.xlsx", WORDS, year=2022)


def test_held_rows_read_back_are_held_for_the_same_reason_in_the_same_class(tmp_path, sample):
    rows = held_rows(sample)
    write_held(tmp_path / "ditahan.xlsx", rows)

    found = read_workbook(tmp_path / "ditahan.xlsx", WORDS, year=2022)

    assert [list(row.codes) for row in rows] == found.rows["codes"].to_list()
    assert found.rows.select("source_document", "source_sheet", "source_row").rows() == [
        (row.document, row.sheet, row.row) for row in rows
    ]
    assert [(sheet.name, sheet.title.package, sheet.title.starts_on) for sheet in found.sheets] == [
        (row.sheet, row.package, row.starts_on) for row in rows
    ]
    assert [sheet.problems for sheet in found.sheets] == [()] * len(rows)
    before = sample.rows.filter(sample.rows["codes"].list.len() > 0)
    same = ["name", "birth_date", "sex", "regency", "district", "phone", "wage", "status", "member_number"]
    assert found.rows.select(same).equals(before.select(same))


def test_a_corrected_cell_frees_the_row(tmp_path, sample):
    path = tmp_path / "ditahan.xlsx"
    write_held(path, held_rows(sample))
    workbook = openpyxl.load_workbook(path)
    page = workbook.active
    headings = [cell.value for cell in page[2]]
    page.cell(3, headings.index("NIK") + 1).value = "3510082106000028"
    workbook.save(path)

    found = read_workbook(path, WORDS, year=2022)

    assert found.rows["codes"].list.len().to_list() == [0, 1, 1, 1, 1, 1]
    assert found.rows["nik"][0] == "3510082106000028"


def test_only_the_cells_to_fill_are_yellow_and_numbers_are_text(tmp_path, sample):
    path = tmp_path / "ditahan.xlsx"
    write_held(path, held_rows(sample))
    page = openpyxl.load_workbook(path).active
    headings = [cell.value for cell in page[2]]

    yellow = {
        (row, headings[column])
        for row in range(3, page.max_row + 1)
        for column in range(len(headings))
        if page.cell(row, column + 1).fill.fgColor.rgb == "FFFFF200"
    }

    assert {heading for row, heading in yellow if row == 3} == {"NIK"}
    assert {heading for row, heading in yellow if row == 6} == {"NIK", "Tanggal Lahir"}
    assert page.cell(3, headings.index("NIK") + 1).number_format == "@"
    assert page.cell(3, headings.index("No. HP") + 1).data_type == "s"
    assert page.freeze_panes == "C3"
    assert page.cell(5, headings.index("NIK") + 1).value == "351108130603002?"


def test_a_date_and_place_in_one_cell_stay_in_one_cell(tmp_path):
    cells = {
        "name": "Budi",
        "nik": "3510251807010056",
        "birth_place_and_date": "Banyuwangi, 32 Juli 2001",
        "sex": "L",
    }
    row = HeldRow("a.xlsx", "S", 9, "P-1", cells, ["date_unreadable"], "Alasan.", ("birth_place_and_date",),
                  starts_on=date(2022, 3, 1), ends_on=date(2022, 4, 1), programme="X")  # fmt: skip
    write_held(tmp_path / "d.xlsx", [row])

    found = read_workbook(tmp_path / "d.xlsx", WORDS, year=2022)

    assert found.rows["codes"].to_list() == [["date_unreadable"]]


@pytest.mark.parametrize("text", ["=1+1", "+62", "-5", "@SUM(A1)", "http://x.id", "=HYPERLINK(1)", "00123"])
def test_no_cell_is_a_formula_a_link_or_a_number(tmp_path, text):
    row = HeldRow(text, text, 1, text, {"name": text, "Gol. Darah": text}, ["nik_missing"], text, ("nik",))
    write_held(tmp_path / "d.xlsx", [row])

    page = openpyxl.load_workbook(tmp_path / "d.xlsx").active

    values = [cell for cell in page[3] if cell.value == text]
    assert len(values) == 6
    assert {cell.data_type for cell in values} == {"s"}
    assert {cell.hyperlink for cell in values} == {None}


def test_a_blank_roster_says_its_class_and_holds_nobody(tmp_path):
    info = ClassInfo("INST-060", "Pengelasan SMAW 3G", "BPVP Banyuwangi", "Teknik Las", "APBN", 280,
                     date(2022, 3, 1), date(2022, 5, 5), 20)  # fmt: skip
    write_template(tmp_path / "t.xlsx", info)

    found = read_workbook(tmp_path / "t.xlsx", WORDS, year=2022)

    sheet = found.sheets[0]
    assert (sheet.counted, sheet.problems, sheet.unknown) == (0, (), ())
    title = sheet.title
    assert (title.package, title.programme, title.organiser) == (
        "INST-060",
        "PENGELASAN SMAW 3G",
        "BPVP Banyuwangi",
    )
    assert (title.field_code, title.fund_code, title.hours, title.capacity) == ("welding", "APBN", 280, 20)
    assert (title.starts_on, title.ends_on) == (date(2022, 3, 1), date(2022, 5, 5))


def test_a_blank_roster_once_filled_is_read(tmp_path):
    path = tmp_path / "t.xlsx"
    write_template(
        path, ClassInfo("A/1", "Las [3G]", "BPVP", "", "", None, date(2022, 3, 1), date(2022, 5, 5))
    )
    workbook = openpyxl.load_workbook(path)
    page = workbook.active
    assert page.cell(7, 3).number_format == "@"
    assert len(page.data_validations.dataValidation) == len(CHOICES) + 1
    for column, value in enumerate(["1", "BUDI", "3510251807010056", "Jember", "18/07/2001", "L", "SMK"], 1):
        page.cell(7, column).value = value
    workbook.save(path)

    found = read_workbook(path, WORDS, year=2022)

    row = found.rows.row(0, named=True)
    assert (row["name"], row["education"], row["codes"], found.rows.height) == ("Budi", "SMK", [], 1)


def test_every_word_of_our_lists_is_known_to_the_reader():
    unknown = [(name, word) for name, words in CHOICES.items() for word in words
               if WORDS.value_of(KINDS[name], word) is None]  # fmt: skip

    assert unknown == []
