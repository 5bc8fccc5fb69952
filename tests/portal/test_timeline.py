"""One line of time on the page of a person."""

from __future__ import annotations

import re
from datetime import date

import pytest

from factories.standards import job_status
from titian.placement.actions import update_outcomes
from titian.placement.rules import Outcome
from titian.portal.queries.person import life_of
from titian.training.models import Enrolment

PLACE = {"means": "visit", "on": date(2023, 6, 1)}


@pytest.fixture
def place(world) -> Enrolment:
    return Enrolment.objects.get(person=world.person)


def state(world, place: Enrolment, outcome: Outcome, informed_on: date) -> None:
    clerk = world.users["centre_clerk"]
    update_outcomes(world.training_class, {place.pk: outcome}, informed_on=informed_on, actor=clerk, **PLACE)


def test_a_life_is_told_from_first_contact_to_work(world) -> None:
    days = life_of(world.person).timeline

    told = [(day.on, [moment.what for moment in day.moments]) for day in days]
    assert told == [
        (date(2022, 1, 1), ["Mulai dilayani BPVP Banyuwangi"]),
        (date(2022, 3, 1), ["Mulai pelatihan Las Industri"]),
        (date(2022, 4, 12), ["Lulus pelatihan Las Industri"]),
        (date(2022, 6, 1), ["Mulai bekerja: Buruh/karyawan/pegawai"]),
        (date(2022, 12, 1), ["Status kerja dilaporkan: Buruh/karyawan/pegawai"]),
        (None, ["Terlindungi jaminan sosial selama pelatihan Las Industri"]),
    ]


def test_a_later_report_does_not_erase_the_former(get, world, place) -> None:
    job_status("not_working", "Tidak bekerja")
    state(world, place, Outcome("not_working"), date(2023, 2, 1))
    state(world, place, Outcome("employee", "PT Baru", "", date(2023, 4, 1)), date(2023, 5, 1))

    page = get(f"/orang/{world.person.pk}/", world.users["centre_clerk"]).content.decode()

    assert re.findall(r"Status kerja dilaporkan: ([^<(]+?) <span", page) == [
        "Tidak bekerja",
        "Buruh/karyawan/pegawai",
    ]
    assert "Status kerja dilaporkan: Buruh/karyawan/pegawai</div>" in page
    assert page.count("(kunjungan, Petugas Balai)") == 2
    assert "Status kerja diperbarui" in page
    assert "Bengkel Maju" in page
    assert "PT Baru" in page
