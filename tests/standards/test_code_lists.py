from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from titian.accounts.actions import system_actor
from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.standards import queries
from titian.standards.actions import LoadedList, load_code_lists
from titian.standards.files import FOLDER, code_files
from titian.standards.models import (
    Channel,
    CodeRelease,
    EducationLevel,
    Field,
    FieldAlias,
    Fund,
    JobStatus,
    Occupation,
    Region,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor() -> User:
    return system_actor("shell")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the repository's code lists, to change."""
    return Path(shutil.copytree(FOLDER, tmp_path / "data"))


def _release(folder: Path, old: str, new: str, *, file: str, without: str) -> None:
    """Publish a newer version of a list, less one line."""
    manifest = folder / "manifest.csv"
    manifest.write_text(manifest.read_text().replace(old, new))
    path = folder / file
    path.write_text(
        "".join(line for line in path.read_text().splitlines(True) if not line.startswith(without))
    )


def test_every_code_list_is_loaded_whole(actor: User) -> None:
    load_code_lists(actor)

    assert queries.regions_by_level() == {1: 38, 2: 514, 3: 7285}
    by_level = {level: Occupation.objects.filter(level=level).count() for level in (1, 2, 3, 4)}
    assert by_level == {1: 10, 2: 43, 3: 130, 4: 436}
    assert Field.objects.count() == 22
    assert Field.objects.filter(occupations=None).count() == 0
    assert JobStatus.objects.count() == 10
    assert len(queries.held_lists()) == len(code_files()) == CodeRelease.objects.count()


def test_region_levels_and_parents_come_from_the_code(actor: User) -> None:
    load_code_lists(actor)

    district = Region.objects.get(code="35.10.01")
    assert (district.level, district.parent_id) == (3, "35.10")
    assert Region.objects.get(code="35.10").name_key == "kabupatenbanyuwangi"
    assert Region.objects.get(code="35.74").is_city
    assert not Region.objects.get(code="35.13").is_city


def test_both_readings_of_formal_differ_where_an_employer_pays_staff(actor: User) -> None:
    load_code_lists(actor)

    readings = {
        status.code: (status.statistics_reading, status.centre_reading, status.own_business)
        for status in JobStatus.objects.all()
    }
    assert readings["employer_permanent"] == ("formal", "informal", True)
    assert readings["own_business_unknown"] == ("unknown", "informal", True)
    assert readings["casual_unknown"] == ("informal", "informal", False)
    assert readings["unpaid_family"] == ("informal", "not_counted", False)
    assert readings["not_working"] == ("not_counted", "not_counted", False)


def test_equivalent_schooling_shares_a_rank(actor: User) -> None:
    load_code_lists(actor)

    ranks = dict(EducationLevel.objects.values_list("code", "rank"))
    assert ranks["SMA"] == ranks["SMK"] == ranks["PAKET_C"]
    assert ranks["SD"] == ranks["PAKET_A"] < ranks["SMP"] == ranks["PAKET_B"]


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("las", "welding"),
        ("Teknik Las", "welding"),
        ("WELDING", "welding"),
        ("Garmen Apparel", "garment"),
        ("Fashion Technology", "garment"),
        ("TIK", "ict"),
        ("Teknologi Pengolahan Pertanian", "food_processing"),
        ("Processing", "food_processing"),
        ("Bisnis dan Manajemen", "business_management"),
    ],
)
def test_a_field_is_found_by_every_spelling(actor: User, spelling: str, code: str) -> None:
    load_code_lists(actor)

    from_key = "".join(letter for letter in spelling.lower() if letter.isalnum())
    assert queries.field_names().whole[from_key] == {code}


def test_field_match_goes_from_job_title_over_occupation_to_field(actor: User) -> None:
    load_code_lists(actor)

    occupation = queries.occupations_by_title()
    matching = queries.field_occupations()
    assert ("welding", occupation["welder"]) in matching
    assert ("tourism", occupation["barista"]) in matching
    assert ("refrigeration", occupation["teknisiac"]) in matching
    assert ("welding", occupation["kasir"]) not in matching
    assert not [field for field, code in matching if code == occupation["helper"]]


def test_an_entry_is_found_by_code_or_name_in_either_language(actor: User) -> None:
    load_code_lists(actor)

    funds = queries.codes_by_spelling(Fund)
    assert funds["bantuanblkk"] == funds["blkkgrant"] == "BLKK_GRANT"
    assert funds["apbn"] == "APBN"
    assert funds["apbd"] == "APBD"
    assert queries.codes_by_spelling(Channel)["blkkomunitas"] == "community"


def test_a_second_load_changes_nothing_and_asks_one_question(
    actor: User, django_assert_num_queries: object
) -> None:
    load_code_lists(actor)
    entries = Entry.objects.count()

    with django_assert_num_queries(3):  # type: ignore[operator]  # the savepoint and the releases held
        assert load_code_lists(actor) == []
    assert Entry.objects.count() == entries == 1


def test_an_entry_missing_from_a_newer_release_is_retired_and_comes_back(actor: User, folder: Path) -> None:
    load_code_lists(actor, folder=folder)
    original = (folder / "channels.csv").read_text()
    _release(folder, "channels,2026-11", "channels,2027-01", file="channels.csv", without="mtu,")

    assert load_code_lists(actor, folder=folder) == [LoadedList("channels", "2027-01", 7, 0, 1)]
    assert Channel.objects.get(code="mtu").retired
    assert "mtu" not in queries.codes_by_spelling(Channel)

    (folder / "channels.csv").write_text(original)
    manifest = folder / "manifest.csv"
    manifest.write_text(manifest.read_text().replace("channels,2027-01", "channels,2027-02"))
    load_code_lists(actor, folder=folder)
    assert not Channel.objects.get(code="mtu").retired


def test_a_changed_list_without_a_new_version_is_refused(actor: User, folder: Path) -> None:
    load_code_lists(actor, folder=folder)
    path = folder / "funds.csv"
    path.write_text(path.read_text().replace("Sumber lain", "Lain"))

    with pytest.raises(DomainError) as refusal:
        load_code_lists(actor, folder=folder)
    assert refusal.value.code == "code_list_changed_without_version"
    assert Fund.objects.get(code="OTHER").name == "Sumber lain"


def test_no_two_fields_share_a_spelling(actor: User) -> None:
    load_code_lists(actor)

    assert FieldAlias.objects.count() == len(set(FieldAlias.objects.values_list("name_key", flat=True)))
