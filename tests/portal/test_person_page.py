"""The record of one person: who opens it, what stays masked, and what is noted."""

from __future__ import annotations

from datetime import date

import pytest
from psycopg.types.range import DateRange

from factories import people
from titian.core.errors import DomainError
from titian.journal.models import Look
from titian.people.actions import unmask_nik
from titian.people.models import Person
from titian.people.queries import whole_nik
from titian.people.rules import NIK_LOOKS_AN_HOUR
from titian.protection.models import Cover

REASON = "mencocokkan dengan KTP di loket"


def record(person) -> str:
    return f"/orang/{person.pk}/"


def test_the_nik_shows_only_its_last_four_digits(get, world) -> None:
    page = get(record(world.person), world.users["centre_clerk"]).content.decode()

    nik = whole_nik(world.person)
    assert f"••••••••••••{nik[-4:]}" in page
    assert nik not in page


def test_a_reason_reveals_the_nik_once_and_is_noted(get, world) -> None:
    clerk = world.users["centre_clerk"]

    revealed = get(f"{record(world.person)}nik/", clerk, post={"reason": REASON}).content.decode()
    again = get(record(world.person), clerk).content.decode()

    assert whole_nik(world.person) in revealed
    assert whole_nik(world.person) not in again
    look = Look.objects.get(person_id=world.person.pk, what="nik")
    assert (look.actor, look.reason) == (clerk, REASON)


@pytest.mark.parametrize("reason", ["", "iseng", "         a         "])
def test_without_a_real_reason_the_nik_stays_masked(get, world, reason: str) -> None:
    page = get(f"{record(world.person)}nik/", world.users["centre_clerk"], post={"reason": reason})

    assert whole_nik(world.person) not in page.content.decode()
    assert not Look.objects.filter(what="nik").exists()


def test_asking_by_get_reveals_nothing(get, world) -> None:
    assert get(f"{record(world.person)}nik/?reason={REASON}", world.users["centre_clerk"]).status_code == 405


@pytest.mark.parametrize("role", ["instructor", "national_planner", "citizen"])
def test_a_colleague_without_the_right_reveals_nothing(get, world, role: str) -> None:
    answer = get(f"{record(world.person)}nik/", world.users[role], post={"reason": REASON})

    assert answer.status_code == 403
    assert whole_nik(world.person) not in answer.content.decode()


def test_niks_are_revealed_only_so_often_an_hour(world) -> None:
    clerk = world.users["centre_clerk"]
    for _look in range(NIK_LOOKS_AN_HOUR):
        unmask_nik(world.person, REASON, clerk)

    with pytest.raises(DomainError) as refusal:
        unmask_nik(world.person, REASON, clerk)

    assert refusal.value.code == "nik_stays_masked"
    assert Look.objects.filter(what="nik").count() == NIK_LOOKS_AN_HOUR


def test_disability_is_told_only_to_those_with_the_right(get, world) -> None:
    seen = {
        role: "Juru bahasa isyarat" in get(record(world.person), world.users[role]).content.decode()
        for role in ["centre_clerk", "regency_office", "provincial_office", "instructor", "national_planner"]
    }

    assert seen == {
        "centre_clerk": True,
        "regency_office": True,
        "provincial_office": False,
        "instructor": False,
        "national_planner": False,
    }


def test_opening_a_record_is_noted_once_a_day_for_its_person_to_read(get, world) -> None:
    for _visit in range(3):
        get(record(world.person), world.users["centre_clerk"])

    own = get("/data-saya/", world.users["citizen"]).content.decode()

    looks = Look.objects.filter(person_id=world.person.pk).order_by("what")
    assert [(look.actor, look.what) for look in looks] == [
        (world.users["centre_clerk"], "disability"),
        (world.users["centre_clerk"], "record"),
    ]
    assert "Petugas Balai" in own
    assert "Halaman orang" in own


def test_a_citizen_reads_the_whole_own_record(get, world) -> None:
    page = get("/data-saya/", world.users["citizen"]).content.decode()

    for word in ["Siti Rekaan", "Las Industri", "Bengkel Maju", "Juru bahasa isyarat", "sel M7"]:
        assert word in page, word
    assert "Made Rekaan" not in page


def test_work_is_told_with_its_evidence_and_its_cell(get, world) -> None:
    page = get(record(world.person), world.users["centre_head"]).content.decode()

    assert "dilaporkan lembaga, belum diverifikasi" in page
    assert "daftar.xlsx, lembar Paket 1, sel M7" in page


def test_a_class_lists_its_participants_by_masked_nik(get, world) -> None:
    page = get(f"/paket/{world.training_class.pk}/", world.users["centre_clerk"]).content.decode()

    assert page.count("••••••••••••") == 8
    assert "Siti Rekaan" in page


def test_the_list_of_classes_keeps_its_filters_in_the_address(get, world) -> None:
    people.training_class(world.centre, name="Menjahit")

    page = get("/paket/?tahun=2022&cari=jahit", world.users["centre_clerk"]).content.decode()

    assert "Menjahit" in page
    assert "Las Industri" not in page
    assert "/paket/daftar.csv?tahun=2022&amp;cari=jahit" in page


def test_a_cell_of_the_export_is_never_taken_for_a_formula(get, world) -> None:
    people.training_class(world.centre, name="=HYPERLINK(1)")

    export = get("/paket/daftar.csv", world.users["centre_clerk"]).content.decode()

    assert "'=HYPERLINK(1)" in export
    assert ",=HYPERLINK" not in export


def test_the_trail_names_who_changed_the_record_also_without_a_journal_entry(get, world, acting_as) -> None:
    clerk = world.users["centre_clerk"]
    with acting_as(clerk):
        Person.objects.filter(pk=world.person.pk).update(address="Jalan Baru 1")

    page = get(record(world.person), world.users["centre_head"]).content.decode()

    trail = page[page.index("Siapa mengubah") : page.index("Siapa melihat")]
    assert str(clerk) in trail


def test_cover_with_a_period_is_told_to_its_last_day(get, world) -> None:
    Cover.objects.update_or_create(
        person=world.person, training_class=world.training_class,
        defaults={"member_number": "74000000001", "period": DateRange(date(2022, 3, 1), date(2022, 4, 1))},
    )  # fmt: skip

    page = get(record(world.person), world.users["centre_clerk"]).content.decode()

    assert "1 Maret 2022 – 31 Maret 2022" in page
