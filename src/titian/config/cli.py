"""One door for every command: it prepares the environment, has a server running, and speaks plainly."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import django
import psycopg
from django.conf import settings
from django.core.management import BaseCommand, CommandError, ManagementUtility
from django.db import OperationalError, ProgrammingError, connections
from django.utils import translation
from psycopg.errors import DiskFull, LockNotAvailable, UndefinedColumn, UndefinedTable

from titian.config import checks, helptext
from titian.config.demo_start import head_start
from titian.config.keys import keys_of
from titian.config.places import home
from titian.config.readiness import SETUP
from titian.core.db.embedded import ServerUnavailable
from titian.core.errors import DomainError

OF_THE_OWNER = {
    "migrate", "makemigrations", "sqlmigrate", "showmigrations", "squashmigrations", "optimizemigration",
    "lintmigrations",
}  # fmt: skip
PREPARING = OF_THE_OWNER | {"init", "doctor", "restore", "makemessages", "compilemessages"}
LOCK_TIMEOUT = "5s"  # longer, and every page would queue behind the waiting migration
WITHOUT_SERVER = {"makemessages", "compilemessages", "doctor", "admissions"}  # what a file alone answers


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    name = arguments[0] if arguments else "help"
    if name in {"help", "-h", "--help"}:
        sys.stdout.write(helptext.text() + "\n")
        return 0
    if name == "test":
        return checks.test(arguments[1:])
    if name == "check":
        return checks.check(arguments[1:])
    if name == "bench":
        return checks.bench(arguments[1:])
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # asked to end: undo and stop in order
    try:
        _prepare(name)
        with _head_start(name, arguments), _server(name):
            django.setup()
            translation.activate(os.environ.get("TITIAN_LANGUAGE", "id"))
            _SpeakingPlainly(["titian", *arguments]).execute()
    except (ServerUnavailable, DomainError) as refusal:
        return _say(str(refusal))
    except (OperationalError, psycopg.OperationalError) as fault:
        cause = fault if isinstance(fault, psycopg.OperationalError) else fault.__cause__
        if isinstance(cause, LockNotAvailable):
            _say(
                "Tabel sedang dipakai pekerjaan lain; tidak ada yang berubah, coba lagi sebentar lagi. / A table is in "
                "use; nothing was changed, try again in a moment."
            )
            return os.EX_TEMPFAIL
        if isinstance(cause, DiskFull):
            return _say(
                "Disk basis data penuh; tidak ada yang berubah. Kosongkan ruang, lalu ulangi perintah yang sama. / The "
                "disk of the database is full; nothing was changed. Free some space, then repeat the command."
            )
        return _say(
            "Basis data tidak dapat dihubungi: jalankan ./titian doctor. / The database cannot be reached: "
            f"run ./titian doctor.\n{str(fault).splitlines()[0]}"
        )
    except ProgrammingError as fault:
        if not isinstance(fault.__cause__, UndefinedColumn | UndefinedTable):
            raise
        return _say(
            "Tabel belum disesuaikan dengan versi ini: jalankan ./titian migrate. / The tables are of another "
            "version: run ./titian migrate."
        )
    except KeyboardInterrupt:
        return 130
    return 0


class _SpeakingPlainly(ManagementUtility):
    """Django's commands, but a refusal is the sentence alone, without the name of a Python class before it."""

    def fetch_command(self, subcommand: str) -> BaseCommand:
        command = super().fetch_command(subcommand)
        run = command.execute

        def execute(*args: Any, **options: Any) -> str | None:
            try:
                return run(*args, **options)
            except CommandError as refusal:
                if options.get("traceback"):
                    raise
                raise SystemExit(_say(str(refusal)) and refusal.returncode) from None

        command.execute = execute  # type: ignore[method-assign]
        return command


def _prepare(name: str) -> None:
    """Say by environment what this command may do, before the settings are read."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "titian.config.settings")
    if name == "demo":
        os.environ["TITIAN_MODE"] = "demo"
    if name in PREPARING:
        os.environ[SETUP] = "1"
    if name in OF_THE_OWNER:
        os.environ["TITIAN_AS_OWNER"] = "1"
    if name == "migrate":
        os.environ["PGOPTIONS"] = f"-c lock_timeout={LOCK_TIMEOUT} -c statement_timeout=0"
    if name == "init":
        keys_of(home())  # the only command that makes the keys of a real installation


def _head_start(name: str, arguments: list[str]) -> AbstractContextManager[None]:
    return head_start(arguments) if name == "demo" else nullcontext()


@contextmanager
def _server(name: str) -> Iterator[None]:
    if settings.EXTERNAL_DATABASE or name in WITHOUT_SERVER:
        yield
        return
    with settings.EMBEDDED.running():
        yield
        connections.close_all()


def _say(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 1
