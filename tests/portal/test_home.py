"""What each audience finds on its first page, and what the lists cost."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories import people


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("centre_head", ["Menunggu Anda", "BPVP Banyuwangi", "/evaluasi/"]),
        ("centre_clerk", ["Menunggu Anda", "/paket/"]),
        ("national_planner", ["BPVP Banyuwangi", "BPVP Denpasar"]),
        ("insurer_officer", ["Yang dijanjikan lembaga Anda", "Perlindungan peserta pelatihan", "3.270"]),
        ("employer", ["Lembaga Anda belum tercatat dalam perjanjian."]),
        ("administrator", ["./titian doctor"]),
        ("citizen", ["/data-saya/"]),
    ],
)
def test_each_role_finds_its_own_work(get, world, role: str, words: list[str]) -> None:
    page = get("/", world.users[role]).content.decode()

    for word in words:
        assert word in page, word


@pytest.mark.parametrize("role", ["insurer_officer", "employer", "administrator", "citizen"])
def test_who_serves_nobody_is_not_led_to_lists_of_people(get, world, role: str) -> None:
    assert "/paket/" not in get("/", world.users[role]).content.decode()


def test_an_organiser_nobody_confirmed_waits_for_the_centre(get, world) -> None:
    organiser = world.training_class.organiser
    type(organiser).objects.filter(pk=organiser.pk).update(confirmed=False)

    home = get("/", world.users["centre_head"]).content.decode()
    listed = get("/paket/?konfirmasi=belum", world.users["centre_head"]).content.decode()

    assert "Lembaga yang belum dikonfirmasi" in home
    assert "Las Industri" in listed


def queries_of(path: str, user) -> int:
    client = Client()
    client.force_login(user)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_a_class_costs_the_same_for_one_participant_and_for_many(world) -> None:
    clerk = world.users["centre_clerk"]
    lonely = people.training_class(world.centre, name="Menjahit")
    people.enrolment(lonely, people.person(served_by=world.centre))

    assert queries_of(f"/paket/{lonely.pk}/", clerk) == queries_of(
        f"/paket/{world.training_class.pk}/", clerk
    )


def test_the_list_of_classes_costs_the_same_for_one_and_for_three(world) -> None:
    clerk = world.users["centre_clerk"]
    one = queries_of("/paket/", clerk)
    for name in ("Menjahit", "Barista"):
        people.enrolment(
            people.training_class(world.centre, name=name), people.person(served_by=world.centre)
        )

    assert queries_of("/paket/", clerk) == one


def test_a_record_costs_the_same_for_one_class_and_for_three(world) -> None:
    clerk = world.users["centre_clerk"]
    once = people.person(served_by=world.centre)
    people.enrolment(people.training_class(world.centre, name="Menjahit"), once)
    often = people.person(served_by=world.centre)
    for name in ("Barista", "Tata Rias", "Las Listrik"):
        people.enrolment(people.training_class(world.centre, name=name), often)
    for somebody in (once, often):  # the first look of the day is written down
        queries_of(f"/orang/{somebody.pk}/", clerk)

    assert queries_of(f"/orang/{once.pk}/", clerk) == queries_of(f"/orang/{often.pk}/", clerk)
