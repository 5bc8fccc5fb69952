"""Ten slides whose charts are native and hold the numbers of the document."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.utils import translation
from pptx import Presentation
from pptx.enum.dml import MSO_FILL

from factories.evaluation import example_evaluation
from titian.evaluation.outputs.slides import write_slides
from titian.evaluation.outputs.standing import Standing


@pytest.fixture(scope="module")
def slides():
    with translation.override("id"):
        return list(Presentation(BytesIO(write_slides(example_evaluation()))).slides)


def charts(slide):
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def words(slide) -> str:
    return " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def test_there_are_ten_slides_with_a_title_each(slides):
    assert len(slides) == 10
    assert all(slide.shapes.title.text_frame.text for slide in slides)


def test_every_slide_says_whose_it_is_and_of_which_day(slides):
    for slide in slides:
        assert "BPVP Banyuwangi" in words(slide)
        assert "Keadaan per 21 November 2026" in words(slide)
        assert "Belum diterbitkan" in words(slide)


def test_targets_stand_beside_results_in_a_native_chart(slides):
    (chart,) = charts(slides[1])
    (target, result) = chart.plots[0].series
    assert tuple(result.values) == (880, 182, 80, 2128)
    assert tuple(target.values) == (880, 182, 80, 2128)
    assert result.points[3].data_label.text_frame.text == "2.128"


def test_table_a_is_a_table_with_the_sums(slides):
    (table,) = [shape.table for shape in slides[2].shapes if shape.has_table]
    last = [cell.text_frame.text for cell in table.rows[len(table.rows) - 1].cells]
    assert last[0] == "Jumlah"
    assert "3.270" in last


def test_five_slides_hold_native_charts_with_the_numbers_of_the_document(slides):
    assert [number for number, slide in enumerate(slides, 1) if charts(slide)] == [2, 4, 5, 6, 7]
    (kinds,) = charts(slides[3])
    assert tuple(kinds.plots[0].series[0].values) == (912, 773, 305, 1280)
    (months,) = charts(slides[4])
    told = example_evaluation().placement_by_month
    assert list(months.plots[0].series[0].values) == pytest.approx(
        [p.value for p in told if p.value is not None] + [None]
    )


def test_notes_tell_the_speaker_what_the_figures_mean(slides):
    notes = slides[1].notes_slide.notes_text_frame.text
    assert "Target orang: yang dihitung, dari yang diketahui." in notes
    assert all(slide.notes_slide.notes_text_frame.text for slide in slides)


def test_charts_are_described_for_those_who_do_not_see_them(slides):
    for slide in slides:
        for shape in slide.shapes:
            if shape.has_chart:
                assert shape._element.nvGraphicFramePr.cNvPr.get("descr")


def test_slides_of_a_signed_version_say_so():
    with translation.override("id"):
        made = write_slides(example_evaluation(), Standing(2, "signed", "ab" * 32))
    assert "Terbitan versi 2" in words(Presentation(BytesIO(made)).slides[9])


def test_the_word_of_a_draft_stays_to_be_seen_behind_every_table(slides):
    tables = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
    bodies = [cell for table in tables for row in list(table.rows)[1:] for cell in row.cells]
    assert len(tables) >= 3
    assert {cell.fill.type for cell in bodies} == {MSO_FILL.BACKGROUND}
