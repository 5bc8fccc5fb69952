"""Finding a person: by a misspelt name, NIK, phone or certificate; never beyond what one may see."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories import people
from titian.people.names import person_key
from titian.people.queries import ids_named_like, whole_nik
from titian.training.models import TrainingCertificate

SCAFFOLD = re.compile(r"SAVEPOINT|RELEASE|SELECT set_config|SELECT coalesce\(current_setting")
FIND = "/orang/"


def named(name: str, **more):
    made = people.person(name, **more)
    made.name_key = person_key(name)
    made.save()
    return made


def found(get, user, words: str) -> str:
    return get(FIND, user, post={"cari": words}).content.decode()


@pytest.mark.parametrize(
    "typed", ["Siti Rekaan", "siti rekan", "Sity Rekaan", "rekaan siti", "Dra. Siti Rekaan"]
)
def test_a_name_is_found_although_it_is_misspelt(get, world, typed: str) -> None:
    page = found(get, world.users["centre_clerk"], typed)

    assert f'/orang/{world.person.pk}/"' in page


@pytest.mark.parametrize("role", ["regency_office", "national_planner"])
def test_who_sees_many_is_asked_for_the_nearest_names_before_the_others(world, acting_as, role: str) -> None:
    near, inside, far = named("Ratna Hidayat"), named("Dwi Ratna Hidayat"), named("Ratna Wijayanti")
    with acting_as(world.users[role]):
        assert ids_named_like("Ratna Hidayta", 9) == [near.pk]
        assert ids_named_like("Ratna Hidayat", 9) == [near.pk, inside.pk]
        assert set(ids_named_like("Ratna", 9)) == {near.pk, inside.pk, far.pk}
        assert ids_named_like("hidayat ratna", 1) == [near.pk]


def test_nobody_finds_whom_one_may_not_see(get, world) -> None:
    stranger = world.stranger
    clerk = world.users["centre_clerk"]
    number = TrainingCertificate.objects.get(enrolment__person=stranger).number
    asked = ["Made Rekaan", whole_nik(stranger), number]

    assert [f"/orang/{stranger.pk}/" in found(get, clerk, words) for words in asked] == [False] * 3
    own_clerk = world.users["other_clerk"]
    assert [f"/orang/{stranger.pk}/" in found(get, own_clerk, words) for words in asked] == [True] * 3


@pytest.mark.parametrize("shape", ["{}", "spaced", "'{}"])
def test_a_nik_is_found_and_stays_masked(get, world, shape: str) -> None:
    nik = whole_nik(world.person)
    typed = {"{}": nik, "'{}": f"'{nik}"}.get(shape, f"{nik[:6]} {nik[6:12]} {nik[12:]}")

    page = found(get, world.users["centre_clerk"], typed)

    assert "NIK sama" in page
    assert f"••••••••••••{nik[-4:]}" in page
    assert nik not in page
    assert typed not in page


@pytest.mark.parametrize("typed", ["081234567890", "+62 812-3456-7890", "6281234567890"])
def test_a_phone_is_found_however_it_is_written(get, world, typed: str) -> None:
    owner = named("Lidya Saptono", served_by=world.centre, phone="+6281234567890")

    page = found(get, world.users["centre_clerk"], typed)

    assert f"/orang/{owner.pk}/" in page
    assert "nomor telepon sama" in page


def test_a_certificate_number_leads_to_its_owner(get, world) -> None:
    number = TrainingCertificate.objects.get(enrolment__person=world.person).number

    page = found(get, world.users["centre_clerk"], number)

    assert f"/orang/{world.person.pk}/" in page
    assert "nomor sertifikat pelatihan sama" in page


def test_at_most_twenty_are_shown(get, world) -> None:
    for number in range(22):
        named(f"Sukarno Wijaya {'abcdefghijklmnopqrstuvwxyz'[number]}", served_by=world.centre)

    page = found(get, world.users["centre_clerk"], "Sukarno Wijaya")

    assert page.count("Sukarno Wijaya ") == 20
    assert "Hanya 20 yang paling cocok" in page


def test_an_empty_answer_says_what_to_do(get, world) -> None:
    page = found(get, world.users["centre_clerk"], "Zulfikar Xyz")

    assert "Tidak ada orang yang cocok" in page
    assert "Coba sebagian nama saja" in page


def test_words_in_the_address_are_not_asked(get, world) -> None:
    page = get(f"{FIND}?cari=Siti", world.users["centre_clerk"]).content.decode()

    assert "Siti Rekaan" not in page


def test_who_serves_nobody_finds_nobody(get, world) -> None:
    assert get(FIND, world.users["citizen"]).status_code == 403


def test_finding_costs_the_same_for_one_and_for_three(world) -> None:
    named("Wahyuni Lestari", served_by=world.centre)
    for name in ("Bambang Pamungkas", "Bambang Pamungkasa", "Bambang Pamungkasi"):
        named(name, served_by=world.centre)
    client = Client()
    client.force_login(world.users["centre_clerk"])

    def cost(words: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            client.post(FIND, {"cari": words})
        return len([query for query in asked if not SCAFFOLD.match(query["sql"])])

    assert cost("Wahyuni Lestari") == cost("Bambang Pamungkas") <= 15
