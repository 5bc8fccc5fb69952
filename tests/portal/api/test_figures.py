"""Code lists, figures and what is public, for programmes."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from factories.standards import education, region
from titian.evaluation.actions import fold_touched
from titian.evaluation.indicators import REGISTRY
from titian.evaluation.models import PublicTable
from titian.journal.models import Entry
from titian.network.models import Role
from titian.standards.models import Region

READS = {"national_planner", "provincial_office", "regency_office", "centre_head", "centre_clerk"}
KNOWS = {"instructor", "insurer_officer", "administrator"}


def publish(world, year: int = 2022) -> None:
    PublicTable.objects.create(
        centre=world.centre,
        year=year,
        key="sex",
        cells={"rows": ["institutional"], "columns": ["L", "P"], "values": [[7, None, 10], [7, None, 10]]},
        as_of=date(2022, 12, 21),
        made_at=timezone.now(),
    )


@pytest.mark.parametrize("role", [*Role.values, "citizen", "other_clerk", "other_office"])
def test_every_role_reads_the_evaluation_it_reads_on_screen(ask, world, role: str) -> None:
    fold_touched()
    status = ask(f"/evaluation/centres/{world.centre.pk}/2022", user=world.users[role]).status_code

    assert status == (200 if role in READS else 403 if role in KNOWS else 404)


def test_the_document_is_the_file_of_the_evaluation_page(ask, get_page, world, key_of) -> None:
    fold_touched()
    by_token = ask(f"/evaluation/centres/{world.centre.pk}/2022", key_of("evaluation:read"))
    by_page = get_page(f"/evaluasi/{world.centre.pk}/2022/unduh.json", world.users["centre_clerk"])

    taken_away = json.loads(by_page.content)
    assert "user" in taken_away.pop("_unduhan")  # a file that leaves a screen says who took it
    assert by_token.json() == taken_away
    assert "Siti Rekaan" not in by_token.content.decode()
    kinds = (
        Entry.objects.filter(verb="download_evaluation")
        .order_by("pk")
        .values_list("details__kind", flat=True)
    )
    assert list(kinds) == ["api", "json"]


@pytest.mark.parametrize(
    ("path", "status"),
    [("2022?as_of=2021-01-01", 422), ("2022?as_of=besok", 422), ("2019", 404), ("1999", 422)],
)
def test_an_evaluation_that_cannot_be_given_is_refused_in_words(ask, world, key_of, path, status) -> None:
    answer = ask(f"/evaluation/centres/{world.centre.pk}/{path}", key_of())

    assert answer.status_code == status
    assert answer.json()["message"]


def test_the_centres_one_may_read_are_listed(ask, world, key_of) -> None:
    mine = ask("/evaluation/centres", key_of()).json()

    assert mine == [{"centre_id": world.centre.pk, "centre": "BPVP Banyuwangi", "years": [2022]}]


def test_definitions_and_published_tables_need_no_token(ask, world) -> None:
    publish(world)

    defined = ask("/evaluation/indicators").json()
    listed = ask("/public/centres").json()
    year = ask(f"/public/centres/{world.centre.pk}/2022").json()

    assert [one["code"] for one in defined] == [indicator.code for indicator in REGISTRY]
    assert listed == [{"centre_id": world.centre.pk, "centre": "BPVP Banyuwangi", "years": [2022]}]
    assert year["tables"][0]["values"] == [[7, None, 10], [7, None, 10]]
    assert ask(f"/public/centres/{world.other_centre.pk}/2022").status_code == 404


@pytest.mark.parametrize(
    "path", ["/codelists", "/codelists/fields", "/codelists/fields/versions", "/regions"]
)
def test_code_lists_are_for_those_who_signed_in_or_bring_a_token(ask, world, key_of, path: str) -> None:
    opened = [ask(path).status_code, ask(path, user=world.users["citizen"]).status_code]

    assert opened == [401, 200]
    assert ask(path, key_of("codelists:read")).status_code == 200
    assert ask(path, key_of("evaluation:read")).status_code == 403


def test_entries_carry_what_their_list_says_of_them(ask, world, key_of) -> None:
    education("S3", rank=10)

    entries = ask("/codelists/education", key_of()).json()

    found = next(entry for entry in entries["items"] if entry["code"] == "S3")
    assert found["attributes"] == {"rank": 10, "ipk_code": ""}


def test_regions_are_asked_for_by_level_parent_and_name_in_pages(ask, world, key_of) -> None:
    key = key_of()
    page = ask("/regions?level=2&parent=35&search=banyu", key).json()
    second = ask("/regions?limit=1&offset=1", key).json()

    assert [row["code"] for row in page["items"]] == ["35.10"]
    assert second["count"] == Region.objects.count()
    assert len(second["items"]) == 1


@pytest.mark.parametrize(
    "path",
    [
        "/codelists/tidak-ada",
        "/regions?parent=x",
        "/regions?limit=0",
        "/regions?search=%00a",
        "/regions?level=9",
    ],
)
def test_a_question_that_makes_no_sense_is_refused_in_words(ask, key_of, path: str) -> None:
    answer = ask(path, key_of())

    assert (answer.status_code, answer.json()["code"]) == (422, "input_not_valid")
    assert answer.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [("/tidak/ada", 404, "not_found"), ("/rosters/loads/1/undo", 405, "method_not_allowed")],
)
def test_what_is_not_there_is_told_like_everything_else(
    ask, world, path: str, status: int, code: str
) -> None:
    answer = ask(path)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer["Content-Type"] == "application/json"


def test_broken_json_is_refused_in_words(ask, key_of, client) -> None:
    answer = client.post(
        "/api/v1/rosters/loads/1/carry-out", "{", content_type="application/json",
        headers={"authorization": f"Bearer {key_of()}"},
    )  # fmt: skip

    assert (answer.status_code, answer.json()["code"]) == (400, "unreadable_request")


def test_the_public_asks_for_no_table_that_holds_people(ask, world) -> None:
    publish(world)
    for path in ["/public/centres", f"/public/centres/{world.centre.pk}/2022", "/evaluation/indicators"]:
        with CaptureQueriesContext(connection) as caught:
            assert ask(path).status_code == 200
        asked = " ".join(query["sql"] for query in caught)
        for table in ("people_", "training_", "placement_", "rosters_", "evaluation_participation"):
            assert table not in asked, (path, table)


@pytest.mark.parametrize(
    "path", ["/regions", "/codelists/education", "/codelists", "/evaluation/centres", "/public/centres"]
)
def test_lists_cost_the_same_whatever_their_length(ask, world, key_of, path: str) -> None:
    key = key_of()
    publish(world, 2021)

    def statements() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert ask(path, key).status_code == 200
        return len(caught)

    before = statements()
    for number in range(3):
        region(f"51.0{number + 5}")
        education(f"X{number}")
        publish(world, 2022 + number)
    assert statements() == before
    assert before <= 17  # two of them set and reset the role of the test
