"""Fill an empty database from a sealed file, and prove that it is what was backed up before it serves."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from titian.accounts.actions import system_actor
from titian.config.backups.sealed import open_sealed
from titian.config.backups.sums import Sums, sums
from titian.config.schema import unknown_to_this_release
from titian.core.access import acting_as
from titian.core.db.owner import connect_as_owner, environment_of_owner, program
from titian.core.db.walls import LEAKPROOF, breaches, functions_that_are_not_leakproof
from titian.core.errors import DomainError
from titian.journal.models import Entry


class Restored(NamedTuple):
    """What came back: when it was backed up, how much, and which marks only a superuser can set."""

    made_at: str
    tables: int
    rows: int
    unmarked: list[str]


def restore(path: Path) -> Restored:
    """Restore into an empty database: all of it or nothing; whatever does not equal the original is refused."""
    if not (settings.HOME / "keys.json").exists():
        raise DomainError(
            _("Kunci disimpan terpisah dari cadangan: letakkan keys.json (mode 0600) di %(home)s dahulu.")
            % {"home": settings.HOME},
            code="keys_missing",
        )
    try:
        file = path.open("rb")
    except OSError as fault:
        raise DomainError(
            _("Berkas %(path)s tidak dapat dibaca: %(fault)s.") % {"path": path, "fault": fault.strerror},
            code="backup_unread",
        ) from fault
    with file:
        head, pieces = open_sealed(file, settings.KEYS)
        contents = json.loads(next(pieces))
        _refuse_wrong_place(contents)
        _fill(pieces)
    _refuse_difference(contents["sums"])
    unmarked = _mark_leakproof()
    _refuse_open_walls()
    actor = system_actor("shell")
    with acting_as(actor.pk):
        Entry.write(actor, "restore_backup", "config.backup", made_at=head["made_at"])
    counts = [one for one in contents["sums"].values() if len(one) == 2]
    return Restored(head["made_at"], len(counts), sum(rows for rows, _sum in counts), unmarked)


def _refuse_wrong_place(contents: dict[str, Any]) -> None:
    if contents["demo"] and settings.PRODUCTION:
        raise DomainError(
            _("Cadangan ini berisi dunia peragaan: pulihkan dengan TITIAN_MODE=demo di TITIAN_HOME lain."),
            code="backup_is_demo",
        )
    if unknown := unknown_to_this_release((app, name) for app, name in contents["migrations"]):
        raise DomainError(
            _("Cadangan ini dibuat oleh Titian yang lebih baru (%(name)s): pasang versi itu dahulu.")
            % {"name": ".".join(unknown[0])},
            code="backup_is_newer",
        )
    with connect_as_owner() as database:
        found = database.execute(
            "SELECT EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r')"
        ).fetchone()
    if found == (True,):
        raise DomainError(
            _("Basis data ini sudah berisi. Pulihkan ke TITIAN_HOME lain atau ke basis data kosong."),
            code="database_not_empty",
        )


def _fill(pieces: Iterator[bytes]) -> None:
    """Feed pg_restore; it works in one transaction, which a broken file or a full disk undoes."""
    with connect_as_owner() as database:
        major = database.info.server_version // 10000
    command = [program("pg_restore", major), "--single-transaction", "--exit-on-error", "--no-owner"]
    command += [f"--dbname={settings.OWNER_DATABASE['NAME']}"]
    with tempfile.TemporaryFile() as complaints:
        with subprocess.Popen(
            command, env=environment_of_owner(), stdin=subprocess.PIPE, stdout=complaints, stderr=complaints
        ) as filling:
            assert filling.stdin is not None
            try:
                for piece in pieces:
                    filling.stdin.write(piece)
                filling.stdin.close()
            except BrokenPipeError:
                pass  # it stopped reading: it says why below
            except DomainError:
                filling.kill()
                raise
        if filling.returncode != 0:
            complaints.seek(0)
            raise DomainError(
                _("pg_restore gagal, tidak ada yang berubah: %(fault)s")
                % {"fault": complaints.read(2000).decode(errors="replace")},
                code="restore_failed",
            )


def _refuse_difference(expected: Sums) -> None:
    with connect_as_owner() as database:
        found = sums(database)
    with connect_as_owner(autocommit=True) as database:
        database.execute("ANALYZE")
    apart = sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name))
    if apart:
        raise DomainError(
            _("Hasil pemulihan tidak sama dengan aslinya; jangan dipakai. Berbeda: %(tables)s.")
            % {"tables": ", ".join(apart)},
            code="restore_differs",
        )


def _mark_leakproof() -> list[str]:
    """Mark again what a dump does not carry; on a server of another's only its superuser can, so name them."""
    unmarked = functions_that_are_not_leakproof()
    if unmarked and not settings.EXTERNAL_DATABASE:
        with psycopg.connect(host=str(settings.EMBEDDED.socket), user="postgres", dbname="titian") as server:
            for name in LEAKPROOF:
                server.execute(f"ALTER FUNCTION pg_catalog.{name} LEAKPROOF".encode())
        unmarked = functions_that_are_not_leakproof()
    return unmarked


def _refuse_open_walls() -> None:
    """Stand where the site will stand: every wall there, and nobody sees nobody's rows."""
    found = breaches()
    with acting_as(None), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_person")
        if seen := cursor.fetchone()[0]:
            found.append(f"people_person: {seen}")
    if found:
        raise DomainError(
            _("Dinding basis data tidak utuh; jangan dipakai: %(found)s.") % {"found": "; ".join(found)},
            code="walls_open",
        )
