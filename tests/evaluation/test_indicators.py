"""Every indicator of six seats, counted by hand."""

from __future__ import annotations

from datetime import date

import pytest

from factories.network import user
from factories.participation import small_plan, small_year
from factories.standards import unemployed
from titian.evaluation.actions import fold_touched
from titian.evaluation.document import FigureState
from titian.evaluation.indicators import REGISTRY
from titian.evaluation.indicators.compiled import EXPRESSIONS, compiled
from titian.evaluation.queries.evaluate import evaluate

pytestmark = pytest.mark.django_db
KNOWN, RANGE, YOUNG, NO_DATA = (
    FigureState.KNOWN,
    FigureState.RANGE,
    FigureState.TOO_YOUNG,
    FigureState.NO_DATA,
)


@pytest.fixture
def year():
    made = small_year()
    small_plan(made)
    unemployed("35", 2022, 1_260_000)
    fold_touched()
    return made


@pytest.fixture
def evaluation(year):
    return evaluate(year.centre, 2022, user=user())


SHARES = {  # code: numerator, denominator, missing
    "passed": (4, 5, 1),
    "assessed": (3, 4, 0),
    "competent": (2, 3, 0),
    "covered": (5, 6, 0),
    "status_working": (4, 5, 1),
    "status_employee": (2, 5, 1),
    "status_own_account": (1, 5, 1),
    "status_casual": (1, 5, 1),
    "status_none": (1, 5, 1),
    "placed_3_graduates": (2, 4, 0),
    "placed_6_graduates": (3, 4, 0),
    "placed_12_graduates": (3, 4, 0),
    "placed_3_enrolled": (2, 4, 2),
    "placed_6_enrolled": (3, 4, 2),
    "placed_12_enrolled": (3, 4, 2),
    "formal_centre": (1, 3, 0),
    "informal_centre": (2, 3, 0),
    "own_business": (1, 3, 0),
    "field_match": (1, 2, 1),
    "women": (3, 6, 0),
    "disability": (1, 5, 1),
    "education_primary": (1, 5, 1),
    "education_junior": (1, 5, 1),
    "education_senior": (2, 5, 1),
    "education_tertiary": (1, 5, 1),
    "not_working_at_entry": (2, 4, 2),
}
RANGES = {  # code: lowest and highest numerator, denominator
    "formal_statistics": (1, 2, 3),
    "informal_statistics": (1, 2, 3),
    "own_business_formal_statistics": (0, 1, 1),
}
VALUES = {
    "target_packages": 2,
    "realised_packages": 2,
    "target_people": 7,
    "realised_people": 6,
    "fill": 6 / 7,
    "days_to_work": 61,  # 30, 61 and 154
    "wage": 1_500_000,
    "regencies_reached": 3,
    "seats_per_1000_unemployed": 4 * 1000 / 1_260_000,
}


def test_the_hand_count_covers_the_whole_registry():
    counted = {*SHARES, *RANGES, *VALUES, "target_rupiah", "realised_rupiah"}
    assert counted == {indicator.code for indicator in REGISTRY}


def test_shares_are_as_counted_by_hand(evaluation):
    figures = [evaluation.figure(code) for code in SHARES]
    assert {f.code: (f.numerator, f.denominator, f.missing) for f in figures} == SHARES
    assert {f.state for f in figures} == {KNOWN}
    assert [f.value for f in figures] == [
        numerator / trials for numerator, trials, _missing in SHARES.values()
    ]
    assert all(f.low <= f.value <= f.high for f in figures)


def test_statuses_that_do_not_decide_the_reading_give_a_range(evaluation):
    figures = [evaluation.figure(code) for code in RANGES]
    assert {f.code: (f.numerator, f.numerator_high, f.denominator) for f in figures} == RANGES
    assert {f.state for f in figures} == {RANGE}
    assert [(f.value, f.value_high) for f in figures] == [
        (low / trials, high / trials) for low, high, trials in RANGES.values()
    ]


def test_counts_and_medians_are_as_counted_by_hand(evaluation):
    figures = [evaluation.figure(code) for code in VALUES]
    assert {f.code: f.value for f in figures} == pytest.approx(VALUES)
    assert {f.state for f in figures} == {KNOWN}


def test_a_sum_with_an_unknown_part_is_unknown(evaluation):
    for code in ("target_rupiah", "realised_rupiah"):
        figure = evaluation.figure(code)
        assert (figure.state, figure.value, figure.missing) == (NO_DATA, None, 1)


def test_rupiah_are_known_where_every_line_says_them(evaluation):
    (institutional, _community) = evaluation.by_channel
    assert institutional.figure("target_rupiah").value == 80_000_000
    assert institutional.figure("realised_rupiah").value == 75_000_000


