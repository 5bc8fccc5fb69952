"""The seed from a public beacon: named with the seal, taken where mirrors agree, and dice with a reason where not."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from engines import lottery
from factories import admissions as world
from titian.accounts.actions import system_actor
from titian.admissions.actions.draw_lottery import type_dice
from titian.admissions.actions.judge import rate
from titian.admissions.actions.rounds import close_round
from titian.admissions.actions.take_light import take_light
from titian.admissions.beacons import BeaconFailed, Chain, light_of
from titian.admissions.bundle import checks_of
from titian.admissions.jobs import take_due_lights
from titian.admissions.models import Beacon, Exam
from titian.admissions.queries.tickets import proof_of, source_of
from titian.core.errors import DomainError

CHAIN = "ab" * 32
GENESIS, PERIOD = 1_700_000_000, 3
SIGNATURE = "c0ffee" * 16


class Mirror(BaseHTTPRequestHandler):
    """What a drand mirror answers; `lies` change parts of it."""

    lies: dict = {}

    def do_GET(self):
        _blank, chain, what, *number = self.path.split("/")
        if what == "info":
            said = {"hash": chain, "genesis_time": GENESIS, "period": PERIOD}
        else:
            signature = self.lies.get("signature", SIGNATURE)
            value = sha256(bytes.fromhex(signature)).hexdigest()
            said = {"round": int(number[0]), "randomness": value, "signature": signature}
        said |= {name: told for name, told in self.lies.items() if name in said}
        body = self.lies.get("body", json.dumps(said)).encode()
        self.send_response(self.lies.get("status", 200))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said):
        """Nothing: a test is quiet."""


@contextmanager
def mirrors(*lies):
    """Serve as many mirrors on the loopback as there are sets of lies; none of them asks anybody else."""
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), type("Lying", (Mirror,), {"lies": one})) for one in lies]
    for server in servers:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield [f"http://127.0.0.1:{server.server_port}" for server in servers]
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


def test_the_rounds_of_quicknet_come_out_when_the_public_chain_says():
    quicknet = {"genesis": 1_692_803_367, "period": 3}
    midnight = 1_776_643_200  # 20 April 2026, UTC
    assert lottery.beacon_round_at(midnight, **quicknet) == 27_946_612
    assert lottery.beacon_time(27_946_612, **quicknet) == midnight
    assert lottery.beacon_round_at(midnight + 1, **quicknet) == 27_946_613
    assert lottery.beacon_round_at(0, **quicknet) == 1
    with pytest.raises(ValueError, match="numbered from 1"):
        lottery.beacon_time(0, **quicknet)


def test_two_mirrors_that_agree_are_believed():
    with mirrors({}, {}) as asked:
        light = light_of(Chain(CHAIN, GENESIS, PERIOD), 7, asked)
    assert light.value == sha256(bytes.fromhex(SIGNATURE)).hexdigest()
    assert len(light.mirrors) == 2


@pytest.mark.parametrize(
    ("lies", "words"),
    [
        ([{}, {"hash": "cd" * 32}], "rantainya lain"),
        ([{}, {"genesis_time": GENESIS + 3}], "rantainya lain"),
        ([{}, {"round": 8}], "nomor putarannya lain"),
        ([{}, {"signature": "decade" * 16}], "Cermin suar berbeda"),
        ([{}, {"randomness": "00" * 32}], "bukan sidik tanda tangannya"),
        ([{}, {"randomness": "nix"}], "tidak utuh"),
        ([{}, {"body": "<html>"}], "tidak utuh"),
        ([{}, {"body": "[]"}], "tidak utuh"),
        ([{}, {"status": 503}], "HTTP 503"),
        ([{}], "Perlu 2 cermin yang sama, yang menjawab 1"),
    ],
    ids=[
        "chain",
        "genesis",
        "round",
        "disagree",
        "value",
        "no hex",
        "no json",
        "no object",
        "down",
        "one alone",
    ],
)
def test_what_cannot_be_believed_is_refused(lies, words):
    with mirrors(*lies) as asked, pytest.raises(BeaconFailed, match=words):
        light_of(Chain(CHAIN, GENESIS, PERIOD), 7, asked)


def test_the_same_mirror_twice_is_one():
    with mirrors({}) as asked, pytest.raises(BeaconFailed, match="yang menjawab 1"):
        light_of(Chain(CHAIN, GENESIS, PERIOD), 7, asked * 2)


def test_a_mirror_that_is_not_there_is_out_of_reach():
    with mirrors({}) as asked, mirrors({}) as gone:
        pass
    with mirrors({}) as asked, pytest.raises(BeaconFailed, match="tidak terjangkau"):
        light_of(Chain(CHAIN, GENESIS, PERIOD), 7, [*asked, *gone])


@pytest.fixture
def sealed(db, settings):
    """A list sealed today whose seed is to come from the beacon in two hours; papers and marks are done."""
    settings.BEACON_MIRRORS = ["http://127.0.0.1:9", "http://127.0.0.2:9"]
    settings.BEACON_CHAIN, settings.BEACON_GENESIS, settings.BEACON_PERIOD = CHAIN, GENESIS, PERIOD
    called = world.call()
    applications = [world.applicant(called) for _mark in range(3)]
    for application, mark in zip(applications, (80, 80, 80), strict=True):
        world.judged(called, application, mark)
    draw_at = timezone.now() + timedelta(hours=2)
    close_round(called.reload(), actor=called.clerk, today=world.AFTER, draw_at=draw_at)
    called.reload()
    return called, applications, draw_at


def later(moment):
    return patch("django.utils.timezone.now", return_value=moment)


def refused(code, act, *args, **kwargs):
    with pytest.raises(DomainError) as refusal:
        act(*args, **kwargs)
    assert refusal.value.code == code


def test_the_round_is_named_with_the_seal_and_its_value_becomes_the_seed(
    sealed, settings, ask, tmp_path, capsys
):
    called, applications, draw_at = sealed
    beacon = called.round.beacon
    assert timedelta(0) <= beacon.due_at - draw_at < timedelta(seconds=PERIOD + 1)
    page = ask(f"/undian/{called.round.pk}/").content.decode()
    assert CHAIN in page
    assert "dadu dilempar di depan umum dan alasannya ditulis di sini" in page
    assert "belum diambil" in page
    assert "belum dilempar" not in page
    steps = f"/seleksi/{called.round.pk}/"
    assert "Ambil nilai suar sekarang" not in ask(steps, called.clerk).content.decode()
    with later(beacon.due_at):
        assert "Ambil nilai suar sekarang" in ask(steps, called.clerk).content.decode()
    refused("beacon_named", type_dice, called.round, world.DICE, actor=called.clerk)
    refused("beacon_not_asked", take_light, called.round, actor=called.clerk, now=timezone.now())
    with mirrors({}, {}) as settings.BEACON_MIRRORS:
        take_light(called.round, actor=called.clerk, now=beacon.due_at)
    called.reload()
    value = sha256(bytes.fromhex(SIGNATURE)).hexdigest()
    assert (called.round.state, called.round.thrown) == ("drawn", value)
    assert called.round.seed == lottery.seed(value, bytes.fromhex(called.round.root)).hex()
    page = ask(f"/undian/{called.round.pk}/").content.decode()
    assert value in page
    assert "bandingkanlah dengan rantai umum" in page
    proof = proof_of(applications[0].__class__.objects.select_related("round").get(pk=applications[0].pk))
    assert proof["source"]["beacon"]["signature"] == SIGNATURE

    run = world.confirmed(called, world.proposed(called))
    assert [check.what for check in checks_of(json.loads(run.bundle)) if not check.holds] == []
    file = tmp_path / "run.json"
    file.write_text(run.bundle)
    call_command("admissions", "verify", str(file))
    assert "bandingkan dengan rantai umum" in capsys.readouterr().out
    for part, told, broken in (
        ("signature", "00" * 48, "beacon"),
        ("round", 1, "beacon_later"),
    ):
        bundle = json.loads(run.bundle)
        bundle["lottery"]["source"]["beacon"][part] = told
        assert [check.what for check in checks_of(bundle) if not check.holds] == [broken]
    bundle = json.loads(run.bundle)
    bundle["lottery"]["source"]["kind"] = "dice"
    file.write_text(json.dumps(bundle))
    with pytest.raises(CommandError, match="tidak dapat dipercaya"):
        call_command("admissions", "verify", str(file))


def test_out_of_reach_until_the_deadline_the_dice_are_thrown_and_the_page_says_why(sealed, settings, ask):
    called, _applications, _draw_at = sealed
    beacon = called.round.beacon
    with mirrors({}, {"signature": "decade" * 16}) as settings.BEACON_MIRRORS:
        take_light(called.round, actor=called.clerk, now=beacon.due_at)
        assert "Cermin suar berbeda" in Beacon.objects.get().trouble
        assert "Percobaan terakhir" in ask(f"/undian/{called.round.pk}/").content.decode()
        refused("beacon_named", type_dice, called.reload(), world.DICE, actor=called.clerk)
        take_light(called.reload(), actor=called.clerk, now=beacon.wait_until + timedelta(seconds=1))
    refused("beacon_not_asked", take_light, called.reload(), actor=called.clerk, now=beacon.wait_until)
    world.confirmed(called)
    assert called.round.thrown == world.DICE
    assert "Dadu dipakai, karena" in ask(f"/undian/{called.round.pk}/").content.decode()
    bundle = json.loads(called.round.runs.get().bundle)
    assert bundle["lottery"]["source"]["kind"] == "dice"
    assert [check.what for check in checks_of(bundle) if not check.holds] == []
    bundle["lottery"]["source"]["why"] = ""
    assert [check.what for check in checks_of(bundle) if not check.holds] == ["dice"]


def test_who_could_know_the_tickets_marks_no_more_and_unfinished_marks_leave_the_seed_to_the_dice(
    sealed, settings
):
    called, applications, _draw_at = sealed
    beacon = called.round.beacon
    choice = applications[0].choices.get()
    rate(choice, Exam.WRITTEN, 81, actor=called.rater)
    with later(beacon.due_at):
        refused("marks_frozen", rate, choice, Exam.WRITTEN, 82, actor=called.rater)
    choice.ratings.filter(rater=called.second).delete()
    with mirrors({}, {}) as settings.BEACON_MIRRORS:
        take_light(called.round, actor=called.clerk, now=beacon.due_at)
    assert "belum diisi oleh dua penilai" in source_of(called.reload())["why"]
    rate(choice, Exam.WRITTEN, 80, actor=called.second)  # chance comes anew, so marks may be completed
    assert called.round.state == "closed"


def test_the_clock_asks_by_itself_and_only_once_it_is_due(sealed, settings):
    called, _applications, _draw_at = sealed
    system_actor("shell")
    with patch("titian.admissions.jobs.acting_as"), mirrors({}, {}) as settings.BEACON_MIRRORS:
        assert take_due_lights(0) == 0
        with later(called.round.beacon.due_at):
            assert take_due_lights(0) == 1
            assert take_due_lights(0) == 0
    assert called.reload().state == "drawn"


def test_the_time_of_the_draw_is_asked_on_screen_and_bounded(db, settings, ask):
    settings.BEACON_MIRRORS = ["http://127.0.0.1:9", "http://127.0.0.2:9"]
    called = world.call()
    steps = f"/seleksi/{called.round.pk}/langkah/"
    page = ask(f"/seleksi/{called.round.pk}/", called.clerk).content.decode()
    assert 'name="draw_at"' in page
    assert "Undian dengan suar umum" in page
    assert "Belum ada lamaran yang berlaku." in page
    for said, words in (
        ("", "Sebutkan waktu undian"),
        ("2026-01-21T10:00", "paling cepat satu jam"),
        ("2099-01-21T10:00", "paling lama 60 hari"),
    ):
        answer = ask(steps, called.clerk, {"langkah": "close_round", "draw_at": said})
        assert words in answer.content.decode()
    assert called.reload().state == "open"
    draw_at = timezone.localtime(timezone.now() + timedelta(days=2))
    ask(steps, called.clerk, {"langkah": "close_round", "draw_at": f"{draw_at:%Y-%m-%dT%H:%M}"})
    assert called.reload().state == "closed"
    page = ask(f"/seleksi/{called.round.pk}/", called.clerk).content.decode()
    assert "Menunggu suar" in page
    assert "baru terbit pada" in ask(steps, called.clerk, {"langkah": "take_light"}).content.decode()
