"""Title blocks, heading rows and the lines of a table, in the shapes centres give them."""

from __future__ import annotations

from datetime import date

import pytest
import xlsxwriter
from tests.factories.rosters import HEADINGS, TITLE, person

from titian.core.errors import DomainError
from titian.rosters.reading.report import UnknownHeading
from titian.rosters.reading.sentences import VERDICTS
from titian.rosters.reading.workbook import read_workbook


def only(found):
    assert len(found.sheets) == 1
    return found.sheets[0]


def codes(sheet):
    return [problem.code for problem in sheet.problems]


def test_a_title_of_one_label_a_line_is_read(read):
    title = [
        ["DAFTAR NAMA PESERTA"],
        ["Nama Pelatihan : Barista"],
        ["Penyelenggara  : BLK Komunitas Al-Hikmah"],
        ["Kejuruan       : Pariwisata"],
        ["Kode Paket     : K09-007"],
        ["Sumber Dana    : DBHCHT"],
        ["Lama Pelatihan : 160 JP"],
        ["Tgl Mulai      : 4 Agustus 2022"],
        ["Tgl Selesai    : 4 September 2022"],
    ]
    told = only(read([*title, HEADINGS, person()])).title

    assert (told.programme, told.organiser, told.package) == ("Barista", "BLK Komunitas Al-Hikmah", "K09-007")
    assert (told.field_word, told.fund_code, told.hours) == ("Pariwisata", "APBD_DBHCHT", 160)
    assert (told.starts_on, told.ends_on) == (date(2022, 8, 4), date(2022, 9, 4))
    assert told.cells["organiser"] == "A3"


def test_a_title_of_labels_beside_their_values_is_read(read):
    title = [
        ["DAFTAR PESERTA PELATIHAN"],
        ["Program", "", ":", "Barista", "", "Paket", ":", "K09-007"],
        ["Penyelenggara", "", ":", "BLK Komunitas Al-Hikmah", "", "Sumber Dana", ":", "APBN"],
        ["Tanggal", "", ":", "4 Agustus - 4 September 2022", "", "JP", ":", 160],
    ]
    told = only(read([*title, HEADINGS, person()])).title

    assert (told.programme, told.organiser, told.package) == ("Barista", "BLK Komunitas Al-Hikmah", "K09-007")
    assert (told.fund_code, told.hours, told.starts_on) == ("APBN", 160, date(2022, 8, 4))
    assert told.cells["package"] == "H2"


def test_excel_dates_beside_their_labels_are_read(read):
    title = [*TITLE[:3], ["Tanggal Mulai", date(2022, 8, 4)], ["Tanggal Selesai", date(2022, 9, 4)]]

    told = only(read([*title, HEADINGS, person()])).title

    assert (told.starts_on, told.ends_on) == (date(2022, 8, 4), date(2022, 9, 4))


def test_without_a_label_the_sheet_name_gives_the_package(read):
    sheet = only(read([*TITLE[:2], *TITLE[3:], HEADINGS, person()], sheet="INST-014 Barista"))

    assert (sheet.title.package, "package" in sheet.title.cells) == ("INST-014", False)


def test_what_a_title_lacks_is_named(read):
    sheet = only(read([["Daftar"], HEADINGS, person()]))

    assert codes(sheet) == ["package_missing", "dates_missing", "programme_missing"]
    assert sheet.class_key == "sheet:0:Lembar 1"


def test_words_of_a_title_nobody_knows_are_named(read):
    title = [*TITLE[:2], ["Kejuruan: Sulap   Paket: INST-100   Sumber dana: Hibah langit"], *TITLE[3:]]

    sheet = only(read([*title, HEADINGS, person()]))

    assert [(problem.code, problem.params) for problem in sheet.problems] == [
        ("field_unknown", {"word": "Sulap"}), ("fund_unknown", {"word": "Hibah langit"}),
    ]  # fmt: skip


def test_a_class_of_another_year_is_noted(read):
    title = [*TITLE[:3], ["Tanggal 4 Agustus 2021 s.d. 4 September 2021"]]

    assert codes(only(read([*title, HEADINGS, person()]))) == ["class_year_differs"]


