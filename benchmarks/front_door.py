"""The front door in a nation where 1,260,000 are registered: the officer's caseload, and what people send at once."""

from __future__ import annotations

import json
import random
import subprocess
import time
from collections.abc import Sequence
from datetime import date, timedelta
from http.client import HTTPConnection
from itertools import cycle
from tempfile import NamedTemporaryFile
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone

from benchmarks import database, measuring
from benchmarks._province import Nation, nation
from benchmarks._site import CONNECTIONS, Deed, Visitor, a_second, limit_of, serving, session_of, times_at
from benchmarks.measuring import p95
from benchmarks.report import Figure, Report
from benchmarks.web import misspelt
from titian.accounts.models import User
from titian.admissions.actions.rounds import Call, open_round, prepare_round
from titian.core.access import acting_as
from titian.core.db.embedded import binary
from titian.network.models import Organisation
from titian.people.models import Person
from titian.people.names import person_key
from titian.people.twins import MOST_CANDIDATES, described_person, records_alike
from titian.planning.actions import OpeningPlan, open_for_application
from titian.planning.models import TrainingClass
from titian.planning.seats import PlannedGroup

DATABASE = True
LIBRARIES = ("granian", "argon2-cffi")
SECONDS = {"small": 1.0, "full": 6.0}
CITIZENS = {"small": 40, "full": 1_000}
NEWCOMERS = {"small": 20, "full": 300}
CASELOAD = "/konseling/"
MOST_STATEMENTS = 12
PART = "1 / submits a second, every connection busy"


