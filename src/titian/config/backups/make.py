"""Write the whole database into one sealed file."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import psycopg
from django.conf import settings
from django.utils.translation import gettext as _

from titian.config.backups.sealed import PIECE, Sealer
from titian.config.backups.sums import LEFT_OUT, sums
from titian.core.db.owner import connect_as_owner, environment_of_owner, program
from titian.core.errors import DomainError


def back_up(out: Path, *, now: datetime) -> Path:
    """Write a backup to `out`, a file or a folder, and return where; a killed one leaves nothing under that name."""
    path = out / f"titian-{now:%Y%m%d-%H%M%S}.backup" if out.is_dir() else out
    if path.exists():
        raise DomainError(_("Berkas %(path)s sudah ada.") % {"path": path}, code="path_taken")
    with _whole_file(path) as file, connect_as_owner() as database:
        database.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        database.read_only = True
        ((snapshot,),) = database.execute("SELECT pg_export_snapshot()").fetchall()
        sealer = Sealer(file, settings.KEYS, {"made_at": datetime.now(UTC).isoformat(timespec="seconds")})
        sealer.write(json.dumps(_contents(database)).encode())
        _dump(snapshot, database.info.server_version // 10000, sealer)
    return path


def _contents(database: psycopg.Connection[tuple[Any, ...]]) -> dict[str, Any]:
    applied = database.execute("SELECT app, name FROM django_migrations ORDER BY 1, 2").fetchall()
    return {
        "demo": not settings.PRODUCTION,
        "server": database.info.server_version,
        "migrations": [list(one) for one in applied],
        "sums": sums(database),
    }


def _dump(snapshot: str, major: int, sealer: Sealer) -> None:
    """Pass on what pg_dump says of the very rows that were summed."""
    command = [program("pg_dump", major), "--format=custom", f"--snapshot={snapshot}"]
    command += [f"--exclude-table-data=public.{table}" for table in LEFT_OUT]
    with tempfile.TemporaryFile() as complaints:
        with subprocess.Popen(
            command, env=environment_of_owner(), stdout=subprocess.PIPE, stderr=complaints
        ) as dumping:
            assert dumping.stdout is not None
            piece = dumping.stdout.read(PIECE)
            while following := dumping.stdout.read(PIECE):
                sealer.write(piece)
                piece = following
        if dumping.returncode != 0:
            complaints.seek(0)
            raise DomainError(
                _("pg_dump gagal: %(fault)s") % {"fault": complaints.read(2000).decode(errors="replace")},
                code="dump_failed",
            )
        sealer.write(piece, last=True)


@contextmanager
def _whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Write beside the place and move there when all of it lies on the disk; for our own eyes only."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
    except OSError as fault:
        if fault.errno not in {errno.ENOSPC, errno.EDQUOT, errno.ENOENT, errno.EACCES, errno.EROFS}:
            raise
        raise DomainError(
            _("Cadangan tidak dapat ditulis ke %(path)s: %(fault)s.")
            % {"path": path, "fault": fault.strerror},
            code="backup_unwritten",
        ) from fault
    finally:
        draft.unlink(missing_ok=True)
