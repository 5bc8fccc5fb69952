"""From files dropped to people recorded, and back."""

from __future__ import annotations

import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from procrastinate.contrib.django.models import ProcrastinateJob

from factories import network as network_factory
from faults import malformed
from rosters.conftest import ANI, BUDI, CITRA
from titian.core import workbooks
from titian.core.errors import DomainError
from titian.network.models import Role
from titian.people.models import Person
from titian.rosters.actions import settle
from titian.rosters.jobs import carry as carry_job
from titian.rosters.jobs import stage
from titian.rosters.models import HeadingWord, Load, LoadedFile, LoadState, StagedRow, UploadedRoster
from titian.training.models import Enrolment


@pytest.fixture
def read(ask, hand_in, clerk):
    """Hand files in and read them; return the address of the load."""

    def run(*paths, **more) -> str:
        address = hand_in(clerk, *paths, **more)
        ask(f"{address}proses/", clerk, post={})
        return address

    return run


def test_two_files_become_people_and_go_again(ask, carry, read, roster, clerk):
    address = read(roster(ANI, BUDI), roster(CITRA, name="b.xlsx", package="INST-101"))

    assert tiles(ask(f"{address}jalankan/", clerk)) == {
        "Paket baru": "2", "Orang baru": "3", "Orang yang sudah dikenal": "0", "Baris yang dikoreksi": "0",
        "Baris ditahan": "0", "Baris berulang": "0",
    }  # fmt: skip
    assert Person.objects.count() == 0
    carry(address, {})
    assert Enrolment.objects.count() == 3
    assert set(UploadedRoster.objects.values_list("content", flat=True)) == {None}

    unsure = ask(f"{address}batalkan/", clerk, post={})
    assert unsure.status_code == 400
    assert Enrolment.objects.count() == 3
    ask(f"{address}batalkan/", clerk, post={"sure": "on"})
    assert (Enrolment.objects.count(), Person.objects.count()) == (0, 0)


def test_files_wait_until_somebody_reads_them_and_the_page_says_so(ask, hand_in, roster, clerk):
    address = hand_in(clerk, roster(ANI))

    waiting = ask(address, clerk).content.decode()

    assert "0 dari 1 berkas sudah dibaca." in waiting
    assert "Pembaca di latar belakang sedang tidak berjalan" in waiting
    assert LoadedFile.objects.count() == 0


@pytest.mark.parametrize(
    ("address", "more"), [("/roster/muat/", {}), ("/roster/kirim/", {"way": "0", "year": "2026"})]
)
def test_after_a_file_that_never_ends_no_other_is_tried(ask, clerk, centre, monkeypatch, address, more):
    monkeypatch.setattr(workbooks, "SECONDS", 1)
    monkeypatch.setattr("titian.rosters.views.hand_ins._years", lambda: [2026])
    _kind, (suffix, endless) = malformed.made(20261126, 9404)
    files = [SimpleUploadedFile(f"{name}{suffix}", endless) for name in ("satu", "dua")]
    user = clerk
    if more:
        community = network_factory.organisation("BLKK Al-Hikmah", "blk_komunitas")
        network_factory.supervise(centre, community)
        user = network_factory.member(Role.CENTRE_CLERK, community, name="Operator")

    page = ask(address, user, post={"rosters": files, **more}).content.decode()

    assert "Membaca berkas satu.ods terlalu lama, biasanya karena berkasnya rusak." in page
    assert "dua.ods" not in page
    assert UploadedRoster.objects.count() == 0


def test_the_job_reads_what_waits_and_finds_nothing_the_second_time(hand_in, roster, clerk):
    hand_in(clerk, roster(ANI))
    load = Load.objects.get()

    assert ProcrastinateJob.objects.get(task_name="rosters.stage").args == {
        "load_id": load.pk, "actor_id": clerk.pk,
    }  # fmt: skip
    assert [stage(load_id=load.pk, actor_id=clerk.pk) for _time in range(2)] == [1, 0]
    assert LoadedFile.objects.get().state == LoadState.STAGED