def run(size: str) -> Report:
    held = nation(size)
    for alias in ("default", "fold"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = held.name
    promised = size == "full"
    officer = User.objects.get(pk=held.readers["office_six_regencies"])
    durable = _durable_rows(held, SECONDS[size])
    row, plain = "one durable row under pgbench, as many clients", 1 / durable
    with serving(held, "titian.config.wsgi:application") as port:
        desk = Visitor(port, session_of(officer))
        rate = a_second(port, lambda line: desk.ask(line, CASELOAD), SECONDS[size])
        paged = p95(times_at(port, lambda line: desk.ask(line, CASELOAD), rate / 2, SECONDS[size]))
        statements, limit = _statements(officer), limit_of(held, officer, CASELOAD)
        interviews, applications = _interviews(desk, held), _applications(held, port, size)
        figures = [
            Figure(
                "the caseload page", paged, "the page's statements under pgbench", limit,
                "the page's statements under pgbench", limit, f"p95 at half of {rate:.0f} a second",
                f"100 ms, {MOST_STATEMENTS} statements",
                paged <= 0.1 and statements <= MOST_STATEMENTS if promised else None,
                {"statements": statements, "requests_a_second": rate},
            )
        ]  # fmt: skip
        for what, deed in (("interview", interviews), ("application", applications)):
            rate = a_second(port, deed, SECONDS[size])
            slow = p95(times_at(port, deed, rate / 2, SECONDS[size]))
            figures += [
                Figure(f"an {what} sent, full load", 1 / rate, row, plain, row, plain, PART, "150 a second",
                       rate >= 150 if promised else None, {"submits_a_second": rate}),
                Figure(f"an {what} sent, half load", slow, row, plain, row, plain, "p95", "100 ms",
                       slow <= 0.1 if promised else None),
            ]  # fmt: skip
    figures.append(_newcomers(held, size))
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.Argon2PasswordHasher"]):
        hashed = measuring.seconds(lambda: make_password("rahasia-peragaan-1"))  # pragma: allowlist secret
    figures.append(
        Figure("a new account's password (Argon2), apart", hashed, row, plain, row, plain, "one core", "told")
    )
    return Report(
        "How many can be heard and apply at once, and how soon does an officer see whose turn it is?",
        {"registered": held.people, "workers": 2, "connections": CONNECTIONS},
        tuple(figures),
        (
            "every person is invented",
            "each submit is a form or a sync of its own, with its journal, fsync on",
        ),
    )


def _newcomers(held: Nation, size: str) -> Figure:
    """Describe people of the register with a slip of the hand and no NIK: are they found, and how soon?"""
    officer, chance = held.readers["office_six_regencies"], random.Random(20261126)
    with acting_as(officer):
        seen = Person.objects.visible_to(User.objects.get(pk=officer)).order_by("pk")
        ids = list(seen.values_list("pk", flat=True)[:20_000])
        known = Person.objects.in_bulk(chance.sample(ids, min(NEWCOMERS[size], len(ids))))
        records_alike(
            described_person(next(iter(known.values())))
        )  # the engine loads itself with its first question
    times, plain, hits = [], [], 0
    for person in known.values():
        asked = described_person(person)._replace(person_id=0, name=misspelt(person.name, chance))
        with acting_as(officer):
            start = time.perf_counter()
            found = records_alike(asked)
            times.append(time.perf_counter() - start)
            hits += person.pk in {one.person_id for one in found}
            start = time.perf_counter()
            with connections["default"].cursor() as cursor:
                cursor.execute(
                    "SELECT person_id FROM persons_alike(%s, %s, %s, %s)",
                    [person_key(asked.name), asked.birth_date, asked.phone, MOST_CANDIDATES],
                )
            plain.append(time.perf_counter() - start)
    same = "the candidates alone, by SQL"
    return Figure(
        "one newcomer against everybody", p95(times), same, p95(plain), same, p95(plain), f"p95 of {len(times)}",
        "20 ms", p95(times) <= 0.02 if size == "full" else None, {"found": hits / len(times)},
    )  # fmt: skip


def _statements(officer: User) -> int:
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        client = Client()
        client.force_login(officer)
        client.get(CASELOAD)
        with CaptureQueriesContext(connections["default"]) as captured:
            client.get(CASELOAD)
    return sum(
        not one["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))
        for one in captured.captured_queries
    )


def _interviews(desk: Visitor, held: Nation) -> Deed:
    """Return the deed of an officer whose telephone sends what it kept, each time of another person."""
    with database.superuser(held.name) as connection:
        rows = connection.execute(
            """
            SELECT i.id, v.number FROM counselling_interview i
            JOIN counselling_interviewversion v ON v.interview_id = i.id AND v.state = 'current'
            JOIN network_membership m ON m.organisation_id = i.office_id AND m.user_id = %s
            ORDER BY i.id LIMIT 20000
            """,
            [held.readers["office_six_regencies"]],
        ).fetchall()
    bases = {int(str(pk)): int(str(number)) for pk, number in rows}
    turn = cycle(list(bases))  # many threads may ask it: the interpreter hands out one at a time

    def send(line: HTTPConnection) -> None:
        interview, key = next(turn), uuid4()
        said = {
            code: {"value": value, "source": "said"}
            for code, value in (
                ("work_now", "casual"), ("worked_years", "under_2"), ("last_job", f"Penjahit {key}"),
                ("digital", "phone"), ("income", "months"), ("travel", "regency"), ("away", "yes"),
                ("wanted_work", "penjahit"),
            )
        }  # fmt: skip
        told = {
            "answers": said,
            "base": bases[interview],
            "key": str(key),
            "written_at": timezone.now().isoformat(),
        }
        answer = json.loads(desk.send(line, f"/konseling/wawancara/{interview}/kirim/", told))
        if answer["state"] != "current":
            raise RuntimeError(answer["message"])
        bases[interview] = answer["number"]

    return send


def _applications(held: Nation, port: int, size: str) -> Deed:
    """Return the deed of citizens who rank three classes, each with an account and a session of their own."""
    admission_round, classes = _round(held)
    with database.superuser(held.name) as connection:
        connection.execute(
            """
            WITH chosen AS (
                SELECT id, row_number() OVER (ORDER BY id) AS n FROM people_person p
                WHERE user_id IS NULL AND NOT EXISTS (SELECT FROM training_enrolment e JOIN planning_trainingclass c
                    ON c.id = e.training_class_id WHERE e.person_id = p.id AND c.ends_on > current_date)
                ORDER BY id LIMIT %(n)s
            ), made AS (
                INSERT INTO accounts_user (password, is_superuser, username, email, is_staff, is_active, date_joined,
                    name, language, is_system, is_demo, first_day_done_at)
                SELECT '!', false, 'warga' || id, '', false, true, now(), 'Warga Rekaan', 'id', false, true, now()
                FROM chosen RETURNING id, username
            )
            UPDATE people_person p SET user_id = made.id FROM made WHERE made.username = 'warga' || p.id
            """,
            {"n": CITIZENS[size]},
        )
    citizens = User.objects.filter(username__startswith="warga").order_by("-pk")[: CITIZENS[size]]
    turn = cycle([Visitor(port, session_of(one)) for one in citizens])
    ranked = {f"choice_{place}": f"{one}:0" for place, one in enumerate(classes, 1)}

    def send(line: HTTPConnection) -> None:
        visitor = next(turn)
        page = visitor.ask(line, f"/lamar/{admission_round}/", {**ranked, "reads": "on", "key": str(uuid4())})
        if page:  # a redirect has none
            raise RuntimeError("the application was not taken")

    return send


def _round(held: Nation) -> tuple[int, Sequence[int]]:
    """Announce a round of three classes at the small centre."""
    clerk, today, token = (
        User.objects.get(pk=held.readers["centre_300"]),
        timezone.localdate(),
        uuid4().hex[:8],
    )
    with acting_as(clerk.pk):
        centre = Organisation.objects.get(pk=1_000_001)
        like = TrainingClass.objects.filter(centre=centre).order_by("pk")[0]
        openings = [
            open_for_application(
                _class(like, f"{token}-{number}", today + timedelta(days=60)),
                OpeningPlan(decree="KEP 1", seats=16, written_weight=100, interview_weight=0),
                [PlannedGroup("Terbuka", 16, ((),))],
                actor=clerk,
            )
            for number in range(3)
        ]
        made = prepare_round(
            centre, Call(f"Gelombang {token}", today, today + timedelta(days=30)), openings, actor=clerk
        )
        open_round(made, actor=clerk)
        return made.pk, list(made.classes.order_by("position").values_list("pk", flat=True))


def _class(like: TrainingClass, code: str, starts_on: date) -> TrainingClass:
    return TrainingClass.objects.create(
        centre=like.centre, year=starts_on.year, code=code, organiser=like.organiser, programme=like.programme,
        channel=like.channel, fund=like.fund, starts_on=starts_on, ends_on=starts_on + timedelta(days=30), is_demo=True,
    )  # fmt: skip


def _durable_rows(held: Nation, seconds: float) -> float:
    """Return how many rows a second this disk takes, each in a transaction of its own, by as many clients as ask us."""
    with database.superuser(held.name) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS bench_durable (at timestamptz)")
        connection.execute("GRANT INSERT ON bench_durable TO titian_app")
    with NamedTemporaryFile("w", suffix=".sql") as file:
        file.write("INSERT INTO bench_durable VALUES (now());\n")
        file.flush()
        done = subprocess.run(
            [str(binary("pgbench")), "-n", "-c", str(CONNECTIONS), "-T", str(int(max(seconds, 1))), "-f", file.name,
             "-h", str(database.socket()), "-U", "titian_app", held.name],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    line = next(line for line in done.stdout.splitlines() if line.startswith("tps"))
    return float(line.split()[2])
