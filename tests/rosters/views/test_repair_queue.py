"""Held rows are put right one at a time."""

from __future__ import annotations

import io

import openpyxl
import pytest

from factories import network
from factories.rosters import HEADINGS, person, save
from rosters.conftest import ANI, BUDI, CITRA
from titian.journal.models import Entry
from titian.network.models import Role
from titian.people.models import Person, ServiceLink
from titian.rosters.actions import undo
from titian.rosters.models import Load, StagedRow
from titian.rosters.queries.notices import rows_held
from titian.training.models import Enrolment

DEWI = {"Nama": "Dewi Anggraini", "NIK": "3510056708000004", "Tanggal Lahir": "27/08/2000", "L/P": "P"}


def row_id(name: str) -> int:
    return StagedRow.objects.waiting_for_repair().get(name=name).pk


@pytest.fixture
def three_held(load, roster):
    return load(roster({**ANI, "NIK": "35100541"}, {**BUDI, "NIK": ""}, {**CITRA, "L/P": "L"}, DEWI))


def test_three_rows_are_repaired_one_after_the_other(ask, three_held, clerk, centre):
    first, second, third = (row_id(one["Nama"]) for one in (ANI, BUDI, CITRA))
    opened = ask("/roster/ditahan/", clerk)
    assert opened.url == f"/roster/ditahan/{first}/"
    page = ask(opened.url, clerk).content.decode()
    assert "Baris 1 dari 3" in page
    assert "bukan 16 angka" in page

    after_first = ask(f"/roster/ditahan/{first}/", clerk, post={"nik": ANI["NIK"]})
    after_second = ask(f"/roster/ditahan/{second}/", clerk, post={"nik": BUDI["NIK"]})
    after_third = ask(f"/roster/ditahan/{third}/", clerk, post={"sex": "P", "nik": CITRA["NIK"]})

    assert after_first.url == f"/roster/ditahan/{second}/"
    assert after_second.url == f"/roster/ditahan/{third}/"
    assert after_third.url == "/roster/ditahan/"
    assert "Tidak ada baris yang ditahan" in ask("/roster/ditahan/", clerk).content.decode()
    assert (Enrolment.objects.count(), rows_held(centre.pk, 2022)) == (4, [])
    assert Load.objects.count() == 2


def test_a_day_of_repairs_is_undone_as_one_load(ask, three_held, clerk, centre, acting_as):
    for one in (ANI, BUDI):
        ask(f"/roster/ditahan/{row_id(one['Nama'])}/", clerk, post={"nik": one["NIK"]})

    with acting_as(clerk):
        undo(Load.objects.latest("pk"), actor=clerk)

    assert [row.code for row in rows_held(centre.pk, 2022)] == [
        "nik_length", "nik_missing", "sex_disagrees_with_nik",
    ]  # fmt: skip
    assert Enrolment.objects.count() == 1


def test_a_repair_that_fails_is_told_at_once_and_changes_nothing(ask, three_held, clerk, centre):
    held = row_id("Ani Lestari")

    answer = ask(f"/roster/ditahan/{held}/", clerk, post={"nik": BUDI["NIK"]})

    assert answer.status_code == 422
    assert "Belum dapat diterima" in answer.content.decode()
    assert BUDI["NIK"] in answer.content.decode()
    assert Load.objects.count() == 1
    assert row_id("Ani Lestari") == held


def test_nothing_changed_is_no_repair(ask, three_held, clerk):
    answer = ask(f"/roster/ditahan/{row_id('Ani Lestari')}/", clerk, post={"nik": "35100541"})

    assert answer.status_code == 422
    assert "Belum ada isian yang diubah" in answer.content.decode()


def test_a_repair_sent_twice_is_made_once(ask, three_held, clerk):
    held = row_id("Ani Lestari")
    ask(f"/roster/ditahan/{held}/", clerk, post={"nik": ANI["NIK"]})

    again = ask(f"/roster/ditahan/{held}/", clerk, post={"nik": ANI["NIK"]})

    assert again.url == "/roster/ditahan/"
    assert Enrolment.objects.count() == 2


def test_a_skipped_row_comes_round_again(ask, three_held, clerk):
    first, second, third = (row_id(one["Nama"]) for one in (ANI, BUDI, CITRA))

    assert ask(f"/roster/ditahan/?sesudah={first}", clerk).url == f"/roster/ditahan/{second}/"
    assert ask(f"/roster/ditahan/?sesudah={third}", clerk).url == f"/roster/ditahan/{first}/"