def test_carrying_out_twice_makes_one(ask, carry, read, roster, clerk):
    address = read(roster(ANI))
    carry(address, {})

    again = carry(address, {})

    assert again.status_code == 409
    assert "sudah dijalankan" in again.content.decode()
    assert Enrolment.objects.count() == 1


def test_a_batch_sent_twice_is_one_load(ask, hand_in, roster, clerk):
    hand_in(clerk, roster(ANI))
    batch = UploadedRoster.objects.get().batch

    again = ask(f"/roster/muat/{batch}/", clerk, post={})

    assert again.url == f"/roster/muatan/{Load.objects.get().pk}/"


def test_an_unknown_heading_is_explained_once_for_the_centre(ask, read, roster, clerk, centre, tmp_path):
    odd = roster({**ANI, "No. HP": "081200000001"})
    rename(odd, "No. HP", "Kontak WA Aktif")
    address = read(odd)
    page = ask(f"{address}kolom/", clerk)
    assert "Kontak WA Aktif" in page.content.decode()
    assert ANI["NIK"] not in page.content.decode()

    ask(f"{address}kolom/", clerk, post={"column_0": "phone"})
    ask(f"{address}proses/", clerk, post={})

    assert HeadingWord.objects.get(centre=centre).field == "phone"
    assert StagedRow.objects.get().phone == "+6281200000001"
    assert "Cocokkan kolom" not in ask(address, clerk).content.decode()


def test_people_no_longer_named_go_only_when_somebody_says_so(ask, carry, read, roster, clerk):
    carry(read(roster(ANI, BUDI)), {})
    address = read(roster(ANI, name="pendek.xlsx"))

    outlook = ask(f"{address}jalankan/", clerk).content.decode()
    assert "Budi Santoso" in outlook
    assert "Ani Lestari" not in outlook
    carry(address, {"confirm_vanished": "on"})

    assert [person.name for person in Person.objects.all()] == ["Ani Lestari"]


def test_a_vanishing_nobody_confirmed_can_be_confirmed_later(ask, carry, read, roster, clerk):
    carry(read(roster(ANI, BUDI)), {})
    short = roster(ANI, name="pendek.xlsx")
    carry(read(short), {})
    assert Enrolment.objects.count() == 2

    carry(read(short), {"confirm_vanished": "on"})

    assert Enrolment.objects.count() == 1


def test_a_load_never_carried_out_can_be_thrown_away(ask, read, roster, clerk):
    address = read(roster(ANI))

    ask(f"{address}buang/", clerk, post={"sure": "on"})

    assert (Load.objects.count(), StagedRow.objects.count(), UploadedRoster.objects.count()) == (0, 0, 0)


def test_a_load_carried_out_is_not_thrown_away(ask, carry, read, roster, clerk):
    address = read(roster(ANI))
    carry(address, {})

    ask(f"{address}buang/", clerk, post={"sure": "on"})

    assert LoadedFile.objects.get().state == LoadState.CARRIED


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", b"bukan lembar kerja", "isinya bukan lembar kerja"),
        ("a.pdf", b"%PDF-1.7", "bukan berkas yang dikenal"),
        ("a.xlsx", b"", "kosong"),
        ("a.csv", b"PK\x03\x04\x00\x00", "isinya bukan teks"),
        ("manifest.csv", b"file\n", "tidak mempunyai kolom"),
        ("x" * 240 + ".xlsx", b"PK\x03\x04", "rusak atau terpotong"),
    ],
)
def test_a_file_that_is_no_roster_is_refused_in_words(ask, clerk, tmp_path, name, content, words):
    path = tmp_path / name
    path.write_bytes(content)

    with path.open("rb") as file:
        answer = ask("/roster/muat/", clerk, post={"rosters": file})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert UploadedRoster.objects.count() == 0


def test_no_file_at_all_is_said(ask, clerk):
    answer = ask("/roster/muat/", clerk, post={})

    assert answer.status_code == 400
    assert "Pilih sedikitnya satu berkas." in answer.content.decode()


