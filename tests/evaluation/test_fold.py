"""The participation record is always what its sources say."""

from __future__ import annotations

import random
from datetime import date, timedelta

import psycopg
import pytest
from django.db import connection

from architecture.test_triggers import TOUCHING
from factories.network import member, organisation, user
from factories.participation import cover, report, small_year, status, work
from factories.people import person
from titian.accounts.actions import system_actor
from titian.certification.models import Verdict
from titian.core.errors import DomainError
from titian.core.periods import since
from titian.evaluation import jobs
from titian.evaluation.actions import fold_touched, rebuild
from titian.evaluation.models import Participation, TouchedEnrolment
from titian.network.models import Organisation, Ownership, Role, Supervision
from titian.people.models import Disability, EmploymentSpell, Person, ServiceLink
from titian.placement.models import OutcomeReport
from titian.planning.models import TrainingClass
from titian.programmes.models import Programme
from titian.protection.models import Cover
from titian.training.models import Enrolment, TrainingCertificate

pytestmark = pytest.mark.django_db


def records():
    return list(Participation.objects.order_by("pk").values())


def test_folding_makes_one_record_a_seat():
    year = small_year()
    assert fold_touched() == 6
    assert not TouchedEnrolment.objects.exists()
    record = Participation.objects.get(pk=year.seats["A1"].pk)
    assert (record.person_id, record.class_code, record.channel, record.fund) == (
        year.people["A1"].pk, "INST-001", "institutional", "APBN",
    )  # fmt: skip
    assert (record.organiser_name, record.owner_kind, record.supervisor_id) == (
        "BPVP Kecil",
        "ministry",
        None,
    )
    assert (record.age_at_start, record.education_rank, record.hours) == (31, 4, 240)
    assert (record.passed, record.certificate, record.assessed, record.competent) == (True, True, True, True)
    assert (record.cover_starts_on, record.cover_ends_on) == (date(2022, 1, 10), date(2022, 2, 27))
    assert (record.first_work_on, record.first_work_status, record.wage) == (
        date(2022, 3, 30),
        "employee",
        2_000_000,
    )
    assert (record.first_work_statistics_reading, record.first_work_centre_reading) == ("formal", "formal")
    assert (record.field_match, record.first_work_evidence) == (True, "centre")


def test_a_second_class_has_the_first_work_after_its_own_end():
    year = small_year()
    fold_touched()
    record = Participation.objects.get(pk=year.seats["B1"].pk)
    assert (record.first_work_on, record.first_work_status, record.field_match) == (
        date(2022, 10, 31), "casual_non_agriculture", False,
    )  # fmt: skip
    assert record.supervisor_id == year.centre.pk


def test_what_is_not_known_is_null():
    year = small_year()
    fold_touched()
    record = Participation.objects.get(pk=year.seats["B2"].pk)
    assert (record.passed, record.competent, record.first_work_on, record.wage, record.field_match) == (
        None,
    ) * 5
    assert (record.assessed, record.covered, record.status_reported) == (False, True, "employee")
    unknown = Participation.objects.get(pk=year.seats["A3"].pk)
    assert (unknown.disability, unknown.education, unknown.worked_at_entry) == (None, None, None)
    assert Participation.objects.get(pk=year.seats["A4"].pk).regency is None


def test_a_cover_number_without_dates_counts_as_covered():
    year = small_year()
    fold_touched()
    record = Participation.objects.get(pk=year.seats["A2"].pk)
    assert (record.covered, record.cover_starts_on) == (True, None)


@pytest.mark.parametrize(
    ("occupation", "matched"), [("7212", True), ("72", None), ("7213", False), ("721", None), ("5", False)]
)
def test_an_occupation_coarser_than_the_field_decides_nothing(occupation, matched):
    year = small_year()
    OutcomeReport.objects.filter(enrolment=year.seats["A2"]).delete()
    EmploymentSpell.objects.filter(person=year.people["A2"]).delete()
    work(year.people["A2"], "employee", date(2022, 5, 1), isco=occupation)
    fold_touched()
    assert Participation.objects.get(pk=year.seats["A2"].pk).field_match is matched


def test_of_two_spells_of_one_day_the_verified_one_counts():
    year = small_year()
    work(year.people["A1"], "unpaid_family", date(2022, 3, 30), evidence="verified")
    fold_touched()
    record = Participation.objects.get(pk=year.seats["A1"].pk)
    assert (record.first_work_status, record.first_work_evidence) == ("unpaid_family", "verified")