def test_the_queue_keeps_to_the_package_asked_for(ask, load, roster, clerk):
    load(roster({**ANI, "NIK": ""}), roster({**BUDI, "NIK": ""}, name="b.xlsx", package="INST-101"))
    budi = row_id("Budi Santoso")

    assert ask("/roster/ditahan/?paket=INST-101", clerk).url == f"/roster/ditahan/{budi}/?paket=INST-101"
    done = ask(f"/roster/ditahan/{budi}/?paket=INST-101", clerk, post={"nik": BUDI["NIK"]})
    assert done.url == "/roster/ditahan/?paket=INST-101"
    assert "Tidak ada lagi baris yang ditahan di pilihan ini" in ask(done.url, clerk).content.decode()


def test_rows_of_a_class_without_a_code_can_be_asked_for_apart(ask, load, roster, clerk):
    load(roster({**ANI, "NIK": ""}), roster(BUDI, {**CITRA, "NIK": ""}, name="b.xlsx", package=""))
    ani, budi = row_id("Ani Lestari"), row_id("Budi Santoso")
    page = ask(f"/roster/ditahan/{ani}/", clerk).content.decode()
    assert '<option value="-">tanpa kode, 2022 (2)</option>' in page
    assert ask("/roster/ditahan/?paket=-", clerk).url == f"/roster/ditahan/{budi}/?paket=-"


def test_a_lost_digit_is_not_taken_for_sound(ask, load, roster, clerk, tmp_path):
    book = openpyxl.load_workbook(roster(ANI))
    book.active["C7"] = int(ANI["NIK"])
    book.save(tmp_path / "angka.xlsx")
    load(tmp_path / "angka.xlsx")
    held = row_id("Ani Lestari")
    assert f'value="{ANI["NIK"][:15]}?"' in ask(f"/roster/ditahan/{held}/", clerk).content.decode()

    ask(f"/roster/ditahan/{held}/", clerk, post={"nik": ANI["NIK"]})

    assert Enrolment.objects.count() == 1


def test_the_known_person_stands_beside_and_may_be_the_same(ask, load, roster, clerk):
    load(roster(ANI))
    load(roster({**ANI, "Nama": "Sri Wahyuni"}, name="b.xlsx", package="INST-101"))
    held = row_id("Sri Wahyuni")
    page = ask(f"/roster/ditahan/{held}/", clerk).content.decode()
    assert "Orang dengan NIK ini sudah tercatat" in page
    assert "Ani Lestari" in page

    ask(
        f"/roster/ditahan/{held}/",
        clerk,
        post={"name": "Sri Wahyuni", "nik": ANI["NIK"], "same_person": "on"},
    )

    assert Enrolment.objects.count() == 2
    assert Person.objects.get().name == "Ani Lestari"


def test_a_known_person_of_another_centre_is_not_named(ask, load, roster, clerk, acting_as):
    load(roster(ANI))
    person = Person.objects.get()
    load(roster({**ANI, "Nama": "Sri Wahyuni"}, name="b.xlsx", package="INST-101"))
    held = row_id("Sri Wahyuni")
    ServiceLink.objects.filter(person=person).update(until="2022-12-31")

    page = ask(f"/roster/ditahan/{held}/", clerk).content.decode()
    told = {"name": "Sri Wahyuni", "nik": ANI["NIK"], "same_person": "on"}
    refused = ask(f"/roster/ditahan/{held}/", clerk, post=told)

    assert "milik seseorang dengan nama lain" in page
    assert "Ani Lestari" not in page
    assert refused.status_code == 422
    assert "Ani Lestari" not in refused.content.decode()


def test_the_repair_file_is_the_one_of_the_shell_and_is_noted(ask, three_held, clerk):
    answer = ask("/roster/ditahan/berkas.xlsx", clerk)

    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.active.max_row == 5
    entry = Entry.objects.get(verb="download_held_rows")
    assert (entry.actor, entry.details["rows"]) == (clerk, 3)


def test_a_blank_roster_comes_for_a_class_of_the_centre(ask, three_held, clerk):
    training_class = Enrolment.objects.get().training_class_id

    answer = ask(f"/roster/kosong/?training_class={training_class}", clerk)

    assert answer["Content-Disposition"] == 'attachment; filename="roster-inst-100-2022.xlsx"'
    assert ask("/roster/kosong/?training_class=999999", clerk).status_code == 400


