"""The document a year-end meeting sees."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from factories.network import member, organisation, user
from factories.participation import small_plan, small_year
from factories.standards import channel, fund
from titian.core.errors import DomainError
from titian.evaluation.actions import fold_touched
from titian.evaluation.document import FigureState
from titian.evaluation.queries.evaluate import evaluate
from titian.evaluation.serialise import to_data, to_json
from titian.network.models import Letterhead, Role
from titian.planning.models import PlanVersion, Target

pytestmark = pytest.mark.django_db


@pytest.fixture
def year():
    made = small_year()
    small_plan(made)
    fold_touched()
    return made


def targets(year, **more):
    rows = {row.channel: row for row in evaluate(year.centre, 2022, user=user(), **more).targets}
    return rows["institutional"], rows["community"]


def refusal(*asked, **more):
    with pytest.raises(DomainError) as told:
        evaluate(*asked, user=user(), **more)
    return told.value


def test_the_four_channels_stand_in_order_with_or_without_people(year):
    channels = evaluate(year.centre, 2022, user=user()).channels
    assert [(c.code, c.packages, c.people) for c in channels] == [
        ("institutional", 1, 4), ("industry", 0, 0), ("bootcamp", 0, 0), ("community", 1, 2),
    ]  # fmt: skip


def test_counts_of_a_channel_are_those_of_its_rows(year):
    institutional = evaluate(year.centre, 2022, user=user()).channels[0]
    assert (institutional.passed, institutional.assessed, institutional.competent) == (3, 2, 1)
    assert (institutional.job_employee, institutional.job_own_account, institutional.job_none) == (1, 1, 1)
    assert (institutional.disability, institutional.female, institutional.covered) == (1, 2, 3)
    assert (institutional.unknown_status, institutional.unknown_disability) == (1, 1)


def test_a_person_in_two_classes_has_two_seats(year):
    found = evaluate(year.centre, 2022, user=user())
    assert (found.seats, found.distinct_people) == (6, 5)


def test_regencies_stand_as_the_centre_reports_them_then_others_then_unknown(year):
    rows = evaluate(year.centre, 2022, user=user()).by_regency
    assert [(row.code, row.people, row.supervised) for row in rows] == [
        ("35.10", 3, True), ("35.09", 1, True), ("51.71", 1, False), ("", 1, False),
    ]  # fmt: skip


def test_a_cut_keeps_the_first_promise_beside_the_new_one(year):
    institutional, community = targets(year)
    assert (institutional.promised.packages, institutional.promised.people) == (1, 4)
    assert (institutional.first.packages, institutional.first.people, institutional.first.rupiah) == (
        2, 8, 100_000_000,
    )  # fmt: skip
    assert institutional.promised.reason == "Efisiensi anggaran"
    assert (institutional.packages, institutional.people, institutional.rupiah) == (1, 4, 75_000_000)
    assert (institutional.packages_reached, institutional.people_reached) == (True, True)
    assert community.first is None
    assert (community.people, community.people_reached) == (2, False)


def test_the_plan_is_the_one_in_force_on_the_day_asked(year):
    institutional, _community = targets(year, as_of=date(2022, 5, 31))
    assert (institutional.promised.packages, institutional.first) == (2, None)


def test_a_channel_cut_altogether_keeps_its_first_promise(year):
    third = PlanVersion.objects.create(
        centre=year.centre, year=2022, number=3, decided_on=date(2022, 7, 1), reason="Dihapus"
    )
    Target.objects.create(
        version=third, channel=channel("institutional"), fund=fund("APBN"), packages=1, people=4
    )
    _institutional, community = targets(year)
    assert (community.promised.people, community.first.people, community.people) == (0, 3, 2)


def test_people_trained_without_a_target_have_a_row_of_their_own(year):
    PlanVersion.objects.filter(centre=year.centre).delete()
    rows = evaluate(year.centre, 2022, user=user()).targets
    assert sorted((row.channel, row.promised, row.people) for row in rows) == [
        ("community", None, 2), ("institutional", None, 4),
    ]  # fmt: skip
    assert rows[0].people_reached is None


def test_targets_by_wave_are_met_by_the_classes_of_the_wave(year):
    year.welding.wave = "I"
    year.welding.save()
    Target.objects.filter(channel="institutional").update(wave="I")
    fold_touched()
    institutional, _community = targets(year)
    assert (institutional.wave, institutional.people) == ("I", 4)


def test_promised_packages_without_a_roster_are_missing(year):
    Target.objects.filter(channel="community").update(packages=3)
    rows = {row.channel: row for row in evaluate(year.centre, 2022, user=user()).missing}
    assert (rows["community"].planned_packages, rows["community"].packages_missing) == (3, 2)
    assert (rows["industry"].planned_packages, rows["industry"].packages_missing) == (None, 0)


def test_kinds_of_work_have_both_readings(year):
    rows = {row.code: row for row in evaluate(year.centre, 2022, user=user()).placement_by_kind}
    assert {code: row.people for code, row in rows.items()} == {
        "employee": 2, "own_business_unknown": 1, "casual_non_agriculture": 1, "not_working": 1,
    }  # fmt: skip
    own = rows["own_business_unknown"]
    assert (own.statistics_reading, own.centre_reading, own.own_business) == ("unknown", "informal", True)
    assert (own.share.numerator, own.share.denominator, own.share.missing) == (1, 5, 1)


def test_programmes_have_their_field_and_figures(year):
    welding, barista = evaluate(year.centre, 2022, user=user()).programmes
    assert (welding.name, welding.field, welding.counts.people) == ("Las", "welding", 4)
    assert (barista.name, barista.passed.numerator, barista.passed.denominator) == ("Barista", 1, 1)


def test_the_letterhead_is_the_centres(year):
    assert evaluate(year.centre, 2022, user=user()).letterhead is None
    Letterhead.objects.create(
        organisation=year.centre, lines=["KEMENTERIAN", "BPVP"], place="Banyuwangi", signatory="Kepala",
        signatory_post="Kepala Balai",
    )  # fmt: skip
    held = evaluate(year.centre, 2022, user=user()).letterhead
    assert (held.lines, held.place) == (("KEMENTERIAN", "BPVP"), "Banyuwangi")


def test_notes_say_who_is_too_young_and_who_is_unknown(year):
    notes = evaluate(year.centre, 2022, as_of=date(2022, 9, 15), user=user()).notes
    assert notes[0] == "Keadaan per 15 September 2022: yang terjadi sesudah hari itu tidak dihitung."
    assert notes[1].startswith("Penempatan 3 dan 6 dan 12 bulan belum dapat dihitung")


def test_a_year_without_classes_is_refused_with_the_years_there_are(year):
    told = refusal(year.centre, 2019)
    assert told.code == "year_without_classes"
    assert told.message == "BPVP Kecil tidak mempunyai paket tahun 2019. Tahun yang ada: 2022."


def test_a_day_to_come_is_refused(year):
    told = refusal(year.centre, 2022, as_of=timezone.localdate() + timedelta(days=1))
    assert told.code == "as_of_in_future"


def test_a_day_before_the_first_class_is_refused(year):
    told = refusal(year.centre, 2022, as_of=date(2022, 1, 9))
    assert told.code == "nothing_visible"
    assert "9 Januari 2022" in told.message


def test_an_office_counts_only_its_own_people(year, acting_as):
    jember = member(Role.REGENCY_OFFICE, organisation("Disnaker Jember", "agency_regency", "35.09"))
    with acting_as(jember):
        found = evaluate(year.centre, 2022, user=jember)
    assert (found.seats, found.total.job_none) == (1, 1)


def test_who_sees_nobody_is_told_so(year, acting_as):
    stranger = member(Role.CENTRE_CLERK, organisation("BPVP Lain", region_code="51.03"))
    with acting_as(stranger), pytest.raises(DomainError) as told:
        evaluate(year.centre, 2022, user=stranger)
    assert told.value.code == "nothing_visible"


def test_figures_are_never_counted_with_somebody_elses_eyes(year, acting_as):
    head = member(Role.CENTRE_HEAD, year.centre)
    with acting_as(head), pytest.raises(ValueError, match="acting as"):
        evaluate(year.centre, 2022, user=user())


def test_another_centre_and_another_year_stay_out(year):
    small_year("BPVP Lain")
    fold_touched()
    assert evaluate(year.centre, 2022, user=user()).seats == 6


def test_the_data_for_machines_has_counts_first_then_indicators(year):
    data = to_data(evaluate(year.centre, 2022, user=user()))
    assert data["channels"]["institutional"] == {
        "people": 4, "packages": 1, "passed": 3, "assessed": 2, "competent": 1, "job_employee": 1,
        "job_own_account": 1, "job_casual": 0, "job_none": 1, "disability": 1, "female": 2, "covered": 3,
    }  # fmt: skip
    assert (data["seats"], data["distinct_people"]) == (6, 5)
    assert data["by_regency"] == {"35.10": 3, "35.09": 1, "51.71": 1, "unknown": 1}
    assert (data["held"], data["repeated"]) == ([], [])
    assert data["indicators"]["formal_statistics"]["state"] == FigureState.RANGE
    assert data["indicators"]["women"]["denominator"] == 6
    assert json.loads(to_json(evaluate(year.centre, 2022, user=user())))["unknown"]["status"] == 1


def test_the_words_are_in_the_language_asked_in(year):
    with translation.override("en"):
        evaluation = evaluate(year.centre, 2022, user=user())
    assert evaluation.channels[0].name == "Institusional (en)"


def test_the_number_of_queries_does_not_grow_with_the_people(year, django_assert_num_queries):
    asker = user()
    with django_assert_num_queries(QUERIES):
        evaluate(year.centre, 2022, user=asker)


QUERIES = 21
