"""The clock is really moved under a running web server, worker and PostgreSQL, together and apart."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from factories.network import PASSWORD
from faults.kennel import Kennel
from faults.site import Clock, Installation
from faults.test_kills import BOOTCAMP, PEOPLE
from faults.visitor import Visitor
from page_forms import fields_of

DAY = 86_400
BEFORE_A_MINUTE = 55  # the schedule looks at the clock again a moment later
SIGN_IN = "/akun/masuk/"


@pytest.fixture
def clock(site: Installation, tmp_path: Path) -> Clock:
    if shutil.which("cc") is None:
        pytest.skip("moves the clock by a small library in C: sudo apt install gcc libc6-dev")
    site.clock = Clock(tmp_path)
    return site.clock


@pytest.fixture
def whole_machine(site: Installation, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    """PostgreSQL goes by the moved clock as well."""
    with monkeypatch.context() as told:
        for name, value in clock.told.items():
            told.setenv(name, value)
        site.kill_server()
        site.revive()
    yield clock
    site.end()
    site.kill_server()  # the next test starts it by the clock of this machine


@pytest.fixture
def moved(site: Installation) -> Iterator[Kennel]:
    """Deeds of processes that go by the moved clock."""
    with Kennel(site) as made:
        made.database = site.name
        yield made


def save_contact(officer: Visitor, path: str, phone: str) -> int:
    page = fields_of(officer.get(path).body, path)
    return officer.post(path, {**page, "phone": phone, "reason": "lapor di loket"}).status


def code_of(secret: str, at: float) -> str:
    return str(format_hotp_value(hotp_value(secret, int(at) // 30)))


def until(found, what: str, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < deadline, what
        time.sleep(0.2)


@pytest.mark.usefixtures("whole_machine")
def test_a_machine_whose_clock_goes_back_and_forth_goes_on_working(site, clock, moved, here):
    ids = here["ids"]
    publish = {"centre": here["centre"], "clerk": ids["clerk"], "head": ids["head"]}
    contact = f"/loket/orang/{site.one('SELECT id FROM people_person')}/kontak/"
    site.start(sys.executable, "-m", "titian", "worker")

    def folded() -> bool:
        return site.one("SELECT count(*) FROM evaluation_touchedenrolment") == 0

    with site.serving() as web:
        officer = Visitor(web.port, moved.run("session", user=ids["officer"]))
        assert save_contact(officer, contact, "081200000001") == 302
        assert moved.run("publish", **publish) == 1
        until(folded, "nothing folds")

        to_the_minute = BEFORE_A_MINUTE - int(clock.time()) % 60
        clock.move(to_the_minute - DAY)  # back: who was at work goes on, and so does the schedule
        assert save_contact(officer, contact, "081200000002") == 302
        moved.run("load", files=[BOOTCAMP], user=ids["clerk"], centre=here["centre"])
        until(folded, "after the clock went back nothing folds")
        assert moved.run("publish", **publish) == 2

        to_the_minute = BEFORE_A_MINUTE - int(clock.time()) % 60
        clock.move(clock.seconds + to_the_minute + 40 * DAY)  # forward: who left the desk is signed out
        answer = officer.get(contact)
        assert (answer.status, answer.place.partition("?")[0]) == (302, SIGN_IN)
        officer = Visitor(web.port, moved.run("session", user=ids["officer"]))
        assert save_contact(officer, contact, "081200000003") == 302
        assert moved.run("publish", **publish) == 3
        until(folded, "after the clock went forward nothing folds")

    assert site.ask("SELECT DISTINCT version FROM evaluation_publictable") == [(3,)]
    assert moved.run("hashes_hold", user=ids["head"])
    noted = site.ask("SELECT at FROM journal_entry WHERE verb = 'correct_contact' ORDER BY id")
    first, back, forth = [at.timestamp() for (at,) in noted]  # by number, in the order it happened
    assert back < first < forth
    assert site.one("SELECT phone FROM people_person WHERE name = 'Warga Uji'") == "081200000003"
    assert (
        site.one("SELECT count(*) FROM training_enrolment")
        == 1 + PEOPLE["bpvp-banyuwangi-bootcamp-2022.xlsx"]
    )


def test_a_code_of_another_hour_opens_nothing_and_none_opens_twice(site, clock, moved, here):
    secret = moved.run("second_factor", user=here["ids"]["head"])

    def opens(web, hour: Callable[[], float]) -> bool:
        comer = Visitor(web.port)
        comer.get(SIGN_IN)
        named = comer.post(SIGN_IN, {"login": here["users"]["head"], "password": PASSWORD})
        assert named.status == 302
        assert comer.get(named.place).status == 200
        while not 2 < time.time() % 30 < 20:  # a code that is about to end says nothing
            time.sleep(0.2)
        comer.post(named.place, {"code": code_of(secret, hour())})
        return comer.get(f"/evaluasi/{here['centre']}/2022/terbitan/").status == 200

    with site.serving() as web:
        clock.move(3_600)
        assert not opens(web, time.time)  # the telephone is right, the machine is not
        assert opens(web, clock.time)
        moment = clock.time()
        assert not opens(web, lambda: moment)
        clock.move(0)
        assert not opens(web, lambda: moment)
        assert opens(web, time.time)


def test_a_machine_whose_clock_is_not_that_of_its_database_says_so_and_deletes_nothing(
    site, clock, moved, here
):
    clock.move(2 * DAY)
    told = site.run("doctor")
    assert "Samakan jam mesin ini" in told.stdout
    assert site.run("retention", "--dry-run").returncode == 0
    refused = site.run("retention", "--apply")
    assert refused.returncode != 0
    assert "berselisih" in refused.stdout + refused.stderr
    assert "Traceback" not in refused.stdout + refused.stderr
    moved.run("load", files=[BOOTCAMP], user=here["ids"]["clerk"], centre=here["centre"])
    moved.run("fold")
    assert (
        site.one("SELECT count(*) FROM evaluation_participation")
        == 1 + PEOPLE["bpvp-banyuwangi-bootcamp-2022.xlsx"]
    )
