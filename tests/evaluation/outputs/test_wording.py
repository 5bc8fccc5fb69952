from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from factories.evaluation import share
from titian.evaluation.document import Figure, FigureState, Unit
from titian.evaluation.outputs import wording


def placed(numerator: int, denominator: int, low: float, high: float) -> Figure:
    return share("placed_6_graduates", numerator, denominator)._replace(low=low, high=high)


def test_sixteen_of_sixteen_reads_as_its_interval_and_not_as_a_hundred_per_cent() -> None:
    assert wording.reading(placed(16, 16, 0.8064, 1.0)) == ("81–100 %", "16 dari 16")


def test_a_share_of_many_reads_with_its_parts_and_its_interval() -> None:
    figure = placed(1741, 3175, 0.5311, 0.5657)
    assert wording.reading(figure) == ("54,83 %", "1.741 dari 3.175; rentang 53–57 %")


def test_what_is_unknown_or_too_young_is_said_beside_the_share() -> None:
    figure = placed(300, 400, 0.7, 0.8)._replace(missing=12, too_young=1500)
    assert wording.reading(figure).detail == (
        "300 dari 400; rentang 70–80 %; 12 belum didata; 1.500 belum cukup lama lulus"
    )


@pytest.mark.parametrize(
    ("state", "said"),
    [(FigureState.TOO_YOUNG, "belum dapat dihitung"), (FigureState.NO_DATA, "belum didata")],
)
def test_where_there_is_no_figure_it_says_why(state: FigureState, said: str) -> None:
    assert wording.reading(Figure("placed_12_graduates", state, Unit.SHARE)).main == said


def test_a_status_that_does_not_decide_gives_a_range() -> None:
    figure = placed(912, 1990, 0.436, 0.861)._replace(
        state=FigureState.RANGE,
        value=0.4583,
        value_high=0.8467,
        numerator_high=1685,
    )
    assert wording.reading(figure) == ("45,8–84,7 %", "912–1.685 dari 1.990; rentang 44–86 %")


def test_a_narrow_interval_gets_a_decimal_and_a_full_range_needs_none() -> None:
    assert wording.bounds(0.9872, 0.9938) == "98,7–99,4 %"
    figure = placed(0, 690, 0.0, 1.0)._replace(state=FigureState.RANGE, value=0.0, value_high=1.0)
    assert wording.reading(figure).main == "0–100 %"


def test_a_zero_upper_end_of_a_range_is_not_taken_for_a_missing_one() -> None:
    figure = placed(0, 40, 0.0, 0.09)._replace(numerator_high=0)
    assert wording.reading(figure).detail.startswith("0 dari 40")


def test_every_other_unit_is_named() -> None:
    known = FigureState.KNOWN
    assert (
        wording.reading(Figure("wage", known, Unit.RUPIAH_A_MONTH, 2_100_000.0)).main
        == "Rp2.100.000 per bulan"
    )
    assert wording.reading(Figure("days_to_work", known, Unit.DAYS, 63.5)).main == "63,5 hari"
    assert wording.reading(Figure("realised_packages", known, Unit.PACKAGES, 205.0)).main == "205 paket"


def test_the_active_language_writes_its_own_numbers_and_days() -> None:
    assert (wording.share(0.5481), wording.day(date(2022, 12, 21))) == ("54,81 %", "21 Desember 2022")
    with translation.override("en"):
        assert (wording.share(0.5481), wording.day(date(2022, 12, 21))) == ("54.81%", "21 December 2022")
