"""The connection is lost at any moment and comes back: nothing doubled, nothing lost, no traceback on a page."""

from __future__ import annotations

import http.client
import random
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from faults.site import POINTS, Installation
from faults.visitor import Answer, Visitor
from faults.wire import Wire

COUNTS = """
    SELECT (SELECT count(*) FROM training_enrolment), (SELECT count(*) FROM people_person),
        (SELECT count(*) FROM people_servicelink)
"""


@pytest.fixture
def wire(site: Installation) -> Iterator[Wire]:
    """What the web processes of the site take for the database."""
    with tempfile.TemporaryDirectory(prefix="titian-") as folder:
        made = Wire(Path(folder) / ".s.PGSQL.5432", str(site.server.socket / ".s.PGSQL.5432"))
        site.wired = Path(folder)
        yield made
        site.wired = None
        made.close()


def participant(serial: int) -> dict[str, object]:
    return {
        "nik": f"351004440501{serial:04}", "name": f"Citra Uji {serial}", "birth_date": "2001-05-04", "sex": "P",
        "regency": "35.10", "simpan": "berikutnya",
    }  # fmt: skip


def sent(visitor: Visitor, path: str, serial: int) -> Answer | None:
    """Send a participant; None where the connection was lost before an answer came."""
    try:
        return visitor.post(path, participant(serial))
    except (http.client.HTTPException, OSError):
        return None


def test_a_database_that_goes_away_in_any_request_and_comes_back(site, kennel, here, wire) -> None:
    path = f"/paket/{here['class']}/peserta/tambah/"
    chance = random.Random(2026)
    lost = 0
    with site.serving() as web:
        clerk = Visitor(web.port, kennel.run("session", user=here["ids"]["clerk"]))
        assert clerk.get(path).status == 200
        before = wire.sent
        assert sent(clerk, path, 1).status == 302
        length = wire.sent - before
        for serial in range(2, 2 + POINTS):
            wire.cut_after(chance.randrange(1, length))
            answer = sent(clerk, path, serial)
            wire.mend()
            assert answer is not None
            assert answer.status in {302, 500, 503}, answer.status
            assert "Traceback" not in answer.body
            assert "OperationalError" not in answer.body
            [(enrolled, people, links)] = site.ask(COUNTS)
            assert enrolled == people == links
            assert enrolled in {serial, serial + 1}  # all of it or nothing
            assert answer.status != 302 or enrolled == serial + 1  # what was promised is there
            lost += answer.status != 302
            while sent(clerk, path, serial).status != 302:  # each thread finds its lost connection once
                pass
            assert site.ask(COUNTS) == [(serial + 1,) * 3]  # sent again, it is there once

        wire.hold()
        threading.Timer(2, wire.release).start()
        assert sent(clerk, path, 9999).status == 302  # a network that hangs is waited for
        assert site.ask(COUNTS) == [(POINTS + 3,) * 3]
    assert lost > 0


def test_a_visitor_whose_line_breaks_sends_again_and_is_there_once(site, kennel, here) -> None:
    path = f"/paket/{here['class']}/peserta/tambah/"
    with site.serving() as web:
        line = Wire(None, ("127.0.0.1", web.port))
        clerk = Visitor(line.port, kennel.run("session", user=here["ids"]["clerk"]))
        assert clerk.get(path).status == 200
        for serial, after in enumerate([1, 300, 10**6], start=1):
            line.cut_after(after)
            breaking = (
                threading.Timer(0.15, line.cut) if after == 10**6 else None
            )  # while it is being answered
            if breaking:
                breaking.start()
            sent(clerk, path, serial)
            line.mend()
            if breaking:
                breaking.join()
            assert sent(clerk, path, serial).status == 302
            assert site.ask(COUNTS) == [(serial + 1,) * 3]
        line.close()
