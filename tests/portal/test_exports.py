"""A file that leaves is noted, counted, limited, and says who took it."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories.front_door import card
from titian.core.watermark import MARK, marked
from titian.evaluation.outputs.pdf import typeset
from titian.journal.models import Entry, Look

LIST = "/paket/daftar.csv"


def exports() -> list[tuple[str, dict]]:
    return list(Entry.objects.filter(verb="export").values_list("subject_type", "details"))


def test_a_file_is_noted_with_who_what_and_how_many_rows(world, get) -> None:
    clerk = world.users["centre_clerk"]
    answer = get(LIST, clerk)
    noted = Entry.objects.get(verb="export")
    assert (noted.actor, noted.subject_type) == (clerk, "portal:classes_csv")
    assert noted.details["kind"] == "csv"
    assert noted.details["rows"] == 1
    assert answer.content.decode().splitlines()[-1].startswith(f"# Diunduh oleh {clerk.username} pada ")


def test_a_spreadsheet_says_who_took_it_in_its_foot_and_its_notes(world, get) -> None:
    clerk = world.users["centre_clerk"]
    answer = get(f"/paket/{world.training_class.pk}/berkas/peserta.xlsx", clerk)
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert clerk.username in book.active.oddFooter.left.text
    assert clerk.username in book.properties.description
    ((page, told),) = exports()
    assert page == "portal:class_file"
    assert told["rows"] >= 8


def test_a_page_is_no_export(world, get) -> None:
    get("/paket/", world.users["centre_clerk"])
    assert exports() == []


def test_who_takes_too_many_waits(world, get, settings) -> None:
    settings.EXPORTS_AN_HOUR = 2
    clerk = world.users["centre_clerk"]
    assert [get(LIST, clerk).status_code for _turn in range(2)] == [200, 200]
    with CaptureQueriesContext(connection) as asked:
        refused = get(LIST, clerk)
    assert refused.status_code == 429
    assert "attachment" not in refused.headers.get("Content-Disposition", "")
    assert not [
        one["sql"] for one in asked if '"people_person"."name"' in one["sql"]
    ]  # the file was not even made
    assert get(LIST, world.users["centre_head"]).status_code == 200


def test_a_pdf_is_drawn_with_who_takes_it(monkeypatch) -> None:
    drawn = []
    monkeypatch.setattr(
        "titian.core.typeset.typst.compile", lambda *_given, **told: drawn.append(told) or b"%PDF-"
    )
    token = MARK.set("Diunduh oleh petugas")
    typeset({"title": "x"})
    MARK.reset(token)
    typeset({"title": "x"})
    assert [json.loads(told["sys_inputs"]["data"])["taken"] for told in drawn] == ["Diunduh oleh petugas", ""]


@pytest.mark.parametrize("content", [b"{}", b'{"a": 1}', b"[1]"])
def test_json_stays_json(content) -> None:
    told = json.loads(marked(content, "json", 'Diunduh oleh "siti" pada \\ hari ini'))
    assert isinstance(told, dict | list)


def test_what_is_no_package_of_ours_is_left_alone() -> None:
    assert marked(b"%PDF-1.7", "pdf", "x") == b"%PDF-1.7"


def test_printing_a_card_is_taking_a_file_and_unmasking_a_number(world, get, monkeypatch) -> None:
    monkeypatch.setattr("titian.core.typeset.typst.compile", lambda *_given, **_told: b"%PDF-")
    monkeypatch.setattr("titian.people.rules.NIK_LOOKS_AN_HOUR", 1)
    officer = world.users["regency_office"]
    path = f"/loket/kartu/{card(world.person, officer).pk}/ak1.pdf"
    assert get(path, officer).status_code == 200
    assert [page for page, _told in exports()] == ["people:card_pdf"]
    assert Look.objects.get(actor=officer, what="nik").reason == "Mencetak kartu AK/I"
    assert get(path, officer).status_code == 302
    assert Look.objects.filter(actor=officer, what="nik").count() == len(exports()) == 1
