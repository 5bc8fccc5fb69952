"""Published numbers of unemployed people: recorded with their source, refused whole where a row is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from titian.accounts.actions import system_actor
from titian.journal.models import Entry
from titian.standards.actions import load_code_lists
from titian.standards.models import UnemployedCount
from titian.standards.queries import unemployed_people

pytestmark = pytest.mark.database

HEAD = "region,year,people,source\n"
SOURCE = "BPS, Sakernas Agustus 2023"


@pytest.fixture
def lists(db: None) -> None:
    load_code_lists(system_actor("shell"))


def load(folder: Path, text: str, capsys: pytest.CaptureFixture[str]) -> str:
    path = folder / "penganggur.csv"
    path.write_text(text, encoding="utf-8")
    call_command("unemployed", "load", str(path))
    return capsys.readouterr().out


def test_what_comes_with_the_product_is_known_and_other_years_are_not(lists):
    assert unemployed_people("35", 2022) == 1_260_000
    assert unemployed_people("35", 2023) is None


def test_a_year_of_a_province_and_a_regency_is_added_and_corrected_once(lists, tmp_path, capsys):
    text = HEAD + f'35,2023,1170000,"{SOURCE}"\n35.10,2023,40000,"{SOURCE}"\n'
    assert load(tmp_path, text, capsys).startswith("2 ")
    assert load(tmp_path, text, capsys).startswith("0 ")
    assert load(tmp_path, text.replace("1170000", "1175000"), capsys).startswith("1 ")
    assert unemployed_people("35", 2023) == 1_175_000
    assert unemployed_people("35.10", 2023) == 40_000
    assert Entry.objects.filter(verb="record_unemployed").count() == 2


def test_what_an_office_recorded_outlives_a_newer_list_of_the_product(lists, tmp_path, capsys):
    load(tmp_path, HEAD + f'35,2022,1255000,"{SOURCE}"\n', capsys)
    UnemployedCount.objects.filter(year=2022).update(people=1_255_000)
    load_code_lists(system_actor("shell"))
    assert unemployed_people("35", 2022) == 1_255_000


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("wilayah,tahun\n35,2022\n", "region,year,people,source"),
        (HEAD + f'99,2023,10,"{SOURCE}"\n', "Baris 2: wilayah 99"),
        (HEAD + f'35,23,10,"{SOURCE}"\n', "Baris 2: tahun"),
        (HEAD + f'35,2024,10,"{SOURCE}"\n35,2023,"1.260.000","{SOURCE}"\n', "Baris 3: jumlah orang"),
        (HEAD + "35,2023,10,\n", "Baris 2: sumber"),
        (HEAD + "35,2023\n", "Baris 2: jumlah orang"),
    ],
)
def test_a_wrong_file_is_told_and_stores_nothing(lists, tmp_path, capsys, text, told):
    before = UnemployedCount.objects.count()
    with pytest.raises(CommandError, match=told.replace(".", r"\.")):
        load(tmp_path, text, capsys)
    assert UnemployedCount.objects.count() == before


def test_a_file_that_is_no_text_is_told(lists, tmp_path, capsys):
    (tmp_path / "penganggur.csv").write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(CommandError, match="tidak dapat dibaca"):
        call_command("unemployed", "load", str(tmp_path / "penganggur.csv"))
