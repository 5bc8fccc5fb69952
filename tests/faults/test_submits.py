"""Fifty identical submits at once over HTTP to a real web server make one record."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from faults.site import POINTS, Web
from faults.test_kills import BOOTCAMP
from faults.visitor import Visitor


@pytest.fixture
def web(site) -> Iterator[Web]:
    with site.serving() as served:
        yield served


def test_fifty_identical_submits_at_once_make_one_record(site, web, kennel, here, tmp_path):
    def visitor(name: str) -> Visitor:
        return Visitor(web.port, kennel.run("session", user=here["ids"][name]))

    def made(query: str) -> int:
        return int(site.one(query))

    statuses: dict[str, Counter[int]] = {}
    kinds: dict[str, int] = {}

    clerk, path = visitor("clerk"), f"/paket/{here['class']}/peserta/tambah/"
    before = made("SELECT count(*) FROM people_person")
    assert clerk.get(path).status == 200
    person = {
        "nik": "3510054405010003", "name": "Citra Dewi Uji", "birth_date": "2001-05-04", "sex": "P",
        "regency": "35.10", "simpan": "berikutnya",
    }  # fmt: skip
    statuses["participant"] = Counter(one.status for one in clerk.post_at_once(path, person))
    kinds["person"] = made("SELECT count(*) FROM people_person") - before
    kinds["enrolment"] = made("SELECT count(*) FROM training_enrolment") - before
    kinds["spells"] = made("SELECT count(*) FROM people_servicelink") - before

    operator, path = visitor("operator"), "/roster/kirim/"
    page = operator.get(path)
    assert page.status == 200
    year = re.search(r'<option value="(\d{4})"', page.body)[1]
    file = ("rosters", Path(BOOTCAMP))
    sent = operator.post_at_once(path, {"way": "0", "year": year, "note": ""}, file=file)
    statuses["hand-in"] = Counter(one.status for one in sent)
    kinds["hand-in"] = made("SELECT count(*) FROM rosters_uploadedroster")

    path = f"/evaluasi/{here['centre']}/2022/terbitan/"
    assert clerk.get(path).status == 200
    # Each evaluates a whole year: fifty of them are part of a full run only.
    proposed = clerk.post_at_once(f"{path}usulkan/", {"note": "rakor"}, times=8 if POINTS < 100 else 50)
    statuses["proposal"] = Counter(one.status for one in proposed)
    kinds["proposal"] = made("SELECT count(*) FROM evaluation_publication")

    administrator, path = visitor("administrator"), f"/lembaga/{here['centre']}/undang/"
    assert administrator.get(path).status == 200
    guest = {"name": "Tamu Uji", "username": "tamu.uji", "role": "instructor"}
    statuses["invitation"] = Counter(one.status for one in administrator.post_at_once(path, guest))
    kinds["invitation"] = made("SELECT count(*) FROM network_invitation")

    machine = Visitor(web.port, token=here["token"])
    told = {"centre_id": here["centre"], "year": 2022, "channel": "institutional"}
    answers = machine.post_at_once("/api/v1/rosters/loads", told, file=("files", Path(BOOTCAMP)))
    statuses["load"] = Counter(one.status for one in answers)
    kinds["load"] = made("SELECT count(*) FROM rosters_load")

    assert kinds == dict.fromkeys(kinds, 1), statuses
    assert {status for counts in statuses.values() for status in counts if status >= 500} == set(), statuses
