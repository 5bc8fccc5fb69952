"""The same questions and verbs from a shell."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from factories.network import member, organisation
from factories.participation import small_plan, small_year
from titian.evaluation.models import Participation
from titian.journal.models import Entry
from titian.network.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def year():
    made = small_year()
    small_plan(made)
    return made


def run(*words, **options):
    told = StringIO()
    call_command(*words, stdout=told, **options)
    return told.getvalue()


def asked(**options):
    return run("evaluate", year=2022, centre="BPVP Kecil", **options)


def test_json_is_all_that_is_printed(year):
    data = json.loads(asked(format="json"))
    assert (data["centre"], data["year"], data["seats"]) == ("BPVP Kecil", 2022, 6)


def test_a_centre_is_known_by_any_spelling(year):
    data = json.loads(run("evaluate", year=2022, centre="bpvp  kecil", format="json"))
    assert data["centre"] == "BPVP Kecil"


def test_the_table_names_centre_and_counts(year):
    told = asked(format="table")
    assert "BPVP Kecil" in told
    assert "Institusional" in told


@pytest.mark.parametrize(("kind", "start"), [("pdf", b"%PDF"), ("xlsx", b"PK"), ("json", b"{")])
def test_files_are_written_where_asked(year, tmp_path, kind, start):
    target = tmp_path / f"evaluasi.{kind}"
    assert str(target) in asked(format=kind, out=target)
    assert target.read_bytes().startswith(start)
    assert Entry.objects.filter(verb="download_evaluation").count() == 1


def test_a_spreadsheet_needs_a_place(year):
    with pytest.raises(CommandError, match="--out"):
        asked(format="xlsx")


def test_as_of_takes_later_facts_away(year):
    assert json.loads(asked(format="json", as_of="2022-06-15"))["seats"] == 4


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"as_of": "21 Desember"}, "tidak terbaca"),
        ({"as_of": "2022-13-01"}, "tidak terbaca"),
        ({"as_of": "2999-01-01"}, "belum terjadi"),
        ({"username": "nobody"}, "nobody"),
    ],
)
def test_what_cannot_be_answered_is_said_in_a_sentence(year, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        asked(**options)


def test_an_unknown_centre_is_said_in_a_sentence(year):
    with pytest.raises(CommandError, match="Entah"):
        run("evaluate", year=2022, centre="BPVP Entah")


def test_a_year_without_classes_is_said_in_a_sentence(year):
    with pytest.raises(CommandError, match="2019"):
        run("evaluate", year=2019, centre="BPVP Kecil")


def test_who_may_not_read_is_refused(year):
    stranger = member(Role.CENTRE_CLERK, organisation("BPVP Lain", region_code="51.03"))
    with pytest.raises(CommandError, match="tidak berwenang"):
        asked(username=stranger.username)


def test_an_office_reads_its_own_people(year):
    jember = member(Role.REGENCY_OFFICE, organisation("Disnaker Jember", "agency_regency", "35.09"))
    assert asked(username=jember.username, format="table")


def test_fold_rebuild_and_publish(year):
    assert run("evaluation", "fold") == "6 catatan kepesertaan dilipat.\n"
    assert run("evaluation", "rebuild") == "6 catatan kepesertaan dibangun.\n"
    assert Participation.objects.count() == 6
    assert run("evaluation", "publish", centre="BPVP Kecil", year=2022) == "11 tabel publik diterbitkan.\n"


def test_publish_needs_centre_and_year(year):
    with pytest.raises(CommandError, match="--centre"):
        run("evaluation", "publish")
