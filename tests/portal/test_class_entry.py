"""A class and its participants entered by hand, as a clerk does on a phone."""

from __future__ import annotations

from datetime import date

import pytest

from factories import network, people
from factories.standards import channel, education, fund, region
from titian.journal.models import Entry
from titian.network.models import Role
from titian.people.models import Person, ServiceLink
from titian.people.names import person_key
from titian.people.queries import whole_nik
from titian.planning.models import TrainingClass
from titian.portal.queries import classes
from titian.training.models import Enrolment

NIK = "3510057003870022"
CARD = {"nik": NIK, "name": "Lidya Saptono"}
NEWCOMER = {
    **CARD, "birth_date": "1987-03-30", "sex": "P", "education": "SMA", "regency": "35.10",
    "phone": "0812 3456 7890", "birth_place": "Banyuwangi", "address": "Srono", "simpan": "berikutnya",
}  # fmt: skip


@pytest.fixture
def empty(world) -> TrainingClass:
    region("35.10", "Banyuwangi")
    education("SMA")
    return people.training_class(world.centre, name="Barista")


def adding(training_class: TrainingClass) -> str:
    return f"/paket/{training_class.pk}/peserta/tambah/"


def class_words(world, **changes: str) -> dict[str, str]:
    channel(), fund()
    return {
        "centre": str(world.centre.pk), "organiser": str(world.centre.pk), "programme": "Barista",
        "code": "INST-100", "starts_on": "2022-08-04", "ends_on": "2022-09-04", "channel": "institutional",
        "fund": "APBN", "capacity": "16", "hours": "160", "wave": "", **changes,
    }  # fmt: skip


def test_a_clerk_opens_a_class_once_however_often_the_button_is_pressed(get, world) -> None:
    clerk = world.users["centre_clerk"]

    first = get("/paket/baru/", clerk, post=class_words(world))
    again = get("/paket/baru/", clerk, post=class_words(world))

    made = TrainingClass.objects.get(code="INST-100")
    assert first.url == again.url == adding(made)
    assert (made.year, made.capacity, made.hours, made.programme.name) == (2022, 16, 160, "Barista")


def test_a_code_of_another_class_is_refused_in_its_place(get, world) -> None:
    clerk = world.users["centre_clerk"]
    get("/paket/baru/", clerk, post=class_words(world))

    answer = get("/paket/baru/", clerk, post=class_words(world, programme="Las"))

    assert answer.status_code == 422
    assert "sudah dipakai untuk Barista tahun 2022" in answer.content.decode()
    assert TrainingClass.objects.get(code="INST-100").programme.name == "Barista"


def test_a_class_ends_after_it_starts(get, world) -> None:
    page = get("/paket/baru/", world.users["centre_clerk"], post=class_words(world, ends_on="2022-08-01"))

    assert "Tanggal selesai mendahului tanggal mulai" in page.content.decode()
    assert not TrainingClass.objects.filter(code="INST-100").exists()


def test_nobody_opens_a_class_for_another_centre(get, world) -> None:
    words = class_words(world, centre=str(world.other_centre.pk), organiser=str(world.other_centre.pk))

    assert get("/paket/baru/", world.users["centre_clerk"], post=words).status_code == 422
    assert not TrainingClass.objects.filter(code="INST-100").exists()


@pytest.mark.parametrize("role", ["regency_office", "instructor", "national_planner", "citizen"])
def test_only_heads_and_clerks_open_classes(get, world, role: str) -> None:
    assert get("/paket/baru/", world.users[role]).status_code == 403


def test_the_card_tells_birth_date_and_sex_to_confirm(get, world, empty) -> None:
    page = get(adding(empty), world.users["centre_clerk"], post=CARD).content.decode()

    assert 'value="1987-03-30"' in page
    assert '<option value="P" selected>' in page
    assert not Enrolment.objects.filter(training_class=empty).exists()


def test_a_participant_is_saved_and_the_next_one_asked(get, world, empty) -> None:
    clerk = world.users["centre_clerk"]

    answer = get(adding(empty), clerk, post=NEWCOMER)
    page = get(adding(empty), clerk).content.decode()

    place = Enrolment.objects.get(training_class=empty)
    person = place.person
    assert answer.url == adding(empty)
    assert (person.name, person.sex, person.birth_date) == ("Lidya Saptono", "P", date(1987, 3, 30))
    assert (person.phone, person.regency_id, person.education_id) == ("+6281234567890", "35.10", "SMA")
    assert whole_nik(person) == NIK
    assert (place.number_in_class, place.domicile_id, place.passed) == (1, "35.10", None)
    assert "Peserta ke-2 dari 16" in page
    assert "Sudah diisi: 1 dari 16" in page
    assert "Lidya Saptono" in page
    assert Entry.objects.filter(verb="seat_by_hand", subject_id=person.pk, actor=clerk).count() == 1


