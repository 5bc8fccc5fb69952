"""The sample year comes out as it went in."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import polars as pl
import pytest

from titian.rosters.reading.report import WorkbookRead
from titian.rosters.reading.workbook import read_workbook

FOLDER = Path(__file__).parents[3] / "examples" / "rosters-2022"


@pytest.fixture(scope="module")
def expected():
    return json.loads((FOLDER / "expected.json").read_text())


@pytest.fixture(scope="module")
def workbooks(words) -> dict[str, list[WorkbookRead]]:
    by_channel: dict[str, list[WorkbookRead]] = {}
    with (FOLDER / "manifest.csv").open() as lines:
        for line in csv.DictReader(lines):
            by_channel.setdefault(line["channel"], []).append(
                read_workbook(FOLDER / line["file"], words, year=2022)
            )
    return by_channel


def accepted(workbook: WorkbookRead) -> pl.DataFrame:
    return workbook.rows.filter((pl.col("codes").list.len() == 0) & ~pl.col("repeated"))


def counts(rows: pl.DataFrame, sheets: int) -> dict[str, int]:
    own = ["own_account", "employer_permanent", "employer_temporary_or_unpaid", "own_business_unknown"]
    told = rows.select(
        people=pl.len(),
        passed=pl.col("passed").sum(),
        assessed=pl.col("competent").is_not_null().sum(),
        competent=pl.col("competent").sum(),
        job_employee=(pl.col("status") == "employee").sum(),
        job_own_account=pl.col("status").is_in(own).sum(),
        job_casual=(pl.col("status") == "casual_unknown").sum(),
        job_none=(pl.col("status") == "not_working").sum(),
        disability=pl.col("disability").sum(),
        female=(pl.col("sex") == "P").sum(),
        covered=pl.col("member_number").is_not_null().sum(),
    ).row(0, named=True)
    return {**told, "packages": sheets}


@pytest.mark.parametrize("channel", ["institutional", "industry", "bootcamp", "community"])
def test_each_channel_counts_as_expected(workbooks, expected, channel):
    rows = pl.concat(accepted(workbook) for workbook in workbooks[channel])
    found = counts(rows, sum(len(workbook.sheets) for workbook in workbooks[channel]))

    assert {name: number for name, number in found.items() if number} == expected["channels"][channel]


def test_held_and_repeated_rows_are_those_expected(workbooks, expected):
    held, repeated = [], []
    for workbook in (each for books in workbooks.values() for each in books):
        for row in workbook.rows.iter_rows(named=True):
            sheet = workbook.sheets[row["sheet_index"]]
            place = {"sheet": sheet.name, "package": sheet.title.package}
            if row["codes"]:
                held.append({**place, "code": row["codes"][0]})
            if row["repeated"]:
                repeated.append(place)

    def by_package(place):
        return place["package"]

    assert sorted(held, key=by_package) == sorted(expected["held"], key=by_package)
    assert sorted(repeated, key=by_package) == sorted(expected["repeated"], key=by_package)


def test_people_and_regencies_are_those_expected(workbooks, expected):
    rows = pl.concat(accepted(workbook) for books in workbooks.values() for workbook in books)

    assert rows.height == expected["seats"]
    assert rows["nik"].n_unique() == expected["distinct_people"]
    assert dict(rows["regency"].value_counts().iter_rows()) == expected["by_regency"]


def test_every_sheet_says_its_class_and_no_column_is_unknown(workbooks):
    sheets = [sheet for books in workbooks.values() for workbook in books for sheet in workbook.sheets]

    assert len(sheets) == 205
    assert {len(sheet.class_key) > 0 for sheet in sheets} == {True}
    assert [sheet.problems for sheet in sheets if sheet.problems] == []
    assert [sheet.unknown for sheet in sheets if sheet.unknown] == []
    organisers = {sheet.title.organiser for sheet in sheets if sheet.title.package.startswith("K")}
    assert all(organiser.startswith("BLK Komunitas") for organiser in organisers)
    for sheet in sheets:
        title = sheet.title
        assert title.programme
        assert title.field_code
        assert title.fund_code in ("APBN", "BLKK_GRANT")
        assert title.hours in range(100, 400)
        assert title.starts_on < title.ends_on
        assert title.cells["package"] == "A3"
        assert sheet.header_row == 6


def test_whole_rows_of_each_dialect_are_understood(workbooks):
    def only(channel, name):
        for workbook in workbooks[channel]:
            found = workbook.rows.filter(pl.col("name") == name)
            if found.height:
                return found.row(0, named=True)
        raise AssertionError(name)

    first = only("institutional", "Galak Padmasari")
    assert (first["nik"], str(first["birth_date"]), first["sex"], first["education"]) == (
        "3510251808030037", "2003-08-18", "L", "SMA",
    )  # fmt: skip
    second = only("institutional", "Imam Hidayat")
    assert (second["birth_place"], str(second["birth_date"]), second["wage"], second["phone"]) == (
        "Banyuwangi", "2001-07-18", 1_300_000, "+6287179145744",
    )  # fmt: skip
    third = only("community", "Karna Yolanda")
    assert (third["phone"], third["regency"], third["district"], third["competent"], third["status"]) == (
        "+6281872750633", "35.11", "35.11.20", None, "own_business_unknown",
    )  # fmt: skip
    assert third["employer_name"] is None
