"""Each code has a row that bears it, and a sentence that says what to do."""

from __future__ import annotations

import json
from datetime import date

import pytest
from tests.factories.rosters import HEADINGS, TITLE, person

from titian.rosters.reading import verdicts
from titian.rosters.reading.judge import PRECEDENCE
from titian.rosters.reading.sentences import VERDICTS

HELD = {
    "name_missing": {"Nama": " - "},
    "nik_missing": {"NIK": ""},
    "nik_precision_lost": {"NIK": 3510057003870022},
    "nik_length": {"NIK": "351005700387002"},
    "nik_unknown_province": {"NIK": "9910057003870022"},
    "nik_invalid": {"NIK": "3510057003870000"},
    "date_unreadable": {"Tanggal Lahir": "31/02/1987"},
    "under_minimum_age": {"Tanggal Lahir": "05/08/2005", "NIK": "3510054508050022"},
    "birth_date_disagrees_with_nik": {"Tanggal Lahir": "31/03/1987"},
    "sex_disagrees_with_nik": {"L/P": "L"},
    "dates_out_of_order": {"Penempatan": "Bekerja", "Tgl Bekerja": "01/01/1990"},
    "job_status_unclear": {"Penempatan": "informal"},
    "word_unknown": {"Penempatan": "Lagi rebahan"},
    "text_too_long": {"Alamat": "Srono " * 60},
}


def test_every_code_that_holds_a_row_is_shown_by_an_example():
    assert set(HELD) == set(PRECEDENCE)


@pytest.mark.parametrize("code", PRECEDENCE)
def test_a_row_is_held_for_its_own_reason_and_only_for_that(row, code):
    found = row(HELD[code])

    assert found["codes"] == [code]
    assert not found["repeated"]


@pytest.mark.parametrize("code", PRECEDENCE)
def test_the_reason_is_a_whole_sentence_with_cells_to_correct(row, code):
    found = row(HELD[code])
    raw = json.loads(found["raw"])

    said = verdicts.sentence(code, verdicts.params_of(code, found, raw))

    assert said.endswith(".")
    assert "%(" not in said
    assert "…" not in said
    assert verdicts.severity(code) == "held"
    assert verdicts.fields_to_correct(code, found, raw)


def test_every_code_has_a_sentence_even_without_its_parameters():
    for code in VERDICTS:
        assert verdicts.sentence(code)


@pytest.mark.parametrize(
    "cell",
    [3510057003870022, 351005700387002, 3.51005700387002e15, "3.51006E+15", "3,51006E+15", "'3.51E15",
     "351005700387002?"],
)  # fmt: skip
def test_a_number_in_place_of_a_nik_has_lost_digits(row, cell):
    found = row({"NIK": cell})

    assert found["codes"] == ["nik_precision_lost"]
    assert found["nik"] is None


@pytest.mark.parametrize(
    "cell", ["'3510057003870022", " 3510 0570 0387 0022 ", "3510.0570.0387.0022", "`3510057003870022"]
)
def test_signs_around_a_nik_do_no_harm(row, cell):
    found = row({"NIK": cell})

    assert (found["nik"], found["codes"]) == ("3510057003870022", [])


def test_the_word_nobody_knows_is_named_with_its_column(row):
    found = row({"Pendidikan": "SMB", "L/P": "X"})
    raw = json.loads(found["raw"])

    assert found["unknown_words"] == ["sex=X", "education=SMB"]
    assert '"X"' in verdicts.sentence("word_unknown", verdicts.params_of("word_unknown", found, raw))
    assert verdicts.fields_to_correct("word_unknown", found, raw) == ("sex", "education")


def test_being_too_young_is_named_before_a_quarrel_with_the_number(row):
    found = row({"Tanggal Lahir": "01/01/2011"})

    assert found["codes"] == ["under_minimum_age", "birth_date_disagrees_with_nik"]


def test_the_seventeenth_birthday_is_old_enough(row):
    found = row({"Tanggal Lahir": "04/08/2005", "NIK": "3510054408050022"})

    assert (found["codes"], found["warnings"]) == ([], ["guardian_consent_missing"])


def test_a_programme_may_ask_for_another_age(read):
    lines = [*TITLE, HEADINGS, person(**{"Tanggal Lahir": "04/08/2005", "NIK": "3510054408050022"})]

    found = read(lines, minimum_ages={"inst100": 18}).rows

    assert found["codes"].to_list() == [["under_minimum_age"]]


@pytest.mark.parametrize(
    ("cells", "warnings"),
    [
        ({"Kab/Kota": "Kab. Entah"}, ["unknown_regency"]),
        ({"Alamat": "Jl. Mawar"}, ["unknown_district"]),
        ({"Tanggal Lahir": ""}, ["birth_date_from_nik"]),
        ({"L/P": ""}, ["sex_from_nik"]),
        ({"No. HP": "tidak ada"}, ["phone_unreadable"]),
        ({"Upah": "UMR"}, ["wage_unreadable"]),
        ({}, []),
    ],
)
def test_what_is_odd_but_possible_is_a_warning(row, cells, warnings):
    found = row(cells)

    assert (found["codes"], found["warnings"]) == ([], warnings)


def test_blanks_are_filled_from_a_good_number(row):
    found = row({"Tanggal Lahir": "-", "L/P": ""})

    assert (found["birth_date"], found["sex"]) == (date(1987, 3, 30), "P")


def test_the_later_of_two_good_rows_is_repeated_and_a_held_one_is_not(read):
    held = person(**{"L/P": "L"})

    found = read([*TITLE, HEADINGS, held, person(), person(), held]).rows

    assert found["repeated"].to_list() == [False, False, True, False]
    assert found["codes"].list.len().to_list() == [1, 0, 0, 1]


def test_the_same_person_in_two_classes_is_not_repeated(read):
    other = [*TITLE[:2], ["Paket: INST-101"], *TITLE[3:]]

    found = read([*TITLE, HEADINGS, person()], more={"Lembar 2": [*other, HEADINGS, person()]})

    assert found.rows["repeated"].to_list() == [False, False]
    assert [sheet.class_key for sheet in found.sheets] == ["inst100", "inst101"]


def test_a_class_beyond_its_seats_is_noted_at_the_class_and_the_rows_too_many(read):
    people = [person(No=number, NIK=f"35100570038700{number:02}") for number in range(1, 19)]

    found = read([*TITLE, HEADINGS, *people])

    assert found.rows["warnings"].list.contains("class_over_capacity").to_list() == [False] * 16 + [True] * 2
    assert [(problem.code, problem.params) for problem in found.sheets[0].problems] == [
        ("class_over_capacity", {"accepted": 18, "capacity": 16})
    ]


def test_a_title_may_promise_more_seats(read):
    title = [*TITLE[:3], ["Kapasitas: 20"], *TITLE[3:]]
    people = [person(No=number, NIK=f"35100570038700{number:02}") for number in range(1, 19)]

    found = read([*title, HEADINGS, *people])

    assert found.sheets[0].title.capacity == 20
    assert found.sheets[0].problems == ()


def test_a_class_that_ends_before_it_starts_holds_its_rows(read):
    title = [*TITLE[:3], ["Tanggal 4 September 2022 s.d. 4 Agustus 2022"]]

    found = read([*title, HEADINGS, person()])

    assert found.rows["codes"].to_list() == [["dates_out_of_order"]]
    assert [problem.code for problem in found.sheets[0].problems] == ["dates_out_of_order"]
