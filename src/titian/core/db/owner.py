"""The owner's door to the database: for what the serving role cannot do, outside any request."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.utils.translation import gettext as _

from titian.core.db.embedded import binary
from titian.core.errors import DomainError

DEBIAN = Path("/usr/lib/postgresql")
# A server may cut short what a page asks; a backup of a whole nation takes as long as it takes.
UNHURRIED = "-c statement_timeout=0 -c idle_in_transaction_session_timeout=0"


def connect_as_owner(**more: Any) -> psycopg.Connection[tuple[Any, ...]]:
    """Open a connection as the owner of the tables."""
    return psycopg.connect(**_told(), **more)


def _told() -> dict[str, Any]:
    owner: dict[str, Any] = settings.OWNER_DATABASE
    options: dict[str, Any] = owner.get("OPTIONS", {})
    told = {
        "host": owner.get("HOST"),
        "port": owner.get("PORT"),
        "user": owner["USER"],
        "password": owner.get("PASSWORD"),
        "dbname": owner["NAME"],
        **options,
        "options": f"{options.get('options', '')} {UNHURRIED}".strip(),
    }
    return {name: value for name, value in told.items() if value}


def environment_of_owner() -> dict[str, str]:
    """Return the environment in which PostgreSQL's own programs connect as the owner: no password on a command line."""
    names = {"dbname": "PGDATABASE", "connect_timeout": "PGCONNECT_TIMEOUT"}
    told = {names.get(name, f"PG{name.upper()}"): str(value) for name, value in _told().items()}
    return {**{name: value for name, value in os.environ.items() if not name.startswith("PG")}, **told}


def program(name: str, major: int) -> str:
    """Return the path of `pg_dump` or `pg_restore` for a server of this major: its own version first of all."""
    places = [DEBIAN / str(major) / "bin" / name, Path(shutil.which(name) or "/nonexistent")]
    if not settings.EXTERNAL_DATABASE or major == _major_of(binary(name)):
        places.insert(0, Path(binary(name)))
    for place in places:
        if place.exists() and _major_of(str(place)) == major:
            return str(place)
    raise DomainError(
        _("Program %(name)s versi %(major)d tidak ditemukan: pasang paket postgresql-client-%(major)d.")
        % {"name": name, "major": major},
        code="program_missing",
    )


def _major_of(path: str) -> int:
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"(\d+)", said)
    return int(found[1]) if found else 0