def test_every_figure_has_its_definition(evaluation):
    assert [d.code for d in evaluation.definitions] == [f.code for f in evaluation.figures]
    assert all(
        d.name and d.question and d.numerator and d.window and d.source for d in evaluation.definitions
    )


def test_slices_add_up_to_the_whole(evaluation):
    for slices in (
        evaluation.by_channel, evaluation.by_regency_figures, evaluation.by_programme, evaluation.by_sex,
        evaluation.by_education,
    ):  # fmt: skip
        assert sum(cut.counts.people for cut in slices) == 6
        for code in ("passed", "covered", "placed_3_graduates", "women"):
            assert sum(cut.figure(code).numerator or 0 for cut in slices) == SHARES[code][0]


def test_a_class_cut_by_a_slice_has_no_fill(evaluation):
    assert all(cut.figure("fill").state is NO_DATA for cut in evaluation.by_sex)
    assert [cut.figure("fill").value for cut in evaluation.by_channel] == [1, 2 / 3]


def test_facts_later_than_the_day_asked_are_gone(year):
    then = evaluate(year.centre, 2022, as_of=date(2022, 6, 15), user=user())
    assert then.seats == 4
    assert (then.total.job_employee, then.total.job_own_account, then.total.job_none) == (1, 0, 1)
    assert then.total.unknown_status == 2
    placed = then.figure("placed_3_graduates")
    assert (placed.numerator, placed.denominator) == (1, 3)
    assert then.figure("placed_6_graduates").state is YOUNG
    assert then.figure("placed_6_graduates").value is None


def test_a_class_still_running_has_no_results(year):
    then = evaluate(year.centre, 2022, as_of=date(2022, 2, 1), user=user())
    assert (then.seats, then.total.passed, then.total.unknown_passed, then.total.covered) == (4, 0, 4, 3)
    assert (then.figure("passed").state, then.figure("passed").too_young) == (YOUNG, 4)
    assert then.figure("assessed").state is NO_DATA


def test_an_assessment_after_the_day_asked_has_not_happened(year):
    then = evaluate(year.centre, 2022, as_of=date(2022, 3, 1), user=user())
    assert (then.total.passed, then.total.assessed, then.total.competent) == (3, 1, 0)


def test_a_window_opens_when_three_quarters_of_the_people_have_been_observed(year):
    before = evaluate(year.centre, 2022, as_of=date(2022, 9, 15), user=user())
    assert before.figure("placed_6_graduates").state is YOUNG  # four of six seats are old enough
    assert before.figure("placed_6_graduates").too_young == 4
    after = evaluate(year.centre, 2022, as_of=date(2023, 2, 28), user=user())
    assert (after.figure("placed_6_graduates").numerator, after.figure("placed_6_graduates").denominator) == (
        3,
        4,
    )


def test_days_to_work_wait_until_the_slow_ones_can_be_seen(year):
    before = evaluate(year.centre, 2022, as_of=date(2022, 12, 21), user=user()).figure("days_to_work")
    assert (before.state, before.value, before.too_young) == (YOUNG, None, 3)
    after = evaluate(year.centre, 2022, as_of=date(2023, 8, 31), user=user()).figure("days_to_work")
    assert (after.state, after.value, after.denominator) == (KNOWN, 61, 3)


def test_a_slice_is_not_older_than_its_year(year):
    then = evaluate(year.centre, 2022, as_of=date(2022, 9, 15), user=user())
    (institutional, _community) = then.by_channel
    assert institutional.figure("placed_6_graduates").state is YOUNG


def test_months_since_class_end_accumulate(year):
    points = evaluate(year.centre, 2022, user=user()).placement_by_month
    assert [point.month for point in points] == list(range(13))
    assert [point.placed for point in points] == [0, 0, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3]
    assert {point.observed for point in points} == {4}


def test_months_not_yet_observed_have_no_value(year):
    points = evaluate(year.centre, 2022, as_of=date(2022, 6, 15), user=user()).placement_by_month
    assert [point.value is None for point in points] == [False] * 4 + [True] * 9
    assert points[3].value == 1 / 3
    assert points[4].too_young == 3


@pytest.mark.parametrize("question", EXPRESSIONS)
@pytest.mark.parametrize("as_of", [True, False])
def test_every_question_is_written_for_another_engine_too(question, as_of):
    told = compiled(question, as_of=as_of, dialect="duckdb")
    assert 'FROM "cohort"' in told
    assert "%" not in compiled(question, as_of=as_of)  # Django would take it for a parameter
