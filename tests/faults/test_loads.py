"""A load that is killed, and two loads at once, leave whole files and nobody twice."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from titian.accounts.actions import system_actor
from titian.network.actions import load_network
from titian.rosters.actions.words import load_words
from titian.rosters.models import LoadedFile, LoadState, StagedRow
from titian.standards.actions import load_code_lists

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "examples" / "rosters-2022"
BOOTCAMP = SAMPLE / "bpvp-banyuwangi-bootcamp-2022.xlsx"
INDUSTRY = SAMPLE / "bpvp-banyuwangi-industri-2022.xlsx"
MOMENTS = 6  # kills at random moments; each costs one start of Python


@pytest.fixture
def centre(transactional_db: None) -> None:
    shell = system_actor("shell")
    load_code_lists(shell)
    load_network(shell)
    load_words(shell)


@pytest.fixture
def start_load(centre: None) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start loads; one that a failed test leaves behind would hold locks on the tables that are emptied next."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*files: Path) -> subprocess.Popen[bytes]:
        started.append(load_process(*files))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def load_process(*files: Path) -> subprocess.Popen[bytes]:
    """Start the command as a process of its own, as the serving role, on the database of this test."""
    name = connection.settings_dict["NAME"]
    if settings.EXTERNAL_DATABASE:
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    else:
        url = f"postgresql://titian_app@/{name}?host={settings.EMBEDDED.socket}"
    environment = {
        **os.environ,
        "TITIAN_MODE": "demo",
        "TITIAN_HOME": str(settings.HOME),
        "DATABASE_URL": url,
        "PYTHONPATH": str(ROOT / "src"),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "titian", "rosters", "load", *map(str, files)],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def finish(process: subprocess.Popen[bytes]) -> str:
    output, _none = process.communicate(timeout=120)
    assert process.returncode == 0, output.decode()
    return output.decode()


def tally() -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT (SELECT count(*) FROM people_person), (SELECT count(*) FROM training_enrolment),
                   (SELECT count(*) FROM planning_trainingclass), (SELECT count(*) FROM protection_cover),
                   (SELECT count(*) FROM certification_verdict), (SELECT count(*) FROM placement_outcomereport),
                   (SELECT count(*) FROM people_employmentspell),
                   (SELECT count(*) FROM training_trainingcertificate),
                   (SELECT count(*) FROM network_organisation WHERE NOT confirmed),
                   (SELECT count(*) FROM rosters_stagedrow WHERE live)
        """)
        return tuple(cursor.fetchone())


def test_a_load_killed_at_any_moment_leaves_whole_files_and_is_finished_by_the_next(start_load):
    chance = random.Random(2022)
    for _kill in range(MOMENTS):
        process = start_load(BOOTCAMP, INDUSTRY)
        time.sleep(chance.uniform(0.8, 5.0))
        process.kill()
        process.communicate()
        carried = set(LoadedFile.objects.filter(state=LoadState.CARRIED).values_list("name", flat=True))
        people = {BOOTCAMP.name: 80, INDUSTRY.name: 182}
        assert tally()[1] == sum(people[name] for name in carried)

    finish(start_load(BOOTCAMP, INDUSTRY))

    whole = tally()
    assert whole[1:3] == (262, 17)
    assert StagedRow.objects.filter(live=True).count() == 262 + 2 + 1
    finish(start_load(BOOTCAMP, INDUSTRY))
    assert tally() == whole


def test_two_loads_of_overlapping_files_at_once_double_nobody(start_load):
    first, second = start_load(BOOTCAMP, INDUSTRY), start_load(INDUSTRY, BOOTCAMP)
    finish(first)
    finish(second)

    assert tally()[1:3] == (262, 17)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT nik_hash) FROM people_person")
        people, niks = cursor.fetchone()
    assert people == niks
