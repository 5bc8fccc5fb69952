"""The steps by which the demo world comes to be; each is skipped once it is done."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from rich.console import Console

from titian.accounts.models import User
from titian.config.demo_start import STAMP
from titian.config.places import ROOT
from titian.core.errors import DomainError

CENTRE, YEAR = "BPVP Banyuwangi", 2022
NOTE = "titian.env"


def build() -> None:
    """Migrate, load the code lists and build the demo world; at once if all of it is there."""
    with _one_at_a_time():
        _remember_demo_mode()
        if _is_built():
            return
        screen = Console(stderr=True)
        with screen.status(_("Menyiapkan tabel ...")):
            _migrate()
        with screen.status(_("Memuat daftar kode ...")):
            call_command("codelists", "load", stdout=sys.stderr)
        screen.print(_("Membangun dunia peragaan ..."))
        call_command("seed_demo", stdout=sys.stderr)  # shows its own progress
        _stamp().write_text(_fingerprint())


def _migrate() -> None:
    """As the owner, in a process of its own: this one never holds more rights than the site."""
    if _migrations_wait():
        done = subprocess.run(
            [sys.executable, "-m", "titian", "migrate", "--verbosity", "0"], stdout=sys.stderr, check=False
        )
        if done.returncode != 0:
            raise DomainError(_("Tabel tidak dapat disiapkan; lihat pesan di atas."), code="migrate_failed")


def _migrations_wait() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _is_built() -> bool:
    if not _stamp().exists() or _stamp().read_text() != _fingerprint():
        return False
    return not _migrations_wait() and User.objects.filter(is_demo=True).exists()


def _stamp() -> Path:
    return Path(settings.HOME) / STAMP


def _fingerprint() -> str:
    """What the demo world is made from, and in which database."""
    made_from = hashlib.sha256()
    for folder in ("examples", "src/titian"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".csv", ".json", ".xlsx", ".ods", ".toml"}:
                found = path.stat()
                made_from.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    with connection.cursor() as cursor:
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        return json.dumps([made_from.hexdigest(), cursor.fetchone()[0]])


def _remember_demo_mode() -> None:
    """Later commands in this home find the demo without being told; the environment still wins."""
    note = Path(settings.HOME) / NOTE
    if not note.exists():
        note.write_text("TITIAN_MODE=demo\n")
        note.chmod(0o600)
    elif "TITIAN_MODE=demo" not in note.read_text().splitlines():
        raise DomainError(
            _("Di %(home)s ada instalasi sungguhan: pakai TITIAN_HOME lain untuk peragaan.")
            % {"home": settings.HOME},
            code="home_is_real",
        )


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    folder = os.open(settings.HOME, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
