from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from factories.evaluation import example_evaluation
from titian.evaluation.document import Evaluation, MonthPoint, Tile
from titian.evaluation.outputs import pictures
from titian.evaluation.outputs.charts.canvas import for_print, ticks, words
from titian.evaluation.outputs.charts.stacks import UNKNOWN, Part, Stack, stacks_chart
from titian.evaluation.outputs.charts.targets import TargetBar, targets_chart
from titian.evaluation.outputs.charts.tiles import EAST_JAVA, classes_of, tile_map

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def evaluation() -> Evaluation:
    return example_evaluation()


def drawn(evaluation: Evaluation) -> list[pictures.Picture]:
    map_ = pictures.map_picture(evaluation)
    assert map_ is not None
    return [
        pictures.targets_picture(evaluation),
        pictures.kinds_picture(evaluation),
        pictures.months_picture(evaluation),
        map_,
    ]


def texts(svg: Markup) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(str(svg)).iter(f"{SVG}text")]


def test_every_picture_is_an_image_with_a_name_and_a_description(evaluation: Evaluation) -> None:
    for picture in drawn(evaluation):
        root = ElementTree.fromstring(str(picture.svg))
        ids = {element.get("id"): element.text for element in root.iter() if element.get("id")}
        assert root.get("role") == "img"
        assert ids[root.get("aria-labelledby")] == picture.question
        assert ids[root.get("aria-describedby")] == picture.description != ""


def test_no_picture_holds_a_style_or_a_script(evaluation: Evaluation) -> None:
    for picture in drawn(evaluation):
        assert not re.search(r"<style|<script|\sstyle=|\son\w+=|href", str(picture.svg))


def test_no_two_pictures_share_an_id(evaluation: Evaluation) -> None:
    ids = [
        found for picture in drawn(evaluation) for found in re.findall(r'\bid="([^"]+)"', str(picture.svg))
    ]
    assert len(ids) == len(set(ids))


def test_words_of_a_roster_cannot_break_out_of_the_picture() -> None:
    assert words('<b x="1">', 0, 0) == '<text x="0" y="0" text-anchor="start">&lt;b x=&#34;1&#34;&gt;</text>'


def test_the_printed_picture_brings_its_own_colours(evaluation: Evaluation) -> None:
    assert for_print(pictures.targets_picture(evaluation).svg).count("<style>") == 1


def test_a_target_stands_beside_its_result() -> None:
    svg = targets_chart("t", "?", [TargetBar("Institusional", 880, 859), TargetBar("MTU", None, 32)])
    assert "859 dari 880" in texts(svg)
    assert "32, tanpa target" in texts(svg)


def test_the_part_nobody_can_tell_is_hatched_and_named() -> None:
    svg = stacks_chart("s", "?", [Stack("BPS", [Part("formal", 60, "c1"), Part("tak tentu", 40, UNKNOWN)])])
    assert 'fill="url(#s-hatch)"' in svg
    assert texts(svg) == ["BPS", "100", "60", "40", "formal", "tak tentu"]


def test_a_year_too_young_draws_no_share(evaluation: Evaluation) -> None:
    young = replace(
        evaluation, placement_by_month=tuple(MonthPoint(m, 0, 0, 3175, None, None, None) for m in range(13))
    )
    picture = pictures.months_picture(young)
    assert "<circle" not in picture.svg
    assert "Belum dapat dihitung" in texts(picture.svg)


def test_the_map_lays_all_regencies_of_east_java_on_squares_of_their_own() -> None:
    assert len(EAST_JAVA) == 38
    assert len({spot[:2] for spot in EAST_JAVA.values()}) == 38


def test_the_map_writes_people_into_supervised_regencies_and_greys_the_others(evaluation: Evaluation) -> None:
    svg = tile_map("m", "?", evaluation.regency_tiles)
    assert {"1.292", "806", "300", "288", "401", "183"} <= set(texts(svg))
    assert svg.count('class="tile-empty"') == 32 + 1  # and in the legend


def test_the_map_of_another_province_uses_the_places_it_is_given() -> None:
    tiles = (
        Tile("51.04", "Kabupaten Gianyar", "Gianyar", 7, 6, 40, None),
        Tile("51.03", "Badung", "Badung", 6, 6, None, None),
    )
    svg = tile_map("m", "?", tiles)
    assert [text for text in texts(svg) if text.isalpha()] == ["Gianya", "Badung"]


@pytest.mark.parametrize(
    ("people", "classes"),
    [([], []), ([5], [(5, 5)]), ([1, 2, 3, 4, 5, 6, 7, 8], [(1, 2), (3, 4), (5, 6), (7, 8)])],
)
def test_classes_of_the_map_hold_every_value(people: list[int], classes: list[tuple[int, int]]) -> None:
    assert classes_of(people) == classes


@pytest.mark.parametrize(
    ("highest", "marks"), [(0, [0, 1]), (3, [0, 1, 2, 3]), (2128, [0, 1000, 2000, 3000])]
)
def test_the_axis_has_few_round_marks_that_reach_the_highest_value(highest: int, marks: list[int]) -> None:
    assert ticks(highest) == marks