def test_a_retried_submit_makes_one_record(get, world, empty) -> None:
    clerk = world.users["centre_clerk"]

    get(adding(empty), clerk, post=NEWCOMER)
    get(adding(empty), clerk, post=NEWCOMER)
    page = get(adding(empty), clerk).content.decode()

    assert Person.objects.filter(name="Lidya Saptono").count() == 1
    assert Enrolment.objects.filter(training_class=empty).count() == 1
    assert "Sudah diisi: 1 dari 16" in page


@pytest.mark.parametrize(
    ("nik", "words"),
    [
        ("351005700387002", "NIK terdiri atas 16 angka; yang diisi 15 tanda"),
        ("9910057003870022", "bukan kode provinsi mana pun"),
        ("3510057003870000", "nomor urut yang tidak mungkin"),
        ("3510059913870022", "tanggal lahir atau nomor urut yang tidak mungkin"),
    ],
)
def test_a_number_that_is_no_nik_is_refused_beside_its_field(get, world, empty, nik: str, words: str) -> None:
    answer = get(adding(empty), world.users["centre_clerk"], post={**CARD, "nik": nik})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Enrolment.objects.filter(training_class=empty).exists()


def test_what_disagrees_with_the_nik_is_refused(get, world, empty) -> None:
    clerk = world.users["centre_clerk"]

    date_wrong = get(adding(empty), clerk, post={**NEWCOMER, "birth_date": "1988-03-30"}).content.decode()
    sex_wrong = get(adding(empty), clerk, post={**NEWCOMER, "sex": "L"}).content.decode()

    assert "Tanggal lahir tidak sesuai dengan NIK" in date_wrong
    assert "Jenis kelamin tidak sesuai dengan NIK" in sex_wrong
    assert not Person.objects.filter(name="Lidya Saptono").exists()


def test_who_is_too_young_has_no_place(get, world, empty) -> None:
    young = {**NEWCOMER, "nik": "3510053003100022", "birth_date": "2010-03-30", "sex": "L"}

    page = get(adding(empty), world.users["centre_clerk"], post=young).content.decode()

    assert "belum berumur 17 tahun pada hari pertama pelatihan" in page
    assert not Enrolment.objects.filter(training_class=empty).exists()


def test_a_known_nik_is_linked_and_what_is_known_stays(get, world, empty) -> None:
    stranger = world.stranger
    stranger.name_key = person_key(stranger.name)
    stranger.save()
    nik = whole_nik(stranger)
    words = {**NEWCOMER, "nik": nik, "name": "Made Rekaan", "birth_date": "1990-03-15", "sex": "L"}
    clerk = world.users["centre_clerk"]

    asked = get(adding(empty), clerk, post={"nik": nik, "name": "Made Rekaan"}).content.decode()
    get(adding(empty), clerk, post=words)

    stranger.refresh_from_db()
    assert "Orang ini sudah tercatat dengan nama itu" in asked
    assert Enrolment.objects.get(training_class=empty).person == stranger
    assert ServiceLink.objects.filter(person=stranger, organisation=world.centre, until=None).count() == 1
    assert (stranger.regency_id, stranger.phone) == ("51.03", "+6281234567890")


def test_a_known_nik_of_another_name_tells_no_name(get, world, empty) -> None:
    stranger = world.stranger
    stranger.name_key = person_key(stranger.name)
    stranger.save()
    words = {"nik": whole_nik(stranger), "name": "Budi Santoso"}

    page = get(adding(empty), world.users["centre_clerk"], post=words).content.decode()

    assert "NIK ini sudah tercatat atas nama lain" in page
    assert "Made" not in page


def test_a_place_beyond_the_last_seat_and_a_second_class_are_pointed_out(get, world, empty) -> None:
    clerk = world.users["centre_clerk"]
    TrainingClass.objects.filter(pk=empty.pk).update(capacity=1)
    known = world.person
    known.name_key = person_key(known.name)
    known.save()
    get(adding(empty), clerk, post=NEWCOMER)

    words = {**NEWCOMER, "nik": whole_nik(known), "name": known.name, "birth_date": "1990-03-15", "sex": "L"}
    get(adding(empty), clerk, post=words)

    assert Enrolment.objects.filter(training_class=empty).count() == 2


def test_the_number_keypad_opens_for_a_nik(get, world, empty) -> None:
    page = get(adding(empty), world.users["centre_clerk"]).content.decode()

    assert 'inputmode="numeric"' in page
    assert "Peserta ke-1 dari 16" in page


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("instructor", 403),
        ("regency_office", 403),
        ("national_planner", 403),
        ("other_clerk", 404),
        ("centre_head", 200),
    ],
)
def test_colleagues_read_and_strangers_see_nothing(get, world, empty, role: str, status: int) -> None:
    assert get(adding(empty), world.users[role]).status_code == status


