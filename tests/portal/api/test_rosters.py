"""Rosters handed in by a programme: staged, carried out, undone; nothing of a cell comes back."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories.rosters import HEADINGS, TITLE, person, save
from titian.accounts.actions import system_actor
from titian.network.models import Role
from titian.rosters.actions.words import load_words
from titian.rosters.models import Load, StagedRow
from titian.standards.actions import load_code_lists
from titian.training.models import Enrolment

ANI = {"No": 1, "Nama": "Ani Lestari", "NIK": "3510054107990001", "Tanggal Lahir": "01/07/1999", "L/P": "P"}
HELD = {"No": 2, "Nama": "Budi Santoso", "NIK": "351005020398", "Tanggal Lahir": "02/03/1998", "L/P": "L"}
PERSONAL = [
    "Ani Lestari",
    "Budi Santoso",
    "3510054107990001",
    "351005020398",
    "1999",
    "1998",
    "081234567890",
    "Srono",
]


@pytest.fixture
def files(world, tmp_path: Path):
    """The code lists and words, and two people on a sheet, one of whom cannot be known."""
    shell = system_actor("shell")
    load_code_lists(shell)
    load_words(shell)

    def write(*people: dict, name: str = "Daftar.xlsx") -> SimpleUploadedFile:
        rows = [person(**{"No. Sertifikat": f"001/{one['No']}", **one}) for one in people or (ANI, HELD)]
        path = save(tmp_path / name, [*TITLE, HEADINGS, *rows], sheet="INST-100 Barista")
        return SimpleUploadedFile(name, path.read_bytes())

    return write


@pytest.fixture
def hand_in(ask, key_of, files, world):
    key = key_of()

    def post(*uploads: SimpleUploadedFile, **more: object):
        told = {"centre_id": world.centre.pk, "year": 2022, "channel": "institutional", **more}
        return ask("/rosters/loads", key, post={**told, "files": list(uploads) or [files()]})

    post.key = key
    return post


def test_a_roster_is_staged_then_carried_out_then_undone(ask, hand_in) -> None:
    staged = hand_in()
    assert staged.status_code == 201, staged.content
    report = staged.json()
    load = f"/rosters/loads/{report['load']}"
    assert (report["files"][0]["state"], report["files"][0]["held"]) == ("staged", 1)
    assert not Enrolment.objects.filter(training_class__code="INST-100").exists()

    carried = ask(f"{load}/carry-out", hand_in.key, json={})
    assert carried.json()["files"][0]["state"] == "carried"
    assert Enrolment.objects.filter(training_class__code="INST-100").count() == 1

    assert ask(f"{load}/carry-out", hand_in.key, json={}).json()["code"] == "load_not_staged"
    assert ask(f"{load}/undo", hand_in.key, json={}).status_code == 200
    assert not Enrolment.objects.filter(training_class__code="INST-100").exists()
    assert ask(f"{load}/undo", hand_in.key, json={}).json()["code"] == "load_already_undone"


def test_no_answer_tells_what_a_cell_holds(ask, hand_in) -> None:
    load = hand_in().json()["load"]
    carried = ask(f"/rosters/loads/{load}/carry-out", hand_in.key, json={})

    for answer in [
        carried,
        ask("/rosters/loads", hand_in.key),
        ask(f"/rosters/loads/{load}", hand_in.key),
        ask("/rosters/held", hand_in.key),
    ]:
        assert answer.status_code == 200
        for word in PERSONAL:
            assert word not in answer.content.decode(), word


def test_a_held_row_is_told_by_its_place_with_the_cell_to_correct(ask, hand_in, world) -> None:
    load = hand_in().json()["load"]
    ask(f"/rosters/loads/{load}/carry-out", hand_in.key, json={})

    held = ask("/rosters/held", hand_in.key).json()

    row = held["items"][0]
    assert held["count"] == 1
    assert (row["file"], row["sheet"], row["package"], row["row"]) == (
        "Daftar.xlsx",
        "INST-100 Barista",
        "INST-100",
        8,
    )
    assert row["reasons"][0]["cells"] == ["C8"]
    assert ask(f"/rosters/held?centre_id={world.other_centre.pk}", hand_in.key).json()["count"] == 0


def test_sentences_come_in_the_language_asked_for(ask, hand_in, world) -> None:
    told = {
        language: ask("/rosters/loads/999999999", hand_in.key, **{"accept-language": language})
        for language in ("id", "en-GB,en;q=0.9", "fr")
    }

    assert [answer["Content-Language"] for answer in told.values()] == ["id", "en", "id"]
    names = {answer["Content-Disposition"] for answer in told.values()}
    assert names == {'attachment; filename="api.json"'}
    assert all(answer.json()["code"] == "not_found" for answer in told.values())


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"channel": "tidak_ada"}, 422, "channel_unknown"),
        ({"year": 1999}, 422, "input_not_valid"),
        ({"year": 2099}, 422, "year_out_of_range"),
        ({"centre_id": 0}, 422, "input_not_valid"),
        ({"centre_id": 2**40}, 404, "not_found"),
        ({"channel": "a\x00b"}, 422, "input_not_valid"),
    ],
)
def test_what_cannot_be_is_refused_in_words(hand_in, more: dict, status: int, code: str) -> None:
    answer = hand_in(**more)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["message"]


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("catatan.txt", b"halo"),
        SimpleUploadedFile("kosong.xlsx", b""),
        SimpleUploadedFile("rusak.xlsx", b"PK\x03\x04rusak"),
        SimpleUploadedFile("n" * 250 + ".xlsx", b"bukan lembar kerja"),
    ],
    ids=["text", "empty", "broken", "long name"],
)
def test_what_is_no_roster_is_refused_and_leaves_nothing(hand_in, upload) -> None:
    upload.seek(0)
    before = Load.objects.count()
    answer = hand_in(upload)

    assert answer.status_code == 422
    assert Load.objects.count() == before


def test_a_programme_of_another_centre_neither_sees_nor_does(ask, hand_in, key_of, world) -> None:
    load = hand_in().json()["load"]
    ask(f"/rosters/loads/{load}/carry-out", hand_in.key, json={})
    stranger = key_of(of=world.other_centre)

    assert ask(f"/rosters/loads/{load}", stranger).status_code == 404
    assert ask(f"/rosters/loads/{load}/undo", stranger, json={}).status_code == 404
    for path in ("/rosters/loads", "/rosters/held"):
        seen = ask(path, stranger).json()["items"]
        assert {row["centre_id"] for row in seen} <= {world.other_centre.pk}
    told = {"centre_id": world.centre.pk, "year": 2022, "channel": "institutional"}
    upload = SimpleUploadedFile("a.xlsx", b"x")
    assert ask("/rosters/loads", stranger, post={**told, "files": [upload]}).status_code == 404


def test_a_session_reads_and_writes_only_with_its_csrf_token(ask, hand_in, world, client) -> None:
    load = hand_in().json()["load"]
    client.handler.enforce_csrf_checks = True
    client.force_login(world.users["centre_clerk"])

    assert client.get(f"/api/v1/rosters/loads/{load}").status_code == 200
    refused = client.post(f"/api/v1/rosters/loads/{load}/undo")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")


@pytest.mark.parametrize("path", ["/rosters/loads", "/rosters/held"])
def test_one_row_costs_what_three_cost(ask, hand_in, files, path: str) -> None:
    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert ask(path, hand_in.key).status_code == 200
        return len(caught)

    def take(number: int) -> None:
        one = {**HELD, "No": number, "NIK": f"3510050203{number:02}"}
        load = hand_in(files(one, {**ANI, "No": 50 + number}, name=f"{number}.xlsx")).json()["load"]
        ask(f"/rosters/loads/{load}/carry-out", hand_in.key, json={})
        StagedRow.objects.filter(load=load, verdict="held").update(live=True)

    take(1)
    one = statements()
    take(2)
    take(3)
    assert statements() == one
    assert one <= 15 + 2  # the test itself sets and resets the role


ROLES_THAT_LOAD = {"centre_head", "centre_clerk"}


def test_every_role_has_the_rights_of_the_screens(ask, hand_in, world) -> None:
    load = hand_in().json()["load"]
    answered = {
        role: (
            ask(f"/rosters/loads/{load}", user=world.users[role]).status_code,
            ask(f"/rosters/loads/{load}/undo", user=world.users[role], json={}).status_code,
        )
        for role in [*Role.values, "citizen", "other_clerk", "other_office"]
    }

    assert {role for role, statuses in answered.items() if statuses == (200, 422)} == ROLES_THAT_LOAD
    assert {role for role, statuses in answered.items() if statuses == (403, 403)} == {
        "national_planner",
        "instructor",
    }
    assert len([statuses for statuses in answered.values() if statuses == (404, 404)]) == len(answered) - 4