def test_an_unforeseen_heading_is_named_with_what_it_may_be(read):
    headings = ["No Reg" if heading == "No" else "Nomer Ponsel Aktif" if heading == "No. HP" else heading
                for heading in HEADINGS]  # fmt: skip
    found = read([*TITLE, [*headings[:-1], "Gol. Darah"], [*person()[:-1], "AB"]])

    sheet = only(found)
    assert [(each.letter, each.heading) for each in sheet.unknown] == [
        ("A", "No Reg"), ("K", "Nomer Ponsel Aktif"), ("V", "Gol. Darah"),
    ]  # fmt: skip
    assert codes(sheet) == ["unknown_column"] * 3
    assert '"Gol. Darah":"AB"' in found.rows["raw"][0]
    assert found.rows["phone"].to_list() == [None]


def test_a_near_heading_suggests_the_field(read):
    headings = ["Nama Lengkap Siswa" if heading == "Nama" else heading for heading in HEADINGS]

    sheet = only(read([*TITLE, headings, person()]))

    assert sheet.unknown == (UnknownHeading("B", "Nama Lengkap Siswa", ("name", "address", "organiser")),)
    assert sheet.problems[0].params == {"letter": "B", "heading": "Nama Lengkap Siswa", "field": "name"}


def test_a_told_heading_is_understood_and_another_left_out(read):
    headings = ["Nomer Ponsel Aktif" if heading == "No. HP" else heading for heading in HEADINGS]
    lines = [*TITLE, [*headings[:-1], "Gol. Darah"], [*person()[:-1], "AB"]]

    found = read(lines, overrides={"NOMER PONSEL AKTIF": "phone", "Gol. Darah": "-"})

    sheet = only(found)
    assert (sheet.unknown, sheet.problems, sheet.left_out) == ((), (), ("Gol. Darah",))
    assert sheet.columns["phone"] == "K"
    assert found.rows["phone"].to_list() == ["+6281234567890"]


def test_a_table_of_unforeseen_headings_only_loads_once_they_are_told(read):
    lines = [*TITLE, ["Kode", "Panggilan", "Angka Induk", "Hari Jadi", "Gol"],
             [1, "Lidya Saptono", "3510057003870022", "30/03/1987", "P"],
             [2, "Imam Hidayat", "3510251807010056", "18/07/2001", "L"]]  # fmt: skip

    sheet = only(read(lines))
    assert codes(sheet)[0] == "no_heading_row"
    assert [each.heading for each in sheet.unknown] == [
        "Kode",
        "Panggilan",
        "Angka Induk",
        "Hari Jadi",
        "Gol",
    ]

    told = {
        "Kode": "number_in_class",
        "Panggilan": "name",
        "Angka Induk": "nik",
        "Hari Jadi": "birth_date",
        "Gol": "sex",
    }
    found = read(lines, overrides=told)
    assert codes(only(found)) == []
    assert found.rows["name"].to_list() == ["Lidya Saptono", "Imam Hidayat"]
    assert found.rows["codes"].to_list() == [[], []]


def test_a_heading_cannot_be_told_to_be_what_does_not_exist(read):
    with pytest.raises(DomainError) as caught:
        read([*TITLE, HEADINGS, person()], overrides={"Gol. Darah": "blood"})

    assert caught.value.code == "field_unknown"


def test_headings_in_two_lines_are_joined(read):
    upper = ["No", "Nama", "NIK", "Tempat/Tanggal", "", "L/P", "Sertifikat", ""]
    lower = ["", "", "", "Tempat Lahir", "Tanggal Lahir", "", "No. Sertifikat", "No. Sertifikat Kompetensi"]
    line = [1, "Lidya", "3510057003870022", "Banyuwangi", "30/03/1987", "P", "001/X", "10710"]

    found = read([*TITLE, upper, lower, [str(n) for n in range(1, 9)], line])

    assert only(found).columns == {
        "number_in_class": "A", "name": "B", "nik": "C", "birth_place": "D", "birth_date": "E", "sex": "F",
        "certificate_number": "G", "competency_certificate_number": "H",
    }  # fmt: skip
    assert found.rows["name"].to_list() == ["Lidya"]
    assert found.rows["birth_place"].to_list() == ["Banyuwangi"]


