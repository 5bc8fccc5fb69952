"""What the sheets of a roster say of their classes, and what nobody says stays unknown."""

from __future__ import annotations

import pytest

from factories import network as network_factory
from factories.rosters import HEADINGS, TITLE, person, save
from rosters.conftest import ANI, BUDI, CITRA
from titian.accounts.actions import system_actor
from titian.certification.models import Verdict
from titian.core.errors import DomainError
from titian.network.models import Role
from titian.planning.models import TrainingClass
from titian.rosters.actions import RosterFile, load_rosters
from titian.rosters.models import StagedRow
from titian.rosters.queries.partners import body_by_name
from titian.training.models import Enrolment


def numbered(one, **more):
    """Return a good row of this person with a certificate number of its own."""
    return person(**{"No. Sertifikat": one["NIK"][-4:], **one, **more})


def test_two_rosters_on_one_sheet_become_two_classes(load, tmp_path):
    lower = [[cell.replace("INST-100", "INST-101") for cell in row] for row in TITLE]
    lower[0] = ["DAFTAR PESERTA PELATIHAN MENJAHIT"]
    lower[3] = ["Tanggal 3 Oktober 2022 s.d. 28 Oktober 2022"]
    signature = [[], ["", "Mengetahui,"], ["", "Kepala"], [], ["", "Drs. Contoh"], ["", "NIP. 19700101"], []]
    path = save(
        tmp_path / "dua.xlsx", [*TITLE, HEADINGS, numbered(ANI), *signature, *lower, HEADINGS, numbered(BUDI)]
    )

    load(path)

    told = Enrolment.objects.order_by("training_class__code").values_list(
        "training_class__code", "training_class__programme__name", "person__name", "source__row"
    )
    assert list(told) == [
        ("INST-100", "Barista", "Ani Lestari", 7), ("INST-101", "Menjahit", "Budi Santoso", 21),
    ]  # fmt: skip


def test_a_fund_nobody_names_stays_unknown_and_a_wave_is_kept(load, roster, tmp_path):
    title = [*TITLE[:2], ["Kejuruan: Processing   Paket: INST-100   Gelombang: II"], TITLE[3], []]
    load(save(tmp_path / "tanpa-dana.xlsx", [*title, HEADINGS, numbered(ANI)]))
    load(roster(BUDI, name="institusional tahap 3.xlsx", package="INST-101"))

    told = TrainingClass.objects.order_by("code").values_list("code", "fund", "wave")

    assert list(told) == [("INST-100", None, "2"), ("INST-101", "APBN", "3")]


def test_the_body_that_assessed_is_that_of_the_row_else_of_the_title_else_of_the_load(
    load, centre, tmp_path, clerk, acting_as
):
    headings = [*HEADINGS, "LSP"]
    title = [*TITLE[:4], ["LSP: LSP BLK Surabaya"], []]
    judged = {"Uji Kompetensi": "K"}
    named = save(
        tmp_path / "a.xlsx",
        [*title, headings, [*numbered(ANI, **judged), "LSP BLK Sidoarjo"], [*numbered(BUDI, **judged), ""]],
    )
    silent = save(
        tmp_path / "b.xlsx",
        [
            *[[cell.replace("INST-100", "INST-101") for cell in row] for row in TITLE],
            HEADINGS,
            numbered(CITRA, **judged),
        ],
    )
    load(named)
    with acting_as(clerk):
        load_rosters(
            [RosterFile(silent, "institutional", "", body_by_name("LSP BLK Jombang"))],
            centre=centre, year=2022, actor=clerk,
        )  # fmt: skip

    told = dict(Verdict.objects.values_list("enrolment__person__name", "body__name"))

    assert told == {
        "Ani Lestari": "LSP BLK Sidoarjo", "Budi Santoso": "LSP BLK Surabaya", "Citra Dewi": "LSP BLK Jombang",
    }  # fmt: skip


def test_a_body_nobody_knows_is_named_and_never_guessed(load, tmp_path):
    path = save(
        tmp_path / "a.xlsx",
        [*TITLE, [*HEADINGS, "LSP"], [*numbered(ANI, **{"Uji Kompetensi": "K"}), "LSP Entah"]],
    )

    found = load(path)

    row = StagedRow.objects.get(load=found)
    assert (row.verdict, row.warnings) == ("warning", ["certification_body_unknown"])
    assert Verdict.objects.get().body is None


def test_no_centre_that_hands_its_rosters_in_answers_for_them(centre, roster, acting_as):
    guided = network_factory.organisation("BLK Komunitas Contoh", "blk_komunitas")
    network_factory.supervise(centre, guided)
    operator = network_factory.member(Role.CENTRE_CLERK, guided, name="Operator Contoh")
    file = RosterFile(roster(ANI), "community")

    for user in (operator, system_actor("shell")):
        with acting_as(user), pytest.raises(DomainError) as refusal:
            load_rosters([file], centre=guided, year=2022, actor=user)
        assert refusal.value.code == "centre_not_responsible"
        assert "BPVP Banyuwangi" in refusal.value.message


def test_a_code_of_another_class_is_held_however_often_it_is_loaded(load, roster):
    load(roster(ANI))
    other = roster(BUDI, name="lain.xlsx", programme="LAS")

    found = [load(other) for _time in range(2)]

    assert [StagedRow.objects.get(load=one).codes for one in found] == [["package_taken"], ["package_taken"]]
    told = Enrolment.objects.values_list("person__name", "training_class__programme__name")
    assert list(told) == [("Ani Lestari", "Barista")]
