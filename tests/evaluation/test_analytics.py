"""Every engine gives the same answers, and files are made only of everything."""

from __future__ import annotations

import shutil
import stat
from importlib.util import find_spec

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pyarrow.parquet import ParquetFile

from factories.network import member, organisation
from factories.participation import small_year
from titian.core.errors import DomainError
from titian.evaluation.actions import fold_touched
from titian.evaluation.actions.export_records import export_records
from titian.evaluation.analytics.answers import analysed
from titian.evaluation.analytics.engine import engine_of_the_setting
from titian.evaluation.jobs import export_records_nightly
from titian.evaluation.models import Participation
from titian.evaluation.queries import cells
from titian.evaluation.queries.cohort import DIMENSIONS
from titian.journal.models import Entry
from titian.network.models import Role

from .test_rollups import question

pytestmark = pytest.mark.django_db
needs_spark = pytest.mark.skipif(
    not (find_spec("pyspark") and shutil.which("java")),
    reason="needs pyspark (./titian bench installs it) and Java (apt install openjdk-17-jre-headless)",
)


@pytest.fixture
def nation():
    return member(Role.NATIONAL_PLANNER, organisation("Kemnaker", "directorate_general", "31.71"))


@pytest.mark.parametrize("name", ["duckdb", pytest.param("local[2]", marks=needs_spark)])
def test_engines_answer_as_postgresql_does(acting_as, nation, tmp_path, settings, name):
    year, folder = small_year(), tmp_path / "records"
    fold_touched()
    settings.ANALYTICS_ENGINE = name
    with acting_as(nation):
        assert export_records(folder, actor=nation) == 6
        engine = engine_of_the_setting(folder)
        for asked in (
            question(year),
            question(year, kept=(("sex", ("P",)), ("channel", ("institutional",)))),
            question(year, needs=frozenset({"passed", "wage"})),
            question(year, needs=frozenset({"fill"})),
        ):
            expected = cells._counted(asked, tuple(DIMENSIONS))
            answer = analysed(engine, asked, tuple(DIMENSIONS))
            assert differences(answer, expected) == []
            assert answer == expected
    engine.close()


def differences(answer, expected):
    """Name what differs: two engines' whole answers are too long to be read side by side."""
    assert {cut: set(rows) for cut, rows in answer.items()} == {
        cut: set(rows) for cut, rows in expected.items()
    }
    return [
        (cut, code, part, row[part], value)
        for cut, rows in answer.items()
        for code, row in rows.items()
        for part, value in expected[cut][code].items()
        if part not in row or row[part] != value
    ]


def test_files_are_partitioned_and_only_their_owner_reads_them(acting_as, nation, tmp_path):
    small_year()
    fold_touched()
    with acting_as(nation):
        export_records(tmp_path / "records", actor=nation)
        export_records(tmp_path / "records", actor=nation)
    files = list((tmp_path / "records").rglob("*.parquet"))
    assert {path.parent.name for path in files} == {"year=2022"}
    assert {path.parent.parent.name for path in files} >= {"province=35"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert [path.name for path in tmp_path.iterdir()] == ["records"]
    assert Entry.objects.filter(verb="export_records").count() == 2


def test_a_nation_is_written_in_few_parts_however_postgresql_sends_it(acting_as, nation, tmp_path):
    """Each record a batch of its own took a nation's memory; 300 of one province and year are one row group."""
    small_year()
    fold_touched()
    names = ", ".join(
        field.column for field in Participation._meta.concrete_fields if field.column != "enrolment_id"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO evaluation_participation (enrolment_id, {names})"
            f" SELECT 9000000 + number, {names} FROM generate_series(1, 300) AS number,"
            " (SELECT * FROM evaluation_participation WHERE province = '35' LIMIT 1) AS one"
        )
    with acting_as(nation):
        export_records(tmp_path / "records", actor=nation)
    (path,) = (tmp_path / "records" / "province=35" / "year=2022").glob("*.parquet")
    held = ParquetFile(path)
    assert held.metadata.num_rows > 300
    assert held.metadata.num_row_groups == 1


def test_who_sees_a_part_may_neither_export_nor_analyse(acting_as, tmp_path):
    year = small_year()
    head = member(Role.CENTRE_HEAD, year.centre)
    with acting_as(head), pytest.raises(DomainError) as refusal:
        export_records(tmp_path / "records", actor=head)
    assert refusal.value.code == "export_of_a_part"
    assert not (tmp_path / "records").exists()


def test_a_question_names_what_it_cannot_answer(acting_as, nation, tmp_path, settings):
    settings.ANALYTICS_FOLDER = tmp_path / "none"
    with pytest.raises(DomainError) as refusal:
        engine_of_the_setting(tmp_path / "none")
    assert refusal.value.code == "records_not_exported"
    with pytest.raises(CommandError):
        call_command("analyse", "--figure", "no_such_figure")


def test_the_files_are_renewed_at_night_only_where_that_was_asked_for(tmp_path, settings):
    small_year()
    settings.ANALYTICS_FOLDER = tmp_path / "records"

    settings.ANALYTICS_NIGHTLY = False
    assert export_records_nightly(0) == 0
    assert not settings.ANALYTICS_FOLDER.exists()

    settings.ANALYTICS_NIGHTLY = True
    assert [export_records_nightly(0) for _night in range(2)] == [6, 6]
    assert list(settings.ANALYTICS_FOLDER.rglob("*.parquet"))