def test_work_begun_before_the_class_ended_is_not_first_work_after_it():
    year = small_year()
    work(year.people["A3"], "employee", date(2022, 2, 27))
    fold_touched()
    assert Participation.objects.get(pk=year.seats["A3"].pk).first_work_on is None


def change_person(year, dice):
    Person.objects.filter(pk=dice.choice([someone.pk for someone in year.people.values()])).update(
        birth_date=date(1980, 1, 1) + timedelta(days=dice.randrange(8000)), sex=dice.choice("LP")
    )


def change_result(year, dice):
    seats = list(Enrolment.objects.order_by("pk"))
    Enrolment.objects.filter(pk=dice.choice(seats).pk).update(passed=dice.choice([True, False, None]))


def add_work(year, dice):
    day = date(2022, 1, 1) + timedelta(days=dice.randrange(400))
    code = dice.choice(["employee", "not_working", "own_business_unknown"])
    work(
        dice.choice(list(year.people.values())),
        code,
        dice.choice([day, None]),
        wage=dice.randrange(5_000_000),
    )


def end_work(year, dice):
    reported = OutcomeReport.objects.exclude(spell=None).values("spell")
    for spell in EmploymentSpell.objects.exclude(pk__in=reported).order_by("pk")[:2]:
        spell.delete()


def change_report(year, dice):
    reports = list(OutcomeReport.objects.order_by("pk"))
    if reports:
        OutcomeReport.objects.filter(pk=dice.choice(reports).pk).update(status=status("not_working"))


def join(year, dice):
    someone = person(served_by=year.centre)
    seat = Enrolment.objects.create(
        training_class=year.barista, person=someone, passed=dice.choice([True, None])
    )
    report(seat, "not_working")
    cover(seat, year.insurer, dated=dice.choice([True, False]))


def leave(year, dice):
    tested = Verdict.objects.values("enrolment")
    seat = Enrolment.objects.exclude(pk__in=tested).order_by("-pk").first()
    if seat:
        OutcomeReport.objects.filter(enrolment=seat).delete()
        TrainingCertificate.objects.filter(enrolment=seat).delete()
        Cover.objects.filter(person=seat.person, training_class=seat.training_class).delete()
        seat.delete()


def pass_assessment(year, dice):
    untested = Enrolment.objects.exclude(pk__in=Verdict.objects.values("enrolment")).order_by("pk")
    if seat := untested.first():
        Verdict.objects.create(enrolment=seat, competent=dice.choice([True, False]), body=year.body)


def issue_certificate(year, dice):
    for seat in Enrolment.objects.filter(passed=True).exclude(
        pk__in=TrainingCertificate.objects.values("enrolment")
    )[:1]:
        TrainingCertificate.objects.create(enrolment=seat, issuer=year.centre, number=f"N/{seat.pk}")


def know_disability(year, dice):
    someone = dice.choice(list(year.people.values()))
    if dice.random() < 0.3:
        Disability.objects.filter(person=someone).delete()
    else:
        Disability.objects.update_or_create(
            person=someone, defaults={"present": dice.choice([True, False]), "stated_on": date(2022, 1, 1)}
        )


def move_class(year, dice):
    TrainingClass.objects.filter(pk=year.welding.pk).update(
        ends_on=date(2022, 2, 1) + timedelta(days=dice.randrange(60)), wave=dice.choice(["", "I"])
    )


def rename(year, dice):
    Organisation.objects.filter(pk=year.community.pk).update(name=f"BLKK {dice.randrange(9)}")
    Programme.objects.filter(pk=year.welding.programme_id).update(name=f"Las {dice.randrange(9)}")


def change_links(year, dice):
    Supervision.objects.filter(organisation=year.community).delete()
    Ownership.objects.filter(organisation=year.centre).delete()
    if dice.random() < 0.5:
        Supervision.objects.create(
            supervisor=year.centre, organisation=year.community, period=since(date(2022, 1, 1))
        )


HISTORIES = [
    change_person, change_result, add_work, end_work, change_report, join, leave, pass_assessment,
    issue_certificate, know_disability, move_class, rename, change_links,
]  # fmt: skip


@pytest.mark.parametrize("seed", range(8))
def test_folding_and_rebuilding_agree_after_any_history(seed):
    dice = random.Random(seed)
    year = small_year()
    for _step in range(40):
        dice.choice(HISTORIES)(year, dice)
        if dice.random() < 0.3:
            fold_touched()
    fold_touched()
    folded = records()
    assert rebuild(actor=user()) == len(folded) == Enrolment.objects.count()
    assert records() == folded


