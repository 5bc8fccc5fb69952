"""The tables of the previous release, with rows in them, become those of this one and keep what they held."""

from __future__ import annotations

import json
import lzma
import subprocess
import time
from base64 import b64encode
from pathlib import Path

from faults.site import Installation
from titian.core.db.embedded import binary

PREVIOUS = (
    Path(__file__).parent / "data" / "release-781364a.sql.xz"
)  # the dump of a database of invented people
HELD = """
    SELECT (SELECT count(*) FROM people_person), (SELECT count(*) FROM training_enrolment),
        (SELECT count(*) FROM planning_trainingclass), (SELECT count(*) FROM rosters_stagedrow),
        (SELECT count(*) FROM people_employmentspell), (SELECT count(*) FROM evaluation_participation),
        (SELECT md5(string_agg(concat_ws('|', id, name, birth_date, sex, nik_hash, nik_cipher), ';' ORDER BY id))
         FROM people_person)
"""


WAITS_FOR_A_LOCK = "SELECT (count(*) > 0)::int FROM pg_locks WHERE NOT granted AND locktype = 'relation'"


def until(there: Installation, question: str, answer: int) -> None:
    """Wait until the database answers so."""
    deadline = time.monotonic() + 240
    while there.one(question) != answer:
        assert time.monotonic() < deadline, question
        time.sleep(0.2)


def previous(there: Installation) -> None:
    keys = {
        "secret": "s" * 48,
        "nik": {"1": b64encode(b"n" * 32).decode()},
        "nik_index": {"1": b64encode(b"i" * 32).decode()},
    }
    (there.home / "keys.json").write_text(json.dumps(keys))
    (there.home / "keys.json").chmod(0o600)
    subprocess.run(
        [binary("psql"), "-q", "-v", "ON_ERROR_STOP=1", "-h", str(there.server.socket), "-U", "titian_owner", "titian"],
        input=lzma.decompress(PREVIOUS.read_bytes()), check=True, capture_output=True,
    )  # fmt: skip


def test_a_database_of_the_previous_release_is_upgraded_and_keeps_its_rows(fresh_home, built):
    there = fresh_home("lama")
    with there.server.running(fast=True):
        previous(there)
        held = there.ask(HELD)
        assert held[0][0] == 80
        refused = there.run("worker")
        assert refused.returncode == 1
        assert "./titian upgrade" in refused.stderr

        upgrading = there.begin("upgrade")
        with there.connect() as reader:  # somebody's long report: no table it reads can be altered meanwhile
            reader.execute("SELECT count(*) FROM people_person")
            until(there, WAITS_FOR_A_LOCK, 1)
            until(there, WAITS_FOR_A_LOCK, 0)  # gave up its turn; nobody queues behind it for longer
        told = "".join(upgrading.communicate(timeout=400))

        assert upgrading.returncode == 0, told
        assert "Tabel sedang dipakai; dicoba lagi." in told
        assert there.ask(HELD) == held
        backups = list((there.home / "backups").iterdir())
        assert len(backups) == 1
        assert f"Cadangan: {backups[0]}" in told
        assert "Selesai" in told
        assert "sudah sesuai" in there.titian("upgrade")  # again: nothing left to do
        assert "KeyError" not in there.titian("evaluate", "--year", "2022", "--centre", "BPVP Banyuwangi")

        for station, before in (("rosters", "0007"), ("counselling", "0004")):  # there and back again
            there.titian("migrate", station, before)
        assert there.run("worker").returncode == 1
        there.titian("upgrade", "--without-backup")
        assert there.ask(HELD) == held

        there.ask("INSERT INTO django_migrations (app, name, applied) VALUES ('people', '9999_later', now())")
        for command in (["upgrade"], ["worker"]):
            done = there.run(*command)
            assert done.returncode == 1
            assert "lebih baru (people.9999_later)" in done.stderr
        there.ask("DELETE FROM django_migrations WHERE name = '9999_later'")
