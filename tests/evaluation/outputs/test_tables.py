from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest

from factories.evaluation import example_evaluation
from titian.evaluation.document import Evaluation, Promise
from titian.evaluation.outputs.grid import Grid, left
from titian.evaluation.outputs.meanings import meanings_of
from titian.evaluation.outputs.part import is_part, part_of
from titian.evaluation.outputs.sections import annexes_of, sections_of
from titian.evaluation.outputs.tables import missing, people, promised, work
from titian.rosters.reading.reasons import REASONS
from titian.rosters.reading.sentences import VERDICTS, Severity


@pytest.fixture
def evaluation() -> Evaluation:
    return example_evaluation()


def read(grid: Grid) -> list[list[str]]:
    return [[cell.main for cell in line] for line in grid.lines]


def test_targets_stand_beside_results_with_the_first_promise_visible(evaluation: Evaluation) -> None:
    grid = promised.targets(evaluation)
    assert read(grid)[0] == [
        "Pelatihan institusional",
        "APBN",
        "55",
        "55",
        "880",
        "880",
        "tercapai: 880 dari 880",
    ]
    assert grid.notes[0] == (
        "Pelatihan institusional: janji pertama 60 paket, 960 orang; diubah 1 Juni 2022: Efisiensi anggaran."
    )


def test_a_target_missed_says_how_many_are_lacking(evaluation: Evaluation) -> None:
    row = replace(evaluation.targets[0], people=868)
    assert read(promised.targets(replace(evaluation, targets=(row,))))[0][-1] == "kurang 12 orang"


def test_people_trained_without_a_target_are_not_said_to_have_reached_it(evaluation: Evaluation) -> None:
    row = replace(evaluation.targets[0], promised=None, first=None)
    cells = read(promised.targets(replace(evaluation, targets=(row,))))[0]
    assert [cells[2], cells[4], cells[6]] == ["tanpa target"] * 3


def test_table_a_has_its_fourteen_columns_and_no_total_of_a_part(evaluation: Evaluation) -> None:
    grid = promised.table_a(evaluation)
    assert len(grid.columns) == 14
    assert read(grid)[0] == [
        "Pelatihan institusional",
        "APBN",
        "55",
        "55",
        "880",
        "880",
        "859",
        "752",
        "326",
        "241",
        "belum didata",
        "Rp2.750.000.000",
        "Rp2.700.000.000",
        "98,18 %",
    ]
    assert grid.total is not None
    assert [cell.main for cell in grid.line(grid.total)][-3:] == ["belum didata"] * 3


def test_table_a_sums_the_money_where_every_row_has_it(evaluation: Evaluation) -> None:
    promise = Promise(5, 80, 250_000_000, date(2022, 1, 3), "Rencana awal")
    rows = (evaluation.targets[0], replace(evaluation.targets[1], promised=promise, rupiah=240_000_000))
    grid = promised.table_a(replace(evaluation, targets=rows))
    assert grid.total is not None
    assert [cell.main for cell in grid.line(grid.total)][-3:] == [
        "Rp3.000.000.000",
        "Rp2.940.000.000",
        "98 %",
    ]


def test_no_table_puts_a_reached_target_beside_placement(evaluation: Evaluation) -> None:
    for section in [*sections_of(evaluation), *annexes_of(evaluation)]:
        for grid in section.tables:
            titles = " ".join(column.title for column in grid.columns)
            assert not ("Capaian" in titles and ("Bekerja" in titles or "formal" in titles))


def test_every_table_about_work_says_who_reported_it(evaluation: Evaluation) -> None:
    for grid in (
        work.kinds(evaluation),
        work.months(evaluation),
        work.statuses(evaluation),
        promised.table_a(evaluation),
        people.programmes(evaluation),
        people.regencies(evaluation),
    ):
        assert any("ilaporkan lembaga, belum diverifikasi" in note for note in grid.notes), grid.key


def test_who_was_not_recorded_has_a_row_of_their_own(evaluation: Evaluation) -> None:
    total = replace(evaluation.total, unknown_status=40)
    assert read(work.kinds(replace(evaluation, total=total)))[-1][:2] == ["Belum didata", "40"]


def test_months_no_class_is_old_enough_for_are_not_counted(evaluation: Evaluation) -> None:
    assert read(work.months(evaluation))[12] == ["12", "–", "0", "belum dapat dihitung", "–", "–", "3.175"]


def test_held_rows_say_where_and_why_and_nothing_of_the_person(evaluation: Evaluation) -> None:
    assert read(missing.held(evaluation))[0] == [
        "INST-001",
        "INST-001 Pembuatan Roti dan Kue",
        "8",
        "NIK tidak terdiri dari 16 angka.",
        "nik_length",
        "bpvp-banyuwangi-institusional-2022.xlsx",
    ]
    assert read(missing.held(evaluation).for_readers())[0][-1] == "NIK tidak terdiri dari 16 angka."


def test_every_code_that_holds_a_row_has_words_that_quote_no_cell() -> None:
    held = {code for code, verdict in VERDICTS.items() if verdict.severity is Severity.HELD}
    assert held <= set(REASONS)
    assert not any("%" in str(sentence) for sentence in REASONS.values())


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_every_table_stands_with_none_one_and_three_rows(evaluation: Evaluation, rows: int) -> None:
    cut = {
        field.name: getattr(evaluation, field.name)[:rows]
        for field in fields(evaluation)
        if isinstance(getattr(evaluation, field.name), tuple) and field.name not in ("definitions", "figures")
    }
    for section in sections_of(replace(evaluation, **cut)):
        for grid in section.tables:
            assert len(grid.lines) == len(grid.rows)
            assert grid.rows or grid.empty


def test_a_part_of_the_people_shows_nothing_of_the_whole_centre(evaluation: Evaluation) -> None:
    part = part_of(evaluation, ("Kabupaten Jember",))
    assert (is_part(evaluation), is_part(part)) == (False, True)
    assert [section.key for section in sections_of(part)] == [
        "hasil",
        "penempatan",
        "wilayah",
        "program",
        "peserta",
    ]
    assert part.notes[0].startswith("Anda membaca hanya peserta yang berdomisili di Kabupaten Jember.")
    assert not {"fill", "target_people"} & {figure.code for figure in part.figures}


def test_every_figure_in_a_table_opens_what_it_means() -> None:
    evaluation = example_evaluation()
    sections = (*sections_of(evaluation), annexes_of(evaluation)[0])
    grids = [grid.for_readers() for section in sections for grid in section.tables]
    silent = {
        column.title
        for grid in grids
        for column in grid.columns
        if not (left(column.kind) or column.about or grid.rows_about)
    }
    assert silent == {"Bulan", "Baris"}  # the number of a row is no figure
    meanings = meanings_of(evaluation, grids)
    assert {grid.columns[place].about for grid in grids for place in range(len(grid.columns))} - {""} <= {
        meaning.code for meaning in meanings
    }
    assert len({meaning.code for meaning in meanings}) == len(meanings)
    for meaning in meanings:
        assert all((meaning.name, meaning.definition, meaning.numerator, meaning.denominator, meaning.source))