def test_a_community_centre_enters_its_own_class(get, world) -> None:
    community = network.organisation("BLKK Nurul Huda", "blk_community", "35.10")
    network.supervise(world.centre, community)
    region("35.10", "Banyuwangi")
    education("SMA")
    clerk = network.member(Role.CENTRE_CLERK, community)
    words = class_words(world, organiser=str(community.pk), code="BLKK-1")

    get("/paket/baru/", clerk, post=words)
    made = TrainingClass.objects.get(code="BLKK-1")
    get(adding(made), clerk, post=NEWCOMER)

    assert (made.centre, made.organiser) == (world.centre, community)
    assert Enrolment.objects.get(training_class=made).person.name == "Lidya Saptono"
    seen_by_centre = get(f"/paket/{made.pk}/", world.users["centre_clerk"]).content.decode()
    assert "Lidya Saptono" in seen_by_centre


def test_classes_are_filtered_by_organiser_in_the_address(get, world) -> None:
    community = network.organisation("BLKK Nurul Huda", "blk_community", "35.10")
    people.training_class(world.centre, organiser=community, name="Menjahit")
    address = f"/paket/?penyelenggara={community.pk}&jalur=institutional&tahun=2022"
    clerk = world.users["centre_clerk"]

    page = get(address, clerk).content.decode()
    export = get(address.replace("/paket/", "/paket/daftar.csv"), clerk).content.decode()

    assert ("Menjahit" in page, "Las Industri" in page, "1 paket" in page) == (True, False, True)
    assert ("Menjahit" in export, "Las Industri" in export) == (True, False)


def test_the_nations_classes_are_found_by_code_programme_or_organiser_and_their_years_offered(
    get, world
) -> None:
    planner = world.users["national_planner"]
    community = network.organisation("BLKK Nurul Huda", "blk_community", "35.10")
    people.training_class(world.other_centre, organiser=community, name="Menjahit Gorden", code="XYZ-77")
    late = people.training_class(world.centre, name="Barista Kopi")
    TrainingClass.objects.filter(pk=late.pk).update(year=2019)

    for words in ("z-77", "gorden", "nurul"):
        page = get(f"/paket/?cari={words}", planner).content.decode()
        assert ("Menjahit Gorden" in page, "Barista Kopi" in page, "1 paket" in page) == (True, False, True)
    everything = get("/paket/", planner).content.decode()
    assert "Menjahit Gorden" in everything
    offered = everything.partition('name="tahun"')[2].partition("</select>")[0]
    assert offered.index('value="2022"') < offered.index('value="2019"')
    assert 'value="2020"' not in offered
    assert "Menjahit Gorden" not in get("/paket/?cari=gorden", world.users["centre_clerk"]).content.decode()


def test_more_organisers_than_one_can_choose_from_are_searched_by_name(get, world, monkeypatch) -> None:
    monkeypatch.setattr(classes, "MOST_ORGANISERS", 0)
    clerk, centre = world.users["centre_clerk"], world.centre

    everything = get("/paket/", clerk).content.decode()
    asked = get(f"/paket/?penyelenggara={centre.pk}", clerk).content.decode()

    assert 'name="penyelenggara"' not in everything
    assert f'value="{centre.pk}" selected' in asked


def test_somebody_without_a_nik_is_recorded_once_with_the_reason(get, world, empty) -> None:
    clerk = world.users["centre_clerk"]
    card = {"nik": "", "name": "Lidya Saptono", "no_nik_reason": "lost"}
    confirm = get(adding(empty), clerk, post=card).content.decode()
    assert "Dicatat tanpa NIK" in confirm

    for _time in range(2):
        get(adding(empty), clerk, post={**NEWCOMER, **card})

    person = Person.objects.get(name="Lidya Saptono")
    assert (person.nik_hash, person.no_nik_reason) == (None, "lost")
    assert Enrolment.objects.filter(training_class=empty).count() == 1
    assert "KTP dan kartu keluarga hilang" in get(f"/orang/{person.pk}/", clerk).content.decode()


@pytest.mark.parametrize(
    ("card", "words"),
    [
        ({"nik": "", "no_nik_reason": ""}, "Isi NIK dari KTP, atau pilih alasan"),
        ({"nik": NIK, "no_nik_reason": "lost"}, "bukan keduanya"),
        ({"nik": "", "no_nik_reason": "malas"}, "Pilih alasan tanpa NIK"),
    ],
)
def test_without_a_nik_a_reason_of_the_list_is_due(get, world, empty, card, words) -> None:
    answer = get(adding(empty), world.users["centre_clerk"], post={**NEWCOMER, **card})

    assert answer.status_code == 422
    assert Enrolment.objects.filter(training_class=empty).count() == 0
    if card["no_nik_reason"] != "malas":
        assert words in answer.content.decode()


def test_a_namesake_of_one_birthday_is_pointed_out(get, world, empty) -> None:
    clerk = world.users["centre_clerk"]
    get(adding(empty), clerk, post=NEWCOMER)
    other = people.training_class(world.centre, name="Las", code="INST-2")

    page = get(adding(other), clerk, post={**NEWCOMER, "nik": "", "no_nik_reason": "registry"}, follow=True)

    assert Person.objects.filter(name="Lidya Saptono").count() == 2
    assert "Sudah ada 1 orang lain dengan nama dan tanggal lahir yang sama" in page.content.decode()