def test_two_columns_of_one_meaning_are_named_and_the_first_is_used(read):
    found = read([*TITLE, [*HEADINGS, "Handphone", "HP"], [*person(), "x", "0899999999"]])

    assert [(p.code, p.params["letter"]) for p in only(found).problems] == [
        ("unknown_column", "W"), ("column_twice", "X"),
    ]  # fmt: skip
    assert found.rows["phone"].to_list() == ["+6281234567890"]


def test_a_filled_column_without_a_heading_is_named(read):
    found = read([*TITLE, HEADINGS, [*person(), "lihat lampiran"]])

    assert [each.letter for each in only(found).unknown] == ["W"]
    assert "lihat lampiran" in found.rows["raw"][0]


def test_blanks_totals_signatures_and_repeated_headings_are_no_people(read):
    lines = [
        *TITLE, HEADINGS,
        person(), [], person(NIK="3510251807010056", **{"Tanggal Lahir": "18/07/2001", "L/P": "L"}),
        HEADINGS,
        [3], ["", "", "", ""],
        person(NIK="3510096409970001", **{"Tanggal Lahir": "24/09/1997"}),
        ["", "JUMLAH", 4],
        ["", "", "", "", "", "Banyuwangi, 4 September 2022"],
        ["", "", "Mengetahui, Kepala"],
        [],
        ["", "Drs. Budi Santoso, M.M."],
        ["", "NIP. 196801011990031001"],
    ]  # fmt: skip
    found = read(lines)

    sheet = only(found)
    assert found.rows["row"].to_list() == [7, 9, 13]
    assert found.rows["codes"].to_list() == [[], [], []]
    assert (sheet.declared_total, sheet.counted) == (4, 3)
    assert [(p.code, p.params) for p in sheet.problems] == [("total_differs", {"declared": 4, "counted": 3})]


def test_a_right_total_is_no_problem(read):
    assert codes(only(read([*TITLE, HEADINGS, person(), ["Jumlah Peserta: 1 orang"]]))) == []


def test_a_stray_remark_is_passed_over_aloud(read):
    found = read([*TITLE, HEADINGS, person(), ["", "", "", "", "", "", "", "", "hadir semua"]])

    assert [(p.code, p.params) for p in only(found).problems] == [
        ("line_skipped", {"row": 8, "text": "hadir semua"})
    ]


def test_a_person_with_little_said_is_held_not_dropped(read):
    found = read([*TITLE, HEADINGS, [1, "Totalia Sari"], ["", "", "3510057003870022"]])

    assert found.rows["codes"].to_list() == [["nik_missing"], ["name_missing"]]


def test_hidden_and_empty_sheets_are_reported(tmp_path, words):
    from_lines = [*TITLE, HEADINGS, person()]
    path = tmp_path / "campur.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        for name in ("Peserta", "Arsip", "Sheet3", "Catatan"):
            page = workbook.add_worksheet(name)
            for row, cells in enumerate(from_lines if name in ("Peserta", "Arsip") else []):
                for column, cell in enumerate(cells):
                    page.write(row, column, cell)
            if name == "Arsip":
                page.hide()
            if name == "Catatan":
                page.write(0, 0, "rapat hari Senin")
    found = read_workbook(path, words, year=2022)

    assert [sheet.name for sheet in found.sheets] == ["Peserta"]
    assert [(sheet.name, sheet.code) for sheet in found.skipped] == [
        ("Arsip", "sheet_hidden"), ("Sheet3", "sheet_empty"), ("Catatan", "no_heading_row"),
    ]  # fmt: skip
    assert all(sheet.code in VERDICTS for sheet in found.skipped)


def test_the_original_cells_are_kept_as_written(read):
    found = read([*TITLE, HEADINGS, person(Nama="  lidya   SAPTONO ", **{"No. HP": 81234567890})])

    raw = found.rows["raw"][0]
    assert '"name":"  lidya   SAPTONO "' in raw
    assert '"phone":"81234567890"' in raw
