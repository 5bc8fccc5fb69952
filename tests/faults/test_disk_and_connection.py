"""The disk is full, or the database goes away and comes back: a sentence, whole data, and the work goes on."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from faults.site import Installation, copy_home
from faults.test_kills import BOOTCAMP
from faults.visitor import Visitor

SPARE = 60 * 1024  # kilobytes beside what the installation holds; a load needs a part of it


def test_a_load_on_a_full_disk_says_so_changes_nothing_and_goes_on_when_there_is_room(
    built: Path, small_disk: Callable[[int], Path]
) -> None:
    held = int(
        subprocess.run(["du", "-sk", built], capture_output=True, text=True, check=True).stdout.split()[0]
    )
    disk = small_disk(held + SPARE)
    site = copy_home(built, disk / "home")
    with site.server.running():
        filler = disk / "filler"
        room = os.statvfs(disk)
        with filler.open("wb") as file:
            file.write(bytes(room.f_bavail * room.f_frsize - 200 * 1024))
        done = site.run("rosters", "load", BOOTCAMP)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert "Disk basis data penuh" in done.stderr or "tidak dapat dihubungi" in done.stderr, done.stderr
        filler.unlink()

        site.revive()  # it ends itself where it cannot even write down that it is full
        assert site.one("SELECT count(*) FROM training_enrolment") == 1
        site.titian("rosters", "load", BOOTCAMP)
        assert site.one("SELECT count(*) FROM training_enrolment") == 1 + 80


def test_pages_are_answered_again_when_a_killed_database_is_back(site: Installation, kennel, here) -> None:
    with site.serving() as web:
        clerk = Visitor(web.port, kennel.run("session", user=here["ids"]["clerk"]))
        assert clerk.get("/paket/").status == 200
        site.kill_server()
        assert clerk.get("/paket/").status == 500
        site.revive()
        assert [clerk.get("/paket/").status for _time in range(8)] == [
            200
        ] * 8  # both processes, every thread
