"""The boarding report counts people once, keeps unknown apart from zero, and tells each reader of their own only."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from openpyxl import load_workbook

from factories import network, people
from factories.standards import channel, job_status
from titian.evaluation.actions import fold_touched
from titian.evaluation.queries.boarding import Placed, boarding_report
from titian.network.models import Role
from titian.people.models import EmploymentSpell
from titian.placement.models import OutcomeReport
from titian.training.models import Enrolment

pytestmark = pytest.mark.django_db
HERE, FAR = "35.10", "71.05"
DAY = date(2023, 1, 1)


@pytest.fixture
def boarded():
    """Six people of two regencies in a boarding class of 2022, one of them again in 2023; and somebody by day."""
    centre = network.organisation("BBPVP Asrama")
    classes = [people.training_class(centre), people.training_class(centre), people.training_class(centre)]
    for one, year in zip(classes[:2], (2022, 2023), strict=True):
        one.channel, one.year = channel("boarding", "Boarding"), year
        one.starts_on, one.ends_on = date(year, 3, 1), date(year, 4, 12)
        one.save()
    homes = [FAR, FAR, FAR, HERE, HERE, HERE]
    someone = [people.person(regency=home, served_by=centre) for home in homes]
    seats = [
        Enrolment.objects.create(training_class=classes[0], person=one, domicile=one.regency, passed=passed)
        for one, passed in zip(someone, (True, True, True, True, False, None), strict=True)
    ]
    seats.append(
        Enrolment.objects.create(training_class=classes[1], person=someone[0], domicile=someone[0].regency)
    )
    Enrolment.objects.create(training_class=classes[2], person=people.person(), passed=True)
    at_home = network.organisation("PT Jauh", "employer", FAR)
    for place, employer, evidence in ((0, at_home, "centre"), (1, None, "verified")):
        work(seats[place], employer, evidence)
    OutcomeReport.objects.create(
        enrolment=seats[2], status=job_status("not_working"), word="Belum", reported_on=DAY
    )
    fold_touched()
    return centre


def work(seat, employer, evidence):
    EmploymentSpell.objects.create(
        person=seat.person, status=job_status(), employer=employer, starts_on=date(2022, 6, 1), evidence=evidence,
        reported_on=DAY,
    )  # fmt: skip


def test_people_are_counted_once_and_what_is_not_known_is_not_zero(boarded, acting_as):
    head = network.member(Role.CENTRE_HEAD, boarded)
    with acting_as(head):
        report = boarding_report(head, as_of=DAY)
    first, second = report.years
    assert (first.row, first.people, first.regencies) == ("2022", 6, 2)
    assert (first.finished, first.failed, first.result_unknown) == (4, 1, 1)
    assert first.placed == {"verified": Placed(0, 0, 1), "centre": Placed(1, 0, 0), "self": Placed(0, 0, 0)}
    assert (first.idle, first.works_undated, first.work_unknown) == (1, 0, 1)
    assert (second.row, second.people, second.finished, second.result_unknown) == ("2023", 1, 0, 1)
    assert (report.whole.people, report.whole.regencies, report.whole.finished) == (6, 2, 3)
    assert [(one.row, one.people) for one in report.regencies] == [(HERE, 3), (FAR, 3)]


def test_each_reads_their_own_people_only(boarded, acting_as):
    def people_of(user):
        with acting_as(user):
            report = boarding_report(user, as_of=DAY)
        return report.whole.people if report.whole else 0

    readers = {
        "ministry": network.member(Role.NATIONAL_PLANNER, network.organisation(kind_code="ministry")),
        "centre": network.member(Role.CENTRE_CLERK, boarded),
        "office": network.member(Role.REGENCY_OFFICE, network.organisation("Dinas", "agency_regency", FAR)),
        "other office": network.member(
            Role.REGENCY_OFFICE, network.organisation("D", "agency_regency", "35.09")
        ),
        "other centre": network.member(Role.CENTRE_HEAD, network.organisation("BPVP Lain")),
    }
    assert {name: people_of(user) for name, user in readers.items()} == {
        "ministry": 6, "centre": 6, "office": 3, "other office": 0, "other centre": 0,
    }  # fmt: skip


def ask(path, user):
    client = Client()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE titian_app")
        client.force_login(user)
        answer = client.get(path)
        cursor.execute("RESET ROLE")
    return answer


def test_the_office_reads_its_part_on_screen_and_takes_it_away_marked(boarded, settings):
    officer = network.member(Role.REGENCY_OFFICE, network.organisation("Dinas", "agency_regency", FAR))
    page = ask("/evaluasi/asrama/", officer).content.decode()
    assert "3 orang dari 1 kabupaten/kota mengikuti pelatihan berasrama, 2022–2023." in page
    assert "tanpa penyebut" in page  # nobody finished in 2023: no share of nothing
    answer = ask("/evaluasi/asrama/unduh.xlsx", officer)
    assert answer["Content-Disposition"].startswith('attachment; filename="asrama-')
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Ringkasan", "Per tahun", "Bekerja menurut bukti", "Per kabupaten-kota"]
    years = list(book["Per tahun"].iter_rows(min_row=3, max_col=4, values_only=True))
    assert years[:3] == [("2022", 1, 3, 3), ("2023", 1, 1, 0), ("Semua tahun", 1, 3, 2)]
    assert officer.username in book["Per tahun"].oddFooter.left.text
    settings.EXPORTS_AN_HOUR = 1
    assert ask("/evaluasi/asrama/unduh.xlsx", officer).status_code == 429


def test_strangers_read_nothing_and_nobody_asks_for_a_centre_that_is_not_theirs(boarded):
    citizen, teacher = network.user(), network.member(Role.INSTRUCTOR, boarded)
    other = network.member(Role.CENTRE_HEAD, network.organisation("BPVP Lain"))
    for path in ("/evaluasi/asrama/", "/evaluasi/asrama/unduh.xlsx"):
        assert [ask(path, who).status_code for who in (citizen, teacher)] == [403, 403]
        assert ask(f"{path}?balai={boarded.pk}", other).status_code == 404
