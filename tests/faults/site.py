"""A whole installation on loopback that may be broken: its own home, its own PostgreSQL, its own processes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import psycopg

from titian.core.db.embedded import EmbeddedServer, ServerUnavailable

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "examples" / "rosters-2022"
POINTS = int(
    os.environ.get("TITIAN_FAULT_POINTS", "2")
)  # how many moments each kill test breaks; 100 is a full run


class Clock:
    """A clock that can be moved under running processes: `moved_clock.c` adds to the time what a file says."""

    SOURCE = Path(__file__).with_name("moved_clock.c")

    def __init__(self, folder: Path) -> None:
        self._library, self._ahead = folder / "moved_clock.so", folder / "ahead"
        subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-o", self._library, self.SOURCE], check=True)
        self._ahead.write_bytes(bytes(8))
        self.seconds = 0

    def move(self, seconds: int) -> None:
        """Set the clock so far ahead of this machine's, or behind it."""
        with self._ahead.open("r+b") as file:
            file.write(struct.pack("=q", seconds))
        self.seconds = seconds

    def time(self) -> float:
        return time.time() + self.seconds

    @property
    def told(self) -> dict[str, str]:
        """What the environment of a process says to make it go by this clock."""
        return {"LD_PRELOAD": str(self._library), "TITIAN_MOVED_CLOCK": str(self._ahead)}


@dataclass
class Installation:
    """One home with one database in its server; commands run as the serving role unless told otherwise."""

    home: Path
    name: str = "titian"
    children: list[subprocess.Popen[bytes]] = field(default_factory=list)
    wired: Path | None = (
        None  # where the processes of the site find its database, if not at the server itself
    )
    clock: Clock | None = None  # what its processes are told the time by, if not the clock of this machine

    @property
    def server(self) -> EmbeddedServer:
        return EmbeddedServer(self.home)

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "PG"))}
        told = {
            **kept,
            "TITIAN_MODE": "demo",
            "TITIAN_HOME": str(self.home),
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT / 'tests'}",
            "DJANGO_SETTINGS_MODULE": "titian.config.settings",
        }
        if self.name != "titian" or self.wired:
            at = f"@/{self.name}?host={self.wired or self.server.socket}"
            told |= {"DATABASE_URL": f"postgresql://titian_app{at}"}
            told |= {"DATABASE_OWNER_URL": f"postgresql://titian_owner{at}"}
        if self.clock:
            told |= self.clock.told
        return told | more

    def copy(self, name: str) -> Installation:
        """Return the same installation with a database of its own."""
        with psycopg.connect(
            host=str(self.server.socket), user="titian_owner", dbname="postgres", autocommit=True
        ) as server:
            # Copied through the log, a sequence forgets after a crash what it had given out ahead.
            server.execute(f"CREATE DATABASE {name} TEMPLATE {self.name} STRATEGY FILE_COPY".encode())
        return Installation(self.home, name)

    def connect(self, user: str = "titian_owner", **more: Any) -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(host=str(self.server.socket), user=user, dbname=self.name, **more)

    def ask(self, query: str, parameters: Any = None) -> list[tuple[Any, ...]]:
        """Read or change as the owner, who sees past the policies."""
        with self.connect() as database:
            done = database.execute(query.encode(), parameters)
            return done.fetchall() if done.description else []

    def one(self, query: str, parameters: Any = None) -> Any:
        return self.ask(query, parameters)[0][0]

    def run(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "titian", *arguments],
            env=self.environment(**more), capture_output=True, text=True, check=False, timeout=150,
        )  # fmt: skip

    def begin(self, *arguments: str) -> subprocess.Popen[str]:
        """Begin one command and hear what it says meanwhile."""
        return subprocess.Popen(
            [sys.executable, "-m", "titian", *arguments],
            env=self.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def titian(self, *arguments: str, **more: str) -> str:
        """Run one command that must succeed; return what it said."""
        done = self.run(*arguments, **more)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start a process that the end of the test ends."""
        child = subprocess.Popen(
            command,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            start_new_session=True,
        )
        self.children.append(child)
        return child

    @contextmanager
    def serving(self, *, port: int = 0) -> Iterator[Web]:
        """Serve by granian as in production: two processes, two threads each."""
        port = port or free_port()
        web = Web(self, port)
        web.start()
        try:
            yield web
        finally:
            web.kill()

    def end(self) -> None:
        for child in self.children:
            end_group(child)
        self.children.clear()

    def revive(self) -> None:
        """Start PostgreSQL after a kill: on a busy machine its former children take long to die."""
        deadline = time.monotonic() + 240
        while True:
            try:
                return self.server.start()
            except ServerUnavailable:
                if time.monotonic() > deadline:
                    raise

    def kill_server(self) -> None:
        """Kill PostgreSQL as a power cut would, and wait until nothing of it answers."""
        os.kill(int((self.server.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)


class Web:
    """A running web server and how to ask it."""

    def __init__(self, site: Installation, port: int) -> None:
        self.site, self.port = site, port
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [
            sys.executable, "-m", "granian", "titian.config.wsgi:application", "--interface", "wsgi", "--host",
            "127.0.0.1", "--port", str(self.port), "--workers", "2", "--blocking-threads", "2", "--log-level", "error",
        ]  # fmt: skip
        self.process = self.site.start(*command)
        deadline = time.monotonic() + 60
        while True:
            with suppress(
                OSError, HTTPException
            ):  # a killed process may hold the port a moment longer: ask for a page
                asking = HTTPConnection("127.0.0.1", self.port, timeout=5)
                asking.request("GET", "/health")
                if asking.getresponse().status == 200:
                    return
            assert time.monotonic() < deadline, "the web server does not answer"
            time.sleep(0.05)

    def kill(self) -> None:
        """Kill every process of it at once."""
        if self.process is not None:
            end_group(self.process)
            self.process = None


def end_group(child: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def build(home: Path) -> None:
    """Make an installation with code lists, the network and a few accounts; its server is stopped again."""
    site = Installation(home)
    with site.server.running(fast=True):  # nobody kills it; what it wrote is on the disk when it stops
        (home / "known.json").write_text(made(site, "build"))


def made(site: Installation, what: str) -> str:
    """Let the owner build what only factories make, and return what it tells; the site never holds such rights."""
    done = subprocess.run(
        [sys.executable, "-m", f"faults.{what}"],
        env=site.environment(TITIAN_AS_OWNER="1"), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.splitlines()[-1]


def copy_home(made: Path, home: Path) -> Installation:
    """Copy a stopped installation."""
    shutil.copytree(made, home, ignore=shutil.ignore_patterns("run", "*.lock"), symlinks=True)
    for folder in (home, home / "pgdata"):
        folder.chmod(0o700)
    return Installation(home)


def known(site: Installation) -> dict[str, Any]:
    """Return the names and numbers of what was built."""
    told: dict[str, Any] = json.loads((site.home / "known.json").read_text())
    return told