def test_a_manifest_says_where_files_belong(ask, roster, clerk, centre, tmp_path):
    manifest = tmp_path / "manifest.csv"
    manifest.write_text(
        "file,year,centre,channel\nroster.xlsx,2022,BPVP Banyuwangi,bootcamp\nlain.xlsx,x,y,z\n"
    )
    with roster(ANI).open("rb") as first, manifest.open("rb") as second:
        placing = ask("/roster/muat/", clerk, post={"rosters": [first, second]})

    upload = UploadedRoster.objects.get()
    assert (upload.centre, upload.year, upload.channel_id) == (centre, 2022, "bootcamp")
    assert "menurut manifest.csv" in ask(placing.url, clerk).content.decode()


def test_a_file_name_is_taken_at_its_word(ask, roster, clerk, centre):
    with roster(ANI, name="bpvp-banyuwangi-industri-2022.xlsx").open("rb") as file:
        ask("/roster/muat/", clerk, post={"rosters": file})

    upload = UploadedRoster.objects.get()
    assert (upload.centre, upload.year, upload.channel_id) == (centre, 2022, "industry")


def test_a_place_left_open_is_asked_for(ask, roster, clerk):
    with roster(ANI).open("rb") as file:
        placing = ask("/roster/muat/", clerk, post={"rosters": file})

    answer = ask(placing.url, clerk, post={})

    assert answer.status_code == 400
    assert Load.objects.count() == 0


def test_verdicts_are_filtered_by_the_address(ask, read, roster, clerk):
    address = read(roster(ANI, {**BUDI, "NIK": "35100502"}, CITRA))

    held = ask(f"{address}?putusan=held", clerk).content.decode()
    coded = ask(f"{address}?kode=nik_length", clerk).content.decode()

    for page in (held, coded):
        assert "Budi Santoso" in page
        assert "Ani Lestari" not in page
    assert "35100502" not in coded
    assert "(sel C8) bukan 16 angka (terbaca 8 tanda)" in coded


def tiles(answer) -> dict[str, str]:
    """Return the figures of a page by their labels."""
    found = re.findall(
        r'<div class="label">(.*?)</div>\s*<div class="value">(.*?)</div>', answer.content.decode()
    )
    return dict(found)


def rename(path, heading: str, into: str) -> None:
    book = openpyxl.load_workbook(path)
    for cell in book.active[6]:
        if cell.value == heading:
            cell.value = into
    book.save(path)


def test_carrying_out_goes_on_without_the_page_and_says_how_far_it_is(ask, read, roster, clerk):
    address = read(roster(ANI), roster(BUDI, name="b.xlsx", package="INST-101"))
    ask(f"{address}jalankan/", clerk, post={})
    load = Load.objects.get()

    assert "0 dari 2 berkas sudah tercatat." in ask(address, clerk).content.decode()
    assert ProcrastinateJob.objects.get(task_name="rosters.carry").args == {
        "load_id": load.pk, "actor_id": clerk.pk,
    }  # fmt: skip
    assert (
        ask(f"{address}buang/", clerk, post={"sure": "on"}, follow=True)
        .content.decode()
        .count("sedang dijalankan")
    )
    assert [carry_job(load_id=load.pk, actor_id=clerk.pk) for _time in range(2)] == [2, 0]
    assert Enrolment.objects.count() == 2
    assert "selesai dijalankan" in ask("/", clerk).content.decode()
    ask(address, clerk)
    assert "selesai dijalankan" not in ask("/", clerk).content.decode()


def test_a_refusal_while_carrying_out_is_told_on_the_page(ask, read, roster, clerk, monkeypatch):
    address = read(roster(ANI), roster(BUDI, name="b.xlsx", package="INST-101"))
    ask(f"{address}jalankan/", clerk, post={})
    real = settle.carry_out

    def refuse_second(file, **more):
        if file.name == "b.xlsx":
            raise DomainError("Alasan contoh.", code="example")
        return real(file, **more)

    monkeypatch.setattr(settle, "carry_out", refuse_second)
    ask(f"{address}proses/", clerk, post={})

    page = ask(address, clerk).content.decode()
    assert "Alasan contoh." in page
    assert "Lihat akibatnya dan jalankan" in page
    assert Enrolment.objects.count() == 1