@pytest.mark.parametrize("change", HISTORIES)
def test_each_kind_of_change_reaches_the_record(change):
    year = small_year()
    fold_touched()
    for seed in range(4):
        change(year, random.Random(seed))
    fold_touched()
    folded = records()
    rebuild(actor=user())
    assert records() == folded


def test_folding_twice_folds_nothing():
    small_year()
    fold_touched()
    assert fold_touched() == 0


def test_the_clocks_job_folds_and_may_run_twice():
    small_year()
    assert [jobs.fold(timestamp=0), jobs.fold(timestamp=600)] == [6, 0]


def test_triggers_only_append_to_the_queue():
    """The list of tables that evaluation listens to; adding one is a decision."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT c.relname, p.prosecdef,
                p.prosrc NOT ILIKE '%%INSERT INTO public.evaluation_touched%%'
            FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
            WHERE p.proname LIKE 'touch!_by!_%%' ESCAPE '!' ORDER BY 1
            """
        )
        found = cursor.fetchall()
    assert [table for table, _definer, _other in found] == sorted(TOUCHING)
    assert all(definer and not other for _table, definer, other in found)


def test_a_change_by_somebody_who_sees_little_touches_all_the_persons_seats(acting_as):
    year = small_year()
    other = organisation("BPVP Lain", region_code="51.03")
    clerk = member(Role.CENTRE_CLERK, other)
    stranger = person("Orang Dua Balai", served_by=year.centre)
    ServiceLink.objects.create(person=stranger, organisation=other, since=date(2022, 1, 1), reason="peserta")
    Enrolment.objects.create(training_class=year.welding, person=stranger)
    ServiceLink.objects.filter(organisation=year.centre, person=stranger).delete()
    fold_touched()
    with acting_as(clerk):
        Person.objects.filter(pk=stranger.pk).update(sex="P")
    fold_touched()
    assert Participation.objects.get(person_id=stranger.pk).sex == "P"


def test_the_serving_role_folds_everything_whoever_asks(acting_as):
    year = small_year()
    clerk = member(Role.CENTRE_CLERK, organisation("BPVP Lain", region_code="51.03"))
    with acting_as(clerk):
        assert fold_touched() == 6
        assert Participation.objects.count() == 0
    with acting_as(member(Role.CENTRE_HEAD, year.centre)):
        assert Participation.objects.count() == 6


def test_a_blind_folder_refuses_rather_than_forget():
    small_year()
    actor = system_actor("fold")
    type(actor).objects.filter(pk=actor.pk).update(is_active=False)
    with pytest.raises(DomainError) as refusal:
        fold_touched()
    assert refusal.value.code == "fold_blind"
    assert TouchedEnrolment.objects.exists()


def test_records_are_seen_by_who_serves_answers_or_is_meant(acting_as):
    year = small_year()
    fold_touched()
    citizen = user("Warga")
    Person.objects.filter(pk=year.people["A3"].pk).update(user=citizen)
    jember = member(Role.REGENCY_OFFICE, organisation("Disnaker Jember", "agency_regency", "35.09"))
    seen = {}
    for name, someone in {
        "head": member(Role.CENTRE_HEAD, year.centre),
        "community": member(Role.CENTRE_CLERK, year.community),
        "office": jember,
        "citizen": citizen,
        "stranger": member(Role.CENTRE_CLERK, organisation("BPVP Lain", region_code="51.03")),
        "insurer": member(Role.INSURER_OFFICER, year.insurer),
        "nation": member(Role.NATIONAL_PLANNER, organisation("Kemnaker", "directorate_general", "31.71")),
        "nobody": None,
    }.items():
        with acting_as(someone):
            seen[name] = Participation.objects.count()
    assert seen == {
        "head": 6, "community": 2, "office": 1, "citizen": 1,
        "stranger": 0, "insurer": 0, "nation": 6, "nobody": 0,
    }  # fmt: skip


def test_only_national_scope_writes_records(acting_as):
    year = small_year()
    fold_touched()
    with acting_as(member(Role.CENTRE_HEAD, year.centre)):
        assert Participation.objects.update(passed=True) == 0
        assert Participation.objects.all().delete()[0] == 0


@pytest.mark.django_db(transaction=True)
def test_what_is_appended_while_folding_stays_queued():
    year = small_year()
    fold_touched()
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("UPDATE training_enrolment SET passed = NULL WHERE id = %s", [year.seats["A1"].pk])
        assert fold_touched() == 0
        other.commit()
    assert fold_touched() == 1
    assert Participation.objects.get(pk=year.seats["A1"].pk).passed is None
