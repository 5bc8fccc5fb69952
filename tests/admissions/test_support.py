"""Support promised to a person is seen at the test and in the class it is for, by those who need to know."""

from __future__ import annotations

from datetime import date

import pytest

from factories import admissions as world
from factories import network, people
from factories.standards import job_status
from titian.network.models import Role
from titian.people.actions import place_seekers
from titian.people.models import Accommodation, JobSeekerEvent, SeekerEventKind, Setting
from titian.placement.actions import OutcomeStatement, record_outcomes
from titian.placement.models import OutcomeReport

pytestmark = pytest.mark.django_db


def promise(person, setting, note):
    unit = network.organisation(kind_code="agency_regency")
    return Accommodation.objects.create(
        person=person, unit=unit, kind="interpreter", setting=setting, note=note,
        asked_on=date(2026, 1, 6), due_on=date(2026, 1, 15),
    )  # fmt: skip


def test_raters_read_what_is_needed_at_the_test_and_nothing_else(ask):
    called = world.call()
    application = world.applicant(called, person=people.person(served_by=called.centre))
    promise(application.person, Setting.TEST, "duduk di depan")
    promise(application.person, Setting.DORMITORY, "kamar lantai dasar")
    page = ask(f"/seleksi/{called.round.pk}/nilai/", called.rater).content.decode()
    assert "juru bahasa isyarat: duduk di depan" in page
    assert "kamar lantai dasar" not in page
    called.round.state = "confirmed"
    called.round.save()
    page = ask(f"/seleksi/{called.round.pk}/nilai/", called.rater).content.decode()
    assert "duduk di depan" not in page


def test_who_teaches_a_class_reads_its_support_and_the_clerk_does_not(ask):
    centre = network.organisation("BLK Peragaan")
    head, clerk = network.member(Role.CENTRE_HEAD, centre), network.member(Role.CENTRE_CLERK, centre)
    training_class = people.training_class(centre)
    person = people.person(served_by=centre)
    people.enrolment(training_class, person)
    promise(person, Setting.TRAINING, "baris pertama")
    promise(person, Setting.TEST, "waktu lebih lama")
    page = ask(f"/paket/{training_class.pk}/", head).content.decode()
    assert "juru bahasa isyarat, baris pertama" in page
    assert "waktu lebih lama" not in page
    assert "baris pertama" not in ask(f"/paket/{training_class.pk}/", clerk).content.decode()


def test_a_placed_person_leaves_the_register_and_who_registered_later_stays():
    office = network.organisation("Disnaker Peragaan", "agency_regency")
    early, late, nobody = people.person(), people.person(), people.person()
    for person, day in ((early, date(2022, 1, 10)), (late, date(2022, 8, 1))):
        JobSeekerEvent.objects.create(
            person=person, office=office, kind=SeekerEventKind.REGISTERED, on=day, age=30, sex="L"
        )
    began = dict.fromkeys([early.pk, late.pk, nobody.pk], date(2022, 6, 1))
    assert [place_seekers(began), place_seekers(began)] == [1, 0]
    placed = JobSeekerEvent.objects.get(kind=SeekerEventKind.PLACED)
    assert (placed.person_id, placed.on, placed.begins.person_id) == (early.pk, date(2022, 6, 1), early.pk)


def test_what_a_centre_reports_of_a_job_ends_the_job_seeking():
    office = network.organisation("Disnaker Peragaan", "agency_regency")
    person = people.person()
    JobSeekerEvent.objects.create(
        person=person, office=office, kind=SeekerEventKind.REGISTERED, on=date(2022, 1, 10), age=30, sex="L"
    )
    enrolment = people.enrolment(people.training_class(), person, passed=False)
    OutcomeReport.objects.all().delete()
    said = OutcomeStatement(
        enrolment.pk, person.pk, job_status().pk, "Karyawan", None, "Bengkel Maju", "", None, date(2022, 6, 2), None,
        date(2022, 12, 1), None,
    )  # fmt: skip
    record_outcomes([said])
    assert JobSeekerEvent.objects.get(kind=SeekerEventKind.PLACED).on == date(2022, 6, 2)
