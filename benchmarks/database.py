"""A throw-away database of each benchmark, on an embedded server that no installation uses.

The server lives in `<TITIAN_HOME>/bench` and is as durable as a real one (fsync on). A template holds the
tables and code lists of these sources; each run copies it and drops the copy when it ends.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
HOME = Path(os.environ.get("TITIAN_HOME") or ROOT / ".titian").absolute() / "bench"
TEMPLATE = "titian_bench"
# What docs/operations.md advises for a server of this size; all else is PostgreSQL's own.
SERVER_SETTINGS = {
    "shared_buffers": "2GB",
    "effective_cache_size": "6GB",
    "work_mem": "32MB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "8GB",
    "random_page_cost": "1.1",
}


def name_of(benchmark: str) -> str:
    return f"bench_{benchmark}_{os.getpid()}"


def point_settings_to(database: str) -> None:
    """Make Django's settings, not yet imported, speak of this database alone."""
    os.environ.update(_environment(database))


@contextmanager
def throw_away(database: str) -> Iterator[None]:
    """Have the database for the length of the block, with tables and code lists, without people."""
    server = _server()
    with server.running():
        _apply_settings()
        _prepare_template()
        _as_superuser(sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER titian_owner"), database, TEMPLATE)
        try:
            yield
        finally:
            _as_superuser(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)"), database)


def superuser(database: str) -> psycopg.Connection[tuple[object, ...]]:
    """Return a connection that no policy binds: for generators, peers and limits, never for our own side."""
    return psycopg.connect(f"host={_server().socket} user=postgres dbname={database}", autocommit=True)


def owner(database: str) -> psycopg.Connection[tuple[object, ...]]:
    """Return a connection as the owner of the tables."""
    return psycopg.connect(f"host={_server().socket} user=titian_owner dbname={database}", autocommit=True)


def socket() -> Path:
    return _server().socket


def _server():  # type: ignore[no-untyped-def]  # the sources are imported once the path is known
    from titian.core.db.embedded import EmbeddedServer

    return EmbeddedServer(HOME)


def _environment(database: str) -> dict[str, str]:
    socket_folder = _server().socket
    return {
        "TITIAN_HOME": str(HOME),
        "TITIAN_MODE": "demo",
        "DJANGO_SETTINGS_MODULE": "titian.config.settings",
        "DATABASE_URL": f"postgres://titian_app@/{database}?host={socket_folder}",
        "DATABASE_OWNER_URL": f"postgres://titian_owner@/{database}?host={socket_folder}",
    }


def _apply_settings() -> None:
    with superuser("postgres") as connection:
        for name, value in SERVER_SETTINGS.items():
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), value))
        connection.execute("SELECT pg_reload_conf()")
        waits = connection.execute("SELECT count(*) FROM pg_settings WHERE pending_restart").fetchone()
        others = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname LIKE 'bench%'"
        ).fetchone()
    if waits != (0,) and others == (0,):
        _server().stop()
        _server().start()


def _prepare_template() -> None:
    """Make the template anew where migrations or code lists have changed since."""
    fingerprint = _fingerprint()
    with superuser("postgres") as connection:
        held = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [TEMPLATE]
        ).fetchone()
    if held == (fingerprint,):
        return
    _as_superuser(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)"), TEMPLATE)
    _as_superuser(sql.SQL("CREATE DATABASE {} OWNER titian_owner"), TEMPLATE)
    environment = {**os.environ, **_environment(TEMPLATE)}
    for command in (["migrate", "--verbosity", "0"], ["codelists", "load"], ["network", "load"]):
        subprocess.run(
            [sys.executable, "-m", "titian", *command], cwd=ROOT, env=environment, check=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    with superuser("postgres") as connection:
        connection.execute(
            sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(TEMPLATE), fingerprint)
        )


def _fingerprint() -> str:
    made_from = hashlib.sha256()
    source = ROOT / "src" / "titian"
    for path in sorted([*source.rglob("migrations/*.py"), *source.rglob("data/*")]):
        if path.is_file():
            made_from.update(path.read_bytes())
    return made_from.hexdigest()


def _as_superuser(statement: sql.SQL, *names: str) -> None:
    with superuser("postgres") as connection:
        connection.execute(statement.format(*map(sql.Identifier, names)))
