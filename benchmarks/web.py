"""The site in a nation of 1,260,000: granian with two workers, row-level security on, four readers, loopback only."""

from __future__ import annotations

import http.client
import os
import random
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from tempfile import NamedTemporaryFile
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from benchmarks import database
from benchmarks._province import READERS, Nation, environment, nation
from benchmarks.measuring import p95
from benchmarks.report import Figure, Report
from titian.accounts.models import User
from titian.core.access import acting_as
from titian.core.db.embedded import binary
from titian.people.models import Person

DATABASE = True
LIBRARIES = ("granian", "jinja2")
SECONDS = {"small": 1.0, "full": 6.0}
ROUNDS = {"small": 1, "full": 3}
SEARCHES = {"small": 5, "full": 25}  # a reader
CONNECTIONS = 4
LIST = "/orang/daftar/?kelamin=P&umur=muda"
CSRF = "a" * 32
HOST = "127.0.0.1"
FOUND = re.compile(r'href="/orang/(\d+)/"')
PEER = "/admin/people/person/?sex__exact=P"


@dataclass(frozen=True)
class Visitor:
    """Somebody signed in at one served site."""

    port: int
    session: str

    def open(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(HOST, self.port, timeout=30)

    def ask(self, line: http.client.HTTPConnection, path: str, form: dict[str, str] | None = None) -> str:
        """Ask for a page as a browser behind the proxy does; anything but a page or a redirect is a fault."""
        headers = {
            "Host": HOST,
            "X-Forwarded-Proto": "https",
            "Referer": f"https://{HOST}/",
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={self.session}; csrftoken={CSRF}",
        }
        if form is None:
            line.request("GET", path, headers=headers)
        else:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            line.request("POST", path, urlencode({**form, "csrfmiddlewaretoken": CSRF}), headers)
        answer = line.getresponse()
        body = answer.read().decode()
        if answer.status not in (200, 302) or "/akun/" in (answer.getheader("Location") or ""):
            raise RuntimeError(f"{path}: {answer.status} {answer.getheader('Location')}")
        return body


def run(size: str) -> Report:
    held = nation(size)
    for alias in ("default", "fold"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = held.name
    figures: list[Figure] = []
    notes = [
        "every person is invented",
        "admin: Django's changelist of the same people, 50 a page, with the same tenant condition",
        "limit: the page's own statements under pgbench, prepared, one client at a time",
    ]
    with (
        _serving(held, "titian.config.wsgi:application") as port,
        _serving(held, "benchmarks._admin:application") as peer,
    ):
        for reader in READERS:
            figures += _of_reader(held, reader, port, peer, size)
        found, misspelt = _searches(held, port, size)
        figures += [found]
        notes += [misspelt]
    return Report(
        "How fast is the site for each reader, with a whole nation in it?",
        {"people": held.people, "readers": len(READERS), "workers": 2, "connections": CONNECTIONS},
        tuple(figures),
        tuple(notes),
    )


def _of_reader(held: Nation, reader: str, port: int, peer: int, size: str) -> list[Figure]:
    user = User.objects.get(pk=held.readers[reader])
    session = _session(user)
    ours, theirs = Visitor(port, session), Visitor(peer, session)
    with acting_as(user.pk):
        people = list(Person.objects.visible_to(user).order_by("-pk").values_list("pk", flat=True)[:300])
    pages = iter(people * 100)
    _ask_once(theirs, PEER)  # the admin loads itself with its first page
    rates = [
        (_rate(ours, LIST, SECONDS[size]), _rate(theirs, PEER, SECONDS[size]))
        for _round in range(ROUNDS[size])
    ]
    rate, peer_rate = median(mine for mine, _other in rates), median(other for _mine, other in rates)
    slow_peer = p95(_at(theirs, lambda: PEER, peer_rate / 2, SECONDS[size]))
    listed = p95(_at(ours, lambda: LIST, rate / 2, SECONDS[size]))
    person_rate = _rate(ours, f"/orang/{people[0]}/", SECONDS[size])
    person = p95(_at(ours, lambda: f"/orang/{next(pages)}/", person_rate / 2, SECONDS[size]))
    home = p95(_at(ours, lambda: "/", _rate(ours, "/", SECONDS[size]) / 2, SECONDS[size]))
    writes = p95(_writes(ours, 20 if size == "small" else 200))
    limits = {path: _limit(held, user, path) for path in (LIST, f"/orang/{people[0]}/", "/")}
    admin, same = "Django's admin changelist", "the page's statements under pgbench"
    promised = size == "full"

    def figure(what: str, seconds: float, path: str, wanted: str, most: float) -> Figure:
        return Figure(
            f"{reader}: {what}", seconds, admin, slow_peer, same, limits[path], "p95 at half load", wanted,
            seconds <= most if promised else None,
        )  # fmt: skip

    return [
        figure("a filtered list of 50", listed, LIST, "25 ms", 0.025),
        Figure(
            f"{reader}: one list at full load", 1 / rate, admin, 1 / peer_rate, same, limits[LIST],
            f"1 / requests a second, median of {ROUNDS[size]} paired rounds", "8 times the admin's",
            rate >= 8 * peer_rate if promised else None, {"requests_a_second": rate, "peer": peer_rate},
        ),
        figure("a person's page", person, f"/orang/{people[0]}/", "40 ms", 0.040),
        figure("home", home, "/", "40 ms", 0.040),
        figure("a durable write (fsync)", writes, "/", "30 ms", 0.030),
    ]  # fmt: skip


def _rate(visitor: Visitor, path: str, seconds: float) -> float:
    """Return requests a second with every connection always busy."""
    counts = [0] * CONNECTIONS
    start = time.perf_counter()

    def ask(place: int) -> None:
        line = visitor.open()
        while time.perf_counter() < start + seconds:
            visitor.ask(line, path)
            counts[place] += 1
        line.close()

    _together(ask)
    return sum(counts) / (time.perf_counter() - start)


def _at(visitor: Visitor, path, rate: float, seconds: float) -> list[float]:  # type: ignore[no-untyped-def]
    """Ask at this rate, whatever the answers take; a request that had to wait for its turn has waited."""
    due, times, lock = iter(range(int(max(rate * seconds, 8)))), [], threading.Lock()
    start = time.perf_counter()

    def ask(_place: int) -> None:
        line = visitor.open()
        while True:
            with lock:
                number = next(due, None)
                wanted = path() if number is not None else ""
            if number is None:
                break
            moment = start + number / rate
            time.sleep(max(moment - time.perf_counter(), 0))
            visitor.ask(line, wanted)
            times.append(time.perf_counter() - moment)
        line.close()

    _together(ask)
    return times


def _writes(visitor: Visitor, number: int) -> list[float]:
    line = visitor.open()
    times = []
    for _write in range(number):
        start = time.perf_counter()
        visitor.ask(line, "/hari-pertama/selesai/", {})
        times.append(time.perf_counter() - start)
    line.close()
    return times


def _searches(held: Nation, port: int, size: str) -> tuple[Figure, str]:
    """Ask for people by names with one typing error each; a namesake is as right as the person meant."""
    chance, times, hits, exact, plain = random.Random(20261126), [], 0, 0, []
    for reader in READERS:
        user = User.objects.get(pk=held.readers[reader])
        visitor = Visitor(port, _session(user))
        with acting_as(user.pk):
            ids = list(Person.objects.visible_to(user).order_by("pk").values_list("pk", flat=True)[:5000])
            meant = Person.objects.in_bulk(chance.sample(ids, min(SEARCHES[size], len(ids))))
        line = visitor.open()
        for person in meant.values():
            start = time.perf_counter()
            page = visitor.ask(line, "/orang/", {"cari": misspelt(person.name, chance)})
            times.append(time.perf_counter() - start)
            first = [int(pk) for pk in FOUND.findall(page)][:10]
            with acting_as(user.pk):
                names = set(Person.objects.filter(pk__in=first).values_list("name_key", flat=True))
            exact += person.pk in first
            hits += person.name_key in names
            start = time.perf_counter()
            with acting_as(user.pk), connection.cursor() as cursor:
                cursor.execute("SELECT person_id FROM persons_named_like(%s, 21)", [person.name_key])
            plain.append(time.perf_counter() - start)
        line.close()
    share = hits / len(times)
    figure = Figure(
        "a name with a typing error", p95(times), "the same question in SQL alone", p95(plain),
        "the same question in SQL alone", p95(plain), f"p95 of {len(times)}", "100 ms, 95 in 100 among the first ten",
        p95(times) <= 0.1 and share >= 0.95 if size == "full" else None,
        {"found": share, "the_very_person": exact / len(times)},
    )  # fmt: skip
    note = f"name search: {hits} of {len(times)} among the first ten, {exact} the very person, the others a namesake"
    return figure, note


def misspelt(name: str, chance: random.Random) -> str:
    """Return the name with one slip of a hand: two letters in the wrong order, one lost, one doubled, one beside it."""
    place = chance.randrange(1, len(name) - 2)
    before, letter, after, rest = name[:place], name[place], name[place + 1], name[place + 2 :]
    return chance.choice(
        [before + after + letter + rest, before + after + rest, before + letter * 2 + after + rest,
         before + chance.choice("aiueonrst") + after + rest]
    )  # fmt: skip


def _together(work) -> None:  # type: ignore[no-untyped-def]
    threads = [threading.Thread(target=work, args=[place]) for place in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _ask_once(visitor: Visitor, path: str) -> str:
    line = visitor.open()
    answer = visitor.ask(line, path)
    line.close()
    return answer


def _session(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def _limit(held: Nation, user: User, path: str) -> float:
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
def _serving(held: Nation, application: str) -> Iterator[int]:
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