ADDRESSES = [
    "/roster/muatan/{load}/", "/roster/muatan/{load}/kolom/", "/roster/muatan/{load}/jalankan/",
    "/roster/muatan/{load}/batalkan/", "/roster/ditahan/{row}/",
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_stranger_finds_nothing_and_an_instructor_may_not(ask, three_held, clerk, centre, address):
    path = address.format(load=three_held.pk, row=row_id("Ani Lestari"))
    stranger = network.member(Role.CENTRE_CLERK, network.organisation("BPVP Lain"), name="Orang Lain")
    instructor = network.member(Role.INSTRUCTOR, centre, name="Instruktur")

    assert ask(path, stranger).status_code == 404
    assert ask(path, instructor).status_code == 403
    assert ask(path, clerk).status_code in {200, 302}


@pytest.mark.parametrize("path", ["/roster/", "/roster/muat/", "/roster/ditahan/", "/roster/kosong/"])
def test_whose_work_it_is_not_is_told_so(ask, centre, path):
    instructor = network.member(Role.INSTRUCTOR, centre, name="Instruktur")

    assert ask(path, instructor).status_code == 403


def test_a_batch_of_somebody_else_is_not_there(ask, hand_in, roster, clerk, centre):
    with roster(ANI).open("rb") as file:
        placing = ask("/roster/muat/", clerk, post={"rosters": file})
    colleague = network.member(Role.CENTRE_CLERK, centre, name="Rekan")

    assert ask(placing.url, colleague).status_code == 404


@pytest.fixture
def untitled(load, tmp_path):
    """A class whose title says neither programme nor days, with one row that is wrong in itself."""
    rows = [
        person(**{"No. Sertifikat": one["NIK"][-4:], **one})
        for one in (ANI, {**BUDI, "NIK": "35100541"}, CITRA)
    ]
    return load(save(tmp_path / "tanpa-judul.xlsx", [["Paket: INST-100"], HEADINGS, *rows]))


TITLE = {"package": "INST-100", "programme": "Barista", "starts_on": "2022-08-04", "ends_on": "2022-09-04"}


def test_a_title_nobody_could_read_is_said_once_for_the_class(ask, untitled, clerk, centre, acting_as):
    opened = ask("/roster/ditahan/", clerk, follow=True)
    page = opened.content.decode()
    assert "3 peserta menunggu" in page
    assert "Nama program pelatihan tidak ditemukan" in page
    address = opened.redirect_chain[-1][0]

    wrong = ask(address, clerk, post={**TITLE, "ends_on": "2022-08-01"})
    assert (wrong.status_code, Enrolment.objects.count()) == (422, 0)
    done = ask(address, clerk, post=TITLE, follow=True).content.decode()

    assert "2 peserta paket itu diterima" in done
    assert [(row.row, row.code) for row in rows_held(centre.pk, 2022)] == [(4, "nik_length")]
    former = ask(f"/roster/muatan/{untitled.pk}/", clerk).content.decode()
    later = Load.objects.latest("pk")
    assert former.count(f'href="/roster/muatan/{later.pk}/"') == 3
    assert former.count("dinyatakan lagi di sana dan diterima") == 2
    assert former.count("dinyatakan lagi di sana dan ditahan") == 1
    assert (former.count(">sudah diperbaiki<"), former.count("semua sudah dinyatakan lagi") > 1) == (2, True)
    assert "semua sudah dinyatakan lagi" in ask("/roster/", clerk).content.decode()
    training_class = Enrolment.objects.first().training_class
    assert (training_class.programme.name, str(training_class.ends_on)) == ("Barista", "2022-09-04")
    ask(f"/roster/ditahan/{row_id('Budi Santoso')}/", clerk, post={"nik": BUDI["NIK"]})
    assert (Enrolment.objects.count(), rows_held(centre.pk, 2022)) == (3, [])
    with acting_as(clerk):
        for load in Load.objects.filter(pk__gt=untitled.pk).order_by("-pk"):
            undo(load, actor=clerk)
    assert (Enrolment.objects.count(), Person.objects.count()) == (0, 0)
    assert len(rows_held(centre.pk, 2022)) == 3
    assert "dinyatakan lagi" not in ask(f"/roster/muatan/{untitled.pk}/", clerk).content.decode()


def test_a_title_does_not_take_a_code_that_another_class_has(ask, untitled, load, roster, clerk):
    load(roster(DEWI, package="INST-777"))
    address = ask("/roster/ditahan/", clerk, follow=True).redirect_chain[-1][0]

    refused = ask(address, clerk, post={**TITLE, "package": "INST-777", "programme": "Las"})

    assert "sudah dipakai untuk Barista" in refused.content.decode()
    assert Enrolment.objects.count() == 1


def test_the_title_of_a_class_is_mended_by_those_who_load_for_its_centre(ask, untitled, clerk, centre):
    address = ask("/roster/ditahan/", clerk, follow=True).redirect_chain[-1][0]
    stranger = network.member(Role.CENTRE_CLERK, network.organisation("BPVP Lain"), name="Orang Lain")
    instructor = network.member(Role.INSTRUCTOR, centre, name="Instruktur")

    assert ask(address, stranger, post=TITLE).status_code == 404
    assert ask(address, instructor, post=TITLE).status_code == 403
    assert Enrolment.objects.count() == 0
