"""The site in a nation of 1,260,000: granian with two workers, row-level security on, four readers, loopback only."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from statistics import median

from django.db import connection, connections

from benchmarks._province import READERS, Nation, nation
from benchmarks._site import (
    CONNECTIONS,
    Visitor,
    a_second,
    ask_once,
    connect,
    limit_of,
    serving,
    session_of,
    times_at,
)
from benchmarks.measuring import p95
from benchmarks.report import Figure, Report
from titian.accounts.models import User
from titian.core.access import acting_as
from titian.people.models import Person

DATABASE = True
LIBRARIES = ("granian", "jinja2")
SECONDS = {"small": 1.0, "full": 6.0}
ROUNDS = {"small": 1, "full": 3}
SEARCHES = {"small": 5, "full": 25}  # a reader
LIST = "/orang/daftar/?kelamin=P&umur=muda"
UNTRAINED = "/orang/daftar/?pelatihan=belum"
FOUND = re.compile(r'href="/orang/(\d+)/"')
PEER = "/admin/people/person/?sex__exact=P"


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
        serving(held, "titian.config.wsgi:application") as port,
        serving(held, "benchmarks._admin:application") as peer,
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
    session = session_of(user)
    ours, theirs = Visitor(port, session), Visitor(peer, session)
    with acting_as(user.pk):
        people = list(Person.objects.visible_to(user).order_by("-pk").values_list("pk", flat=True)[:300])
    pages = iter(people * 100)
    one = f"/orang/{people[0]}/"
    ask_once(theirs, PEER)  # the admin loads itself with its first page
    rates = [
        (_rate(ours, lambda: LIST, size), _rate(theirs, lambda: PEER, size)) for _round in range(ROUNDS[size])
    ]
    rate, peer_rate = median(mine for mine, _other in rates), median(other for _mine, other in rates)
    slow_peer = _at(theirs, lambda: PEER, peer_rate / 2, size)
    listed = _at(ours, lambda: LIST, rate / 2, size)
    # The full load is that of the very pages asked at half of it: one person's page, again and again, is answered
    # far faster than three hundred, and half of that was more than those could bear.
    person = _at_half(ours, lambda: f"/orang/{next(pages)}/", size)
    untrained = _at_half(ours, lambda: UNTRAINED, size)
    home = _at_half(ours, lambda: "/", size)
    writes = p95(_writes(ours, 20 if size == "small" else 200))
    limits = {path: limit_of(held, user, path) for path in (LIST, UNTRAINED, one, "/")}
    admin, same = "Django's admin changelist", "the page's statements under pgbench"
    promised = size == "full"
    at_half = f"p95 at half load, median of {ROUNDS[size]} runs"

    def figure(what: str, seconds: float, path: str, wanted: str, most: float, told: str = at_half) -> Figure:
        return Figure(
            f"{reader}: {what}", seconds, admin, slow_peer, same, limits[path], told, wanted,
            seconds <= most if promised else None,
        )  # fmt: skip

    return [
        figure("a filtered list of 50", listed, LIST, "25 ms", 0.025),
        Figure(
            f"{reader}: one list at full load", 1 / rate, admin, 1 / peer_rate, same, limits[LIST],
            f"1 / requests a second, median of {ROUNDS[size]} paired rounds", "8 times the admin's",
            rate >= 8 * peer_rate if promised else None, {"requests_a_second": rate, "peer": peer_rate},
        ),
        figure("a list of the never trained", untrained, UNTRAINED, "25 ms", 0.025),
        figure("a person's page", person, one, "40 ms", 0.040),
        figure("home", home, "/", "40 ms", 0.040),
        figure("a durable write (fsync)", writes, "/", "30 ms", 0.030, "p95, one after the other"),
    ]  # fmt: skip


def _rate(visitor: Visitor, path: Callable[[], str], size: str) -> float:
    return a_second(visitor.port, lambda line: visitor.ask(line, path()), SECONDS[size])


def _at_half(visitor: Visitor, path: Callable[[], str], size: str) -> float:
    return _at(visitor, path, _rate(visitor, path, size) / 2, size)


def _at(visitor: Visitor, path: Callable[[], str], rate: float, size: str) -> float:
    """Return the p95 at this rate, of several runs the middle one: a pause of the host decides nothing."""
    return median(
        p95(times_at(visitor.port, lambda line: visitor.ask(line, path()), rate, SECONDS[size]))
        for _round in range(ROUNDS[size])
    )


def _writes(visitor: Visitor, number: int) -> list[float]:
    line = connect(visitor.port)
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
        visitor = Visitor(port, session_of(user))
        with acting_as(user.pk):
            ids = list(Person.objects.visible_to(user).order_by("pk").values_list("pk", flat=True)[:5000])
            meant = Person.objects.in_bulk(chance.sample(ids, min(SEARCHES[size], len(ids))))
        line = connect(port)
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
