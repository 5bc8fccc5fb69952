"""The site as it is served, and who asks it: granian with two workers behind a proxy, loopback only."""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import NamedTemporaryFile
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from benchmarks import database
from benchmarks._province import Nation, environment
from titian.accounts.models import User
from titian.core.db.embedded import binary

CONNECTIONS = 4
CSRF = "a" * 32
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Visitor:
    """Somebody signed in at one served site."""

    port: int
    session: str

    def ask(self, line: http.client.HTTPConnection, path: str, form: dict[str, str] | None = None) -> str:
        """Ask for a page, or send a form, as a browser behind the proxy does; anything but a page is a fault."""
        if form is None:
            return self._answer(line, "GET", path, None, {})
        body = urlencode({**form, "csrfmiddlewaretoken": CSRF})
        return self._answer(line, "POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def send(self, line: http.client.HTTPConnection, path: str, told: object) -> str:
        """Send what a device kept."""
        headers = {"Content-Type": "application/json", "X-CSRFToken": CSRF}
        return self._answer(line, "POST", path, json.dumps(told), headers)

    def _answer(
        self,
        line: http.client.HTTPConnection,
        method: str,
        path: str,
        body: str | None,
        more: dict[str, str],
    ) -> str:
        headers = {
            "Host": HOST,
            "X-Forwarded-Proto": "https",
            "Referer": f"https://{HOST}/",
            "Cookie": f"__Host-sessionid={self.session}; __Host-csrftoken={CSRF}",  # as production names them
            **more,
        }
        line.request(method, path, body, headers)
        answer = line.getresponse()
        page = answer.read().decode()
        if answer.status not in (200, 302) or "/akun/" in (answer.getheader("Location") or ""):
            raise RuntimeError(f"{path}: {answer.status} {answer.getheader('Location')}")
        return page


Deed = Callable[[http.client.HTTPConnection], object]


def connect(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(HOST, port, timeout=30)


def a_second(port: int, deed: Deed, seconds: float) -> float:
    """Return how often a second it is done with every connection always busy."""
    counts = [0] * CONNECTIONS
    start = time.perf_counter()

    def repeat(place: int) -> None:
        line = connect(port)
        while time.perf_counter() < start + seconds:
            deed(line)
            counts[place] += 1
        line.close()

    together(repeat)
    return sum(counts) / (time.perf_counter() - start)


def times_at(port: int, deed: Deed, rate: float, seconds: float) -> list[float]:
    """Do it at this rate, whatever the answers take; what had to wait for its turn has waited."""
    due, times, lock = iter(range(int(max(rate * seconds, 8)))), [], threading.Lock()
    start = time.perf_counter()

    def repeat(_place: int) -> None:
        line = connect(port)
        while True:
            with lock:
                number = next(due, None)
            if number is None:
                break
            moment = start + number / rate
            time.sleep(max(moment - time.perf_counter(), 0))
            deed(line)
            times.append(time.perf_counter() - moment)
        line.close()

    together(repeat)
    return times


def together(work: Callable[[int], None]) -> None:
    threads = [threading.Thread(target=work, args=[place]) for place in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def ask_once(visitor: Visitor, path: str) -> str:
    line = connect(visitor.port)
    answer = visitor.ask(line, path)
    line.close()
    return answer


def session_of(user: User) -> str:
    made = SessionStore()
    made[SESSION_KEY] = str(user.pk)
    made[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    made[HASH_SESSION_KEY] = user.get_session_auth_hash()
    made.save()
    return str(made.session_key)


def limit_of(held: Nation, user: User, path: str) -> float:
    """Return what pgbench needs for the page's statements, one after the other, in one transaction."""
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        client = Client()
        client.force_login(user)
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
    statements = [
        query["sql"] for query in captured.captured_queries if query["sql"].startswith(("SELECT", " "))
    ]
    if path == "/":  # home's figures come by another connection and with a percent sign in their text
        statements = [sql for sql in statements if ":" not in sql.replace("::", "")]
    script = [f"BEGIN; SELECT set_config('titian.user', '{user.pk}', true);"]
    script += [f"{' '.join(sql.split())};" for sql in statements]
    with NamedTemporaryFile("w", suffix=".sql") as file:
        file.write("\n".join([*script, "COMMIT;"]))
        file.flush()
        pgbench = str(binary("pgbench"))
        done = subprocess.run(
            [pgbench, "-n", "-c", "1", "-t", "30", "-f", file.name, "-h", str(database.socket()), "-U", "titian_app",
             held.name],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    found = re.search(r"latency average = ([\d.]+) ms", done.stdout)
    if found is None:
        raise RuntimeError(done.stdout + done.stderr)
    return float(found[1]) / 1000


@contextmanager
def serving(held: Nation, application: str) -> Iterator[int]:
    """Serve as in production: two workers, second factor and TLS by a proxy demanded, errors told to nobody."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    told = {
        **environment(held.name),
        "TITIAN_MODE": "production",
        "TITIAN_ALLOWED_HOSTS": HOST,
        "TITIAN_TLS": "proxy",
        "PYTHONPATH": os.pathsep.join([str(database.ROOT), str(database.ROOT / "src")]),
    }
    command = [
        sys.executable, "-m", "granian", application, "--interface", "wsgi", "--host", HOST, "--port", str(port),
        "--workers", "2", "--blocking-threads", "2", "--log-level", "warning",
    ]  # fmt: skip
    site = subprocess.Popen(command, env=told, cwd=database.ROOT, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 120
        while True:
            try:
                socket.create_connection((HOST, port), timeout=1).close()
                break
            except OSError:
                if time.monotonic() > deadline or site.poll() is not None:
                    raise
                time.sleep(0.1)
        time.sleep(5)  # a worker loads the modules of all pages two seconds after its start
        yield port
    finally:
        site.terminate()
        site.wait(20)
