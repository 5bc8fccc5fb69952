"""Web and worker processes are killed for real while they publish, and started again."""

from __future__ import annotations

import http.client
import re
import sys
import threading
import time
from contextlib import suppress

from faults.kennel import moments
from faults.site import POINTS, end_group
from faults.test_kills import BOOTCAMP, INDUSTRY, PEOPLE
from faults.visitor import Visitor

KILLS = max(POINTS // 10, 2)  # each starts a web server anew


def versions(site) -> tuple[list[tuple[int, str]], int]:
    rows = site.ask("SELECT version, state FROM evaluation_publication ORDER BY version")
    public = site.ask("SELECT DISTINCT version FROM evaluation_publictable")
    signed = [version for version, state in rows if state == "signed"]
    assert [version for version, _state in rows] == list(range(1, len(rows) + 1))
    assert public == ([(signed[-1],)] if signed else [])
    assert site.one("SELECT count(*) FROM journal_entry WHERE verb = 'sign_publication'") == len(signed)
    return rows, len(signed)


def interrupted(web, visitor: Visitor, path: str, fields: dict[str, object], after: float) -> None:
    """Send, and kill every web process so many seconds later; whoever waits for the answer gets none."""

    def send() -> None:
        with suppress(OSError, http.client.HTTPException):
            visitor.post(path, fields)

    sending = threading.Thread(target=send)
    sending.start()
    time.sleep(after)
    web.kill()
    sending.join()
    web.start()


def test_web_processes_killed_while_they_publish_leave_whole_versions(site, kennel, here):
    ids, path = here["ids"], f"/evaluasi/{here['centre']}/2022/terbitan/"
    with site.serving() as web:
        clerk, head = (Visitor(web.port, kennel.run("session", user=ids[who])) for who in ("clerk", "head"))
        assert clerk.get(path).status == 200
        started = time.monotonic()
        assert clerk.post(f"{path}usulkan/", {"note": "rakor"}).status == 302
        length = time.monotonic() - started
        for after in moments(KILLS, length, seed=9):
            before, signed = versions(site)
            if before and before[-1][1] == "proposed":
                page = head.get(f"{path}{before[-1][0]}/")
                seal = re.search(r'name="sha256" value="([0-9a-f]{64})"', page.body)[1]
                interrupted(web, head, f"{path}{before[-1][0]}/tanda-tangan/", {"sha256": seal}, after / 4)
                _rows, now = versions(site)
                assert now in {signed, signed + 1}
            else:
                assert clerk.get(path).status == 200
                interrupted(web, clerk, f"{path}usulkan/", {"note": "rakor"}, after)
                rows, now = versions(site)
                assert (rows[: len(before)], now) == (before, signed)
                assert len(rows) in {len(before), len(before) + 1}
        assert kennel.run("publish", centre=here["centre"], clerk=ids["clerk"], head=ids["head"])
        versions(site)
        assert kennel.run("hashes_hold", user=ids["head"])


def test_a_worker_process_killed_in_a_load_is_followed_by_one_that_finishes_it(site, kennel, here):
    told = {"files": [BOOTCAMP, INDUSTRY], "user": here["ids"]["clerk"], "centre": here["centre"]}
    load = kennel.run("sent_for_reading", **told)
    first = site.start(sys.executable, "-m", "titian", "worker")
    deadline = time.monotonic() + 60
    while site.one(
        "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'rosters.stage' AND status = 'todo'"
    ):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    end_group(first)  # kill -9 of the worker in the middle of its work
    site.ask("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
    kennel.run("take_up_stalled")
    site.start(sys.executable, "-m", "titian", "worker")
    read = "SELECT count(*) FROM rosters_uploadedroster WHERE load_id = %s AND state = 'read'"
    while site.one(read, [load]) < 2:
        assert time.monotonic() < deadline + 60
        time.sleep(0.1)
    staged = """
        SELECT f.name, count(*) FROM rosters_stagedrow r JOIN rosters_loadedsheet s ON s.id = r.sheet_id
        JOIN rosters_loadedfile f ON f.id = s.file_id WHERE f.load_id = %s GROUP BY f.name
    """
    found = dict(site.ask(staged, [load]))
    assert found.keys() == PEOPLE.keys()
    assert all(rows >= PEOPLE[name] for name, rows in found.items())
