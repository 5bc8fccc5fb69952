"""The public catalogue: found by words and nearness, filtered in the address, told in words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from factories import admissions as world
from factories import network
from factories.standards import region
from titian.admissions.models import AdmissionRound, RoundClass
from titian.core.text import key
from titian.planning.models import TrainingClass
from titian.planning.seats import DISABILITY, PlannedGroup
from titian.programmes.actions import Outcome, record_outlook
from titian.programmes.models import Programme
from titian.standards.models import Field, FieldAlias, Occupation, OccupationTitle, RegionCentre

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
# Real seats: Banyuwangi, Jember, Denpasar (across the strait, yet nearer to Banyuwangi than Surabaya is).
SEATS = {
    "35.10": (-8.233, 114.358),
    "35.09": (-8.172, 113.7),
    "51.71": (-8.65, 115.217),
    "35.78": (-7.249, 112.751),
}


def opened(name: str, place: str = "35.10", *groups: PlannedGroup, starts: int = 60, **plan) -> RoundClass:
    centre = network.organisation(f"BLK {place} {name}", region_code=place)
    called = world.call([*groups] or [PlannedGroup("Terbuka", 2, ((),))], centre=centre, **plan)
    AdmissionRound.objects.filter(pk=called.round.pk).update(
        opens_on=TODAY - timedelta(days=1), closes_on=TODAY + timedelta(days=9)
    )
    classes = TrainingClass.objects.filter(centre=centre)
    classes.update(starts_on=TODAY + timedelta(days=starts), ends_on=TODAY + timedelta(days=starts + 30))
    Programme.objects.filter(owner=centre).update(name=name, name_key=key(name))
    return RoundClass.objects.get(pk=called.classes[0])


def page(path: str = "", **asked) -> str:
    answer = Client().get(f"/pelatihan-dibuka/{path}", asked)
    assert answer.status_code == 200
    return answer.content.decode()


def named(text: str, *names: str) -> list[str]:
    """Which of the names stand in the headings of the page, in their order."""
    found = [(text.index(f">{name}</a></h2>"), name) for name in names if f">{name}</a></h2>" in text]
    return [name for _place, name in sorted(found)]


@pytest.fixture
def three():
    opened("Menjahit Pakaian"), opened("Teknik Las SMAW", "35.09"), opened("Barista Kopi", "51.71")
    return ("Menjahit Pakaian", "Teknik Las SMAW", "Barista Kopi")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("jahit", ["Menjahit Pakaian"]), ("penjahit", ["Menjahit Pakaian"]), ("pengelasan", ["Teknik Las SMAW"]),
        ("las", ["Teknik Las SMAW"]), ("pelatihan kopi", ["Barista Kopi"]), ("jahti", ["Menjahit Pakaian"]),
        ("baritsa", ["Barista Kopi"]), ("las jahit", []), ("xyzzy", []), ("' OR 1=1 --", []), ("\\m[", []),
    ],
)  # fmt: skip
def test_a_class_is_found_by_the_root_of_a_word_and_past_a_typing_error(three, words, found):
    assert named(page(cari=words), *three) == found


def test_what_was_read_for_a_typing_error_is_said(three):
    assert "“baritsa” tidak ditemukan; yang ditampilkan hasil untuk “barista”." in page(cari="baritsa")


def test_another_name_of_the_field_finds_its_classes(three):
    field = Field.objects.filter(code="garment").first() or Field.objects.create(
        code="garment", name="Garmen Apparel", name_en="Garment", position=1,
        release=region("35.10").release,
    )  # fmt: skip
    FieldAlias.objects.get_or_create(field=field, name_key="tatabusana")
    Programme.objects.filter(name="Menjahit Pakaian").update(field=field)
    assert named(page(cari="tata busana"), *three) == ["Menjahit Pakaian"]
    assert named(page(kejuruan="garment"), *three) == ["Menjahit Pakaian"]


def test_a_job_that_a_field_leads_to_finds_its_classes_in_both_languages_and_by_title(three):
    held = region("35.10").release
    job, _new = Occupation.objects.get_or_create(
        code="7531",
        defaults={
            "name": "Tukang jahit dan pembuat topi", "name_en": "Tailors, furriers and hatters", "level": 4,
            "position": 1, "release": held,
        },
    )  # fmt: skip
    OccupationTitle.objects.get_or_create(occupation=job, name_key="perancangbusana")
    field, _new = Field.objects.get_or_create(
        code="sewing", defaults={"name": "Tata Busana", "name_en": "Sewing", "position": 1, "release": held}
    )
    field.occupations.add(job)
    Programme.objects.filter(name="Menjahit Pakaian").update(field=field)
    for words in ("tukang jahit", "tailor", "hatters", "perancang", "pembuat topi"):
        assert named(page(cari=words), *three) == ["Menjahit Pakaian"], words
    assert named(page(cari="tukang las"), *three) == []


def test_the_nearest_come_first_across_a_strait_too(three):
    opened("Kantor Muda", "35.78")
    for code, (latitude, longitude) in SEATS.items():
        RegionCentre.objects.update_or_create(
            region=region(code), defaults={"latitude": latitude, "longitude": longitude}
        )
    text = page(dekat="35.10")
    every = ("Menjahit Pakaian", "Teknik Las SMAW", "Barista Kopi", "Kantor Muda")
    assert named(text, *every) == ["Menjahit Pakaian", "Teknik Las SMAW", "Barista Kopi", "Kantor Muda"]
    assert "kira-kira 73 km" in text  # Banyuwangi to Jember
    assert "GeoNames" in text


def test_without_points_the_own_regency_comes_first_and_then_its_province(three):
    RegionCentre.objects.all().delete()
    region("35.10"), region("51.08")
    assert named(page(dekat="35.10"), *three)[0] == "Menjahit Pakaian"
    assert named(page(dekat="51.08"), *three)[0] == "Barista Kopi"


def test_filters_narrow_by_bed_month_place_and_guarantee():
    opened(
        "Las Asrama", "35.10", PlannedGroup("Jaminan", 1, ((DISABILITY,), ()), guarantee=True),
        PlannedGroup("Terbuka", 2, ((),), beds_men=2), starts=40,
    )  # fmt: skip
    opened("Barista Pulang", "35.09", starts=120)
    both = ("Las Asrama", "Barista Pulang")
    assert named(page(asrama="ya"), *both) == ["Las Asrama"]
    assert named(page(asrama="tidak"), *both) == ["Barista Pulang"]
    assert named(page(jaminan="disabilitas"), *both) == ["Las Asrama"]
    assert named(page(tempat="35.09"), *both) == ["Barista Pulang"]
    assert named(page(provinsi="35"), *both) == list(both) or set(named(page(provinsi="35"), *both)) == set(
        both
    )
    assert named(page(mulai=f"{TODAY + timedelta(days=120):%Y-%m}"), *both) == ["Barista Pulang"]
    assert set(named(page(mulai="salah", dekat="99.99", halaman="x"), *both)) == set(both)


def test_one_class_says_whom_its_seats_take_and_how_one_is_chosen():
    one = opened(
        "Las", "35.10", PlannedGroup("Jaminan", 1, ((DISABILITY,), ("35.10",), ()), guarantee=True),
        PlannedGroup("Warga", 1, (("35.10",),)), minimum_age=18,
    )  # fmt: skip
    record_outlook(
        [
            Outcome(
                one.opening.training_class.programme_id, "passed", 2021, 2022, (46, 41, 30), date(2023, 3, 1)
            ),
            Outcome(one.opening.training_class.programme_id, "working", 2022, 2022, None, date(2023, 3, 1)),
        ],
        actor=network.user(),
    )
    text = page(f"{one.pk}/")
    home = region("35.10").name
    assert f"Lebih dahulu penyandang disabilitas, lalu warga {home}, lalu siapa pun." in text
    assert f"Lebih dahulu warga {home}; bila tidak ada, kursi tetap kosong." in text
    assert "Usia paling muda 18 tahun" in text
    assert "30 dari 41 orang lulus pelatihan" in text
    assert "5 peserta belum diketahui hasilnya" in text
    assert "Bekerja: terlalu sedikit untuk dikatakan." in text
    assert f"/lamar/{one.round_id}/" in text


def test_a_closed_class_keeps_its_page_and_a_draft_has_none():
    one = opened("Las")
    AdmissionRound.objects.update(closes_on=TODAY - timedelta(days=1), opens_on=TODAY - timedelta(days=5))
    text = page(f"{one.pk}/")
    assert "sudah ditutup" in text
    assert f"/lamar/{one.round_id}/" not in text
    AdmissionRound.objects.update(state="draft")
    assert Client().get(f"/pelatihan-dibuka/{one.pk}/").status_code == 404
    assert Client().get(f"/pelatihan-dibuka/{one.pk}/kalender.ics").status_code == 404


def test_the_calendar_tells_what_opens_closes_and_starts_in_a_month():
    one = opened("Las")
    closes, starts = TODAY + timedelta(days=9), TODAY + timedelta(days=60)
    assert "Hari terakhir mendaftar:" in page("kalender/", bulan=f"{closes:%Y-%m}")
    assert "Mulai:" in page("kalender/", bulan=f"{starts:%Y-%m}", cari="las")
    assert "Tidak ada yang dibuka" in page("kalender/", bulan=f"{starts:%Y-%m}", cari="barista")
    assert page("kalender/", bulan="2026-13")
    assert one.opening.training_class.programme.name in page("kalender/", bulan=f"{starts:%Y-%m}")


def test_the_dates_go_into_a_calendar_of_ones_own():
    one = opened("Las; busur, listrik dan " + "x" * 60)
    answer = Client().get(f"/pelatihan-dibuka/{one.pk}/kalender.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    raw = answer.content.decode()
    assert all(len(line.encode()) <= 75 for line in raw.split("\r\n"))
    lines = raw.replace("\r\n ", "").split("\r\n")
    assert (lines[0], lines[-2]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert lines.count("BEGIN:VEVENT") == 3
    starts = TODAY + timedelta(days=60)
    assert f"DTSTART;VALUE=DATE:{starts:%Y%m%d}" in lines
    assert f"DTEND;VALUE=DATE:{starts + timedelta(days=31):%Y%m%d}" in lines
    assert any("Las\\; busur\\, listrik" in line for line in lines)
    assert len({line for line in lines if line.startswith("UID:")}) == 3


def test_three_classes_cost_as_many_statements_as_one():
    opened("Menjahit Satu", regions=("35.10",))

    def cost(**asked) -> int:
        with CaptureQueriesContext(connection) as captured:
            page(**asked)
        return len(captured)

    questions = ({}, {"cari": "jahit", "dekat": "35.10", "asrama": "tidak"}, {"cari": "jahti"})
    before = [cost(**asked) for asked in questions]
    opened("Menjahit Dua", "35.09", regions=("35.09",)), opened("Menjahit Tiga", regions=("35.10", "35.09"))
    assert [cost(**asked) for asked in questions] == before
    assert max(before) <= 15
