"""What each audience finds on its first page, and what the lists cost."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from factories import network, people
from titian.core.formats import day
from titian.people.models import ChangeRequest, Claim, Person
from titian.portal.queries.front_door import waiting_at_the_door
from titian.protection.models import Cover


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


@pytest.mark.parametrize("role", ["regency_office", "provincial_office"])
def test_the_counter_counts_what_waits_of_those_it_sees(world, acting_as, role: str) -> None:
    office, now = world.users[role], timezone.now()
    elsewhere = people.person(regency="51.71")
    for person in Person.objects.all():
        Claim.objects.create(
            user=network.user(), person=person, made_at=now, name_agrees=True, birth_agrees=True
        )
        ChangeRequest.objects.create(
            person=person, before={}, after={}, reason="Pindah", asked_by=office, asked_at=now, due_at=now
        )
    with acting_as(office):
        seen = Person.objects.visible_to(office)
        waits = {task.label: task.count for task in waiting_at_the_door(office, {role}, timezone.localdate())}

        asked = ChangeRequest.objects.filter(state="open", person__in=seen).count()
        claimed = Claim.objects.filter(joined_at=None, person__in=seen).count()
        assert elsewhere not in seen
    assert 1 < waits["Perubahan data identitas yang diminta"] == asked < ChangeRequest.objects.count()
    assert 1 < waits["Akun yang mengaku orang tercatat"] == claimed < Claim.objects.count()


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


def test_what_harms_most_to_leave_comes_first(get, world) -> None:
    today = timezone.localdate()
    head = world.users["centre_head"]
    classes = type(world.training_class).objects
    classes.filter(pk=world.training_class.pk).update(starts_on=today, ends_on=today + timedelta(days=10))
    Cover.objects.filter(person=world.person).delete()
    ended = people.training_class(world.centre, name="Menjahit")
    people.enrolment(ended, people.person(served_by=world.centre), passed=None)
    classes.filter(pk=ended.pk).update(
        starts_on=today - timedelta(days=90), ends_on=today - timedelta(days=60)
    )

    home = get("/", head).content.decode()

    uncovered, unknown = home.index("tanpa perlindungan"), home.index("tanpa hasil lengkap")
    assert uncovered < unknown
    assert f"/paket/{ended.pk}/" in home


def test_who_has_not_sent_a_roster_is_named_with_a_day_and_words_to_send(get, world) -> None:
    today = timezone.localdate()
    late = people.training_class(world.centre, name="Barista")
    type(late).objects.filter(pk=late.pk).update(
        starts_on=today - timedelta(days=20), ends_on=today + timedelta(days=5)
    )

    home = get("/", world.users["centre_clerk"]).content.decode()

    assert "Belum mengirim yang sudah jatuh tempo" in home
    assert f"Yth. Pengelola {late.organiser.name}." in home
    assert day(today - timedelta(days=13)) in home


def test_the_first_day_is_shown_until_it_is_dismissed(world) -> None:
    client = Client()
    client.force_login(world.users["centre_clerk"])

    before = client.get("/").content.decode()
    client.post("/hari-pertama/selesai/")

    assert "/hari-pertama/" in before
    assert "/hari-pertama/" not in client.get("/").content.decode()


@pytest.mark.parametrize(
    "role",
    [
        "centre_head",
        "centre_clerk",
        "instructor",
        "regency_office",
        "national_planner",
        "employer",
        "citizen",
    ],
)
def test_each_role_has_three_first_steps_that_open(world, role: str) -> None:
    client = Client()
    client.force_login(world.users[role])

    page = client.get("/hari-pertama/").content.decode()
    steps = re.findall(r'<li><a href="([^"]+)">', page[page.index("<ol") : page.index("</ol>")])

    assert len(steps) == 3
    assert [client.get(step).status_code for step in steps] == [200, 200, 200]
