"""The clock is moved back or forward: the newest goes by its number, sessions hold or end, nothing is done twice."""

from __future__ import annotations

import time

from faults.kennel import Kennel
from faults.test_kills import BOOTCAMP, INDUSTRY, PEOPLE
from faults.visitor import Visitor

# Stamps of a clock that was moved back lie ahead.
STAMPED = {
    "evaluation_publication": ("signed_at", "proposed_at"),
    "journal_entry": ("at",),
    "django_session": ("expire_date",),
    "evaluation_touchedenrolment": ("touched_at",),
    "rosters_load": ("started_at",),
}


def move(site, by: str) -> None:
    for table, columns in STAMPED.items():
        told = ", ".join(f"{column} = {column} + '{by}'::interval" for column in columns)
        site.ask(f"UPDATE {table} SET {told}")


def test_after_a_clock_was_moved_the_newest_goes_by_its_number_and_sessions_hold_or_end(site, kennel, here):
    ids = here["ids"]
    told = {"centre": here["centre"], "clerk": ids["clerk"], "head": ids["head"]}
    files = {"files": [BOOTCAMP], "user": ids["clerk"], "centre": here["centre"]}
    session = kennel.run("session", user=ids["clerk"])
    kennel.run("load", **files)
    assert kennel.run("publish", **told) == 1

    move(site, "1 day")  # the clock went back
    kennel.run(
        "load", **files
    )  # the same file again changes nothing, although the first seems to come from tomorrow
    assert (
        site.one("SELECT count(*) FROM training_enrolment")
        == 1 + PEOPLE["bpvp-banyuwangi-bootcamp-2022.xlsx"]
    )
    kennel.run("fold")
    assert site.one("SELECT count(*) FROM evaluation_touchedenrolment") == 0
    assert kennel.run("publish", **told) == 2
    assert site.ask("SELECT DISTINCT version FROM evaluation_publictable") == [(2,)]
    assert kennel.run("hashes_hold", user=ids["head"])
    path = f"/evaluasi/{here['centre']}/2022/terbitan/"
    with site.serving() as web:
        clerk = Visitor(web.port, session)
        page = clerk.get(path)
        assert page.status == 200
        assert page.body.index("2") < page.body.rindex("1")

        move(site, "-60 days")  # and far forward
        answer = clerk.get(path)
        assert (answer.status, answer.place.partition("?")[0]) == (302, "/akun/masuk/")
        assert Visitor(web.port, kennel.run("session", user=ids["clerk"])).get(path).status == 200
    assert kennel.run("publish", **told) == 3
    assert site.ask("SELECT DISTINCT version FROM evaluation_publictable") == [(3,)]


def test_a_worker_that_only_seems_dead_and_the_one_that_takes_over_do_the_work_once(site, kennel, here):
    told = {"files": [BOOTCAMP, INDUSTRY], "user": here["ids"]["clerk"], "centre": here["centre"]}
    load = kennel.run("sent_for_reading", **told)
    with Kennel(site) as other:
        other.database = site.name
        kennel.begin("work")
        deadline = time.monotonic() + 60
        while site.one("SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'") == 0:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        site.ask(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'"
        )  # forward by an hour
        other.run("take_up_stalled")
        kennel.ended()  # done, or told that its job is another's by now
        other.run("work")
    assert (
        site.one(
            "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND NOT args ? 'timestamp'"
        )
        == 0
    )
    staged = """
        SELECT f.name, count(*), count(DISTINCT (r.sheet_id, r.line)) FROM rosters_stagedrow r
        JOIN rosters_loadedsheet s ON s.id = r.sheet_id JOIN rosters_loadedfile f ON f.id = s.file_id
        WHERE f.load_id = %s GROUP BY f.name ORDER BY 1
    """
    found = site.ask(staged, [load])
    assert [name for name, _rows, _lines in found] == sorted(PEOPLE)
    assert all(rows == lines >= PEOPLE[name] for name, rows, lines in found)
