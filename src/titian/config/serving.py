"""The processes of a running site: web, background jobs, and one that watches over them."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from titian.core.db.roles import why_role_may_not_serve
from titian.core.errors import DomainError

_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG
_STOP_SECONDS = 10
BLOCKING_THREADS = 2  # of each web process; each keeps its own connections


def refuse_strong_role() -> None:
    """Refuse to serve on a connection for which policies do not hold."""
    if reason := why_role_may_not_serve():
        raise DomainError(reason, code="role_may_not_serve")


def refuse_taken_port(host: str, port: int) -> None:
    """Say so before anything is started when somebody else listens there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as fault:
            if isinstance(fault, OSError) and fault.errno == errno.EADDRINUSE:
                told = (
                    "sedang dipakai: pilih porta lain dengan --port. / The address is in use: choose another."
                )
            else:
                told = f"bukan alamat mesin ini. / This machine has no such address ({fault})."
            # In both languages: asked before translations are there.
            raise DomainError(f"Alamat {host}:{port} {told}", code="port_taken") from fault


def metrics_folder() -> Path:
    """Return an empty folder in which the web processes add up what they count."""
    folder = Path(settings.HOME) / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    return folder


def web_command(host: str, port: int, *, workers: int) -> list[str]:
    """Return the command of the web server; it ends TLS itself where it is told to."""
    command = [
        sys.executable, "-m", "granian", "titian.config.wsgi:application", "--interface", "wsgi",
        "--host", host, "--port", str(port), "--workers", str(workers), "--blocking-threads", str(BLOCKING_THREADS),
        "--log-level", "warning", "--workers-kill-timeout", "5",
    ]  # fmt: skip
    if settings.TLS_CERTIFICATE:
        command += ["--ssl-certificate", settings.TLS_CERTIFICATE, "--ssl-keyfile", settings.TLS_KEY]
    return command


def worker_command() -> list[str]:
    return [sys.executable, "-m", "titian", "worker"]


class Site:
    """Child processes that live and end together; SIGTERM is an interrupt here as Ctrl-C is (see cli)."""

    def __init__(self) -> None:
        self._children: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Site:
        return self

    def __exit__(self, *_fault: object) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave half of it running
        for child in self._children.values():
            child.terminate()
        deadline = time.monotonic() + _STOP_SECONDS
        for child in self._children.values():
            try:
                child.wait(max(deadline - time.monotonic(), 0.1))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        self._children.clear()

    def start(self, name: str, command: list[str], more: dict[str, str] | None = None) -> None:
        """Start a process once, in a session of its own: Ctrl-C reaches us alone, and we end it in order."""
        if name in self._children:
            return
        self._children[name] = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            start_new_session=True,
            preexec_fn=_end_with_parent(),
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "titian.config.settings", **(more or {})},
        )

    def wait_until_open(self, host: str, port: int, *, seconds: float = 30) -> None:
        """Return once the port answers."""
        deadline = time.monotonic() + seconds
        while True:
            self._refuse_dead_child()
            try:
                socket.create_connection((host, port), timeout=1).close()
            except OSError:
                if time.monotonic() > deadline:
                    raise DomainError(_("Situs tidak menjawab."), code="site_silent") from None
                time.sleep(0.02)
            else:
                return

    def wait(self) -> None:
        """Return when asked to end; a child that ends by itself is a fault."""
        with suppress(KeyboardInterrupt):
            while True:
                self._refuse_dead_child()
                time.sleep(0.2)

    def _refuse_dead_child(self) -> None:
        if any(child.poll() is not None for child in self._children.values()):
            raise DomainError(_("Salah satu proses situs berhenti sendiri."), code="process_ended")


SITE = Site()  # the one this process watches over


def _end_with_parent() -> Callable[[], None] | None:
    """On Linux the kernel ends a child whose parent was killed."""
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)

    def ask_kernel() -> None:
        library.prctl(_PARENT_DEATH_SIGNAL, signal.SIGTERM)

    return ask_kernel
