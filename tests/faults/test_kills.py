"""kill -9 at random moments: nothing half done, nothing doubled, nothing lost, and the work is finished after."""

from __future__ import annotations

import json
import sys
import time

import pytest

from faults.kennel import moments
from faults.site import POINTS, SAMPLE, made

BOOTCAMP = str(SAMPLE / "bpvp-banyuwangi-bootcamp-2022.xlsx")
INDUSTRY = str(SAMPLE / "bpvp-banyuwangi-industri-2022.xlsx")
PEOPLE = {"bpvp-banyuwangi-bootcamp-2022.xlsx": 80, "bpvp-banyuwangi-industri-2022.xlsx": 182}

WHOLE = """
    SELECT (SELECT count(*) FROM people_person), (SELECT count(DISTINCT nik_hash) FROM people_person),
        (SELECT count(*) FROM training_enrolment), (SELECT count(*) FROM planning_trainingclass),
        (SELECT count(*) FROM protection_cover), (SELECT count(*) FROM certification_verdict),
        (SELECT count(*) FROM placement_outcomereport), (SELECT count(*) FROM people_employmentspell),
        (SELECT count(*) FROM training_trainingcertificate), (SELECT count(*) FROM rosters_stagedrow WHERE live)
"""


def why_not_whole(site) -> str:
    """Return what is half done or doubled after a kill, if anything is."""
    carried = {name for (name,) in site.ask("SELECT name FROM rosters_loadedfile WHERE state = 'carried'")}
    [(people, niks, enrolled, *_rest)] = site.ask(WHOLE)
    expected = 1 + sum(PEOPLE[name] for name in carried)  # one was there before
    if enrolled != expected:
        return f"{enrolled} enrolments, {expected} expected of {carried}"
    return "" if people == niks else f"{people} people with {niks} numbers"


SERVER_KILLS = max(POINTS // 4, 1)  # PostgreSQL takes seconds to come back


@pytest.fixture
def told(here):
    return {"files": [BOOTCAMP, INDUSTRY], "user": here["ids"]["clerk"], "centre": here["centre"]}


def test_loads_killed_at_any_moment_leave_whole_files_and_are_finished_by_the_next(site, kennel, told, here):
    whole = site.copy(f"{site.name}_whole")
    kennel.database = whole.name
    length = kennel.seconds("load", **told)
    kennel.database = site.name
    broken = 0
    for moment in [length / 3, *moments(POINTS, length, seed=2022)]:  # one of a few is in the midst of it
        broken += kennel.killed("load", after=moment, **told)
        assert why_not_whole(site) == "", moment
    kennel.run("load", **told)

    assert site.ask(WHOLE) == whole.ask(WHOLE)
    kennel.run("fold")
    assert site.one("SELECT count(*) FROM evaluation_participation") == 1 + 80 + 182
    assert broken > 0


def test_two_loads_of_overlapping_files_at_once_double_nobody(site):
    commands = [["rosters", "load", *files] for files in ([BOOTCAMP, INDUSTRY], [INDUSTRY, BOOTCAMP])]
    both = [site.start(sys.executable, "-m", "titian", *command) for command in commands]
    assert [one.wait(150) for one in both] == [0, 0]
    assert why_not_whole(site) == ""
    assert site.one("SELECT count(*) FROM training_enrolment") == 1 + 80 + 182


def killed_under(site, kennel, deed: str, after: float, told: dict[str, object]) -> dict[str, object]:
    """Kill PostgreSQL so many seconds into a deed and start it again; return what the deed was answered."""
    kennel.begin(deed, **told)
    time.sleep(after)
    site.kill_server()
    answer = kennel.ended()
    site.revive()
    return answer


def signed_in_full(site, done: int) -> int:
    """Return how many publications are signed: those from before and at most one more, each with all it brings."""
    signed = site.ask("SELECT version, sha256 FROM evaluation_publication WHERE state = 'signed' ORDER BY 1")
    assert [version for version, _sha256 in signed] == list(range(1, len(signed) + 1))
    assert len(signed) in {done, done + 1}
    assert site.ask("SELECT DISTINCT version, sha256 FROM evaluation_publictable") == signed[-1:]
    assert site.one("SELECT count(*) FROM evaluation_publication WHERE state = 'proposed'") <= 1
    assert site.one("SELECT count(*) FROM journal_entry WHERE verb = 'sign_publication'") == len(signed)
    return len(signed)


def test_publications_are_all_there_or_not_at_all_whoever_is_killed(site, kennel, here):
    ids = here["ids"]
    told = {"centre": here["centre"], "clerk": ids["clerk"], "head": ids["head"]}
    length = kennel.seconds("publish", **told)
    done = 1
    for moment in moments(POINTS, length, seed=7):
        kennel.killed("publish", after=moment, **told)
        done = signed_in_full(site, done)
    for moment in moments(SERVER_KILLS, length, seed=13):
        answer = killed_under(site, kennel, "publish", moment, told)
        before, done = done, signed_in_full(site, done)
        if "value" in answer:  # what was answered is kept
            assert (answer["value"], done) == (before + 1, before + 1)
    assert kennel.run("publish", **told) == done + 1
    assert kennel.run("hashes_hold", user=ids["head"])


def test_jobs_of_a_killed_worker_are_taken_up_and_done_once(site, kennel, told):
    for moment in [*moments(POINTS, 3, seed=11)]:
        load = kennel.run("sent_for_reading", **told)
        kennel.killed("work", after=moment)
        site.ask("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")  # time passes
        kennel.run("take_up_stalled")
        kennel.run("work")
        waiting = """SELECT count(*) FROM procrastinate_jobs
            WHERE status IN ('todo', 'doing') AND task_name LIKE 'rosters.%' -- the clock may queue its own"""
        assert site.one(waiting) == 0
        read = site.ask(
            "SELECT state, count(*) FROM rosters_uploadedroster WHERE load_id = %s GROUP BY 1", [load]
        )
        assert read == [("read", 2)]
        staged = """
            SELECT f.name, count(*) FROM rosters_stagedrow r JOIN rosters_loadedsheet s ON s.id = r.sheet_id
            JOIN rosters_loadedfile f ON f.id = s.file_id WHERE f.load_id = %s GROUP BY f.id, f.name ORDER BY 1
        """
        assert [rows > 70 for _name, rows in site.ask(staged, [load])] == [True, True]


def test_a_fold_that_dies_with_its_lock_holds_no_later_fold_up(site, kennel):
    site.ask("""
        INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, args, status, worker_id)
        VALUES ('default', 'evaluation.fold', 'evaluation.fold', 'evaluation.fold', '{"timestamp": 1}', 'doing', NULL)
    """)
    site.ask("""
        INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, args, status)
        VALUES ('default', 'evaluation.fold', 'evaluation.fold', 'evaluation.fold', '{"timestamp": 2}', 'todo')
    """)
    kennel.run("take_up_stalled")  # the clock may have done so before
    kennel.run("work")
    found = site.ask("""
        SELECT status::text, count(*) FROM procrastinate_jobs WHERE task_name = 'evaluation.fold'
          AND args->>'timestamp' IN ('1', '2') -- the clock may queue another
        GROUP BY 1 ORDER BY 1
    """)
    assert found == [("failed", 1), ("succeeded", 1)]


def test_postgresql_killed_under_loads_loses_nothing_it_promised(site, kennel, told):
    for moment in moments(SERVER_KILLS, 4, seed=5):
        answer = killed_under(site, kennel, "load", moment, told)
        carried = site.one("SELECT count(*) FROM rosters_loadedfile WHERE state = 'carried'")
        assert carried >= (2 if "value" in answer else 0)
        assert why_not_whole(site) == ""
    kennel.run("load", **told)
    assert site.one("SELECT count(*) FROM training_enrolment") == 1 + 80 + 182


ANNOUNCED = """
    SELECT run.state, round.state, round.published <> '{}',
        (SELECT count(*) FROM admissions_offer),
        (SELECT count(*) FROM journal_entry WHERE verb IN ('confirm_run', 'offer_seats', 'confirm_result'))
    FROM admissions_run run JOIN admissions_admissionround round ON round.id = run.round_id WHERE run.id = %s
"""


def test_an_announced_selection_is_all_there_or_not_at_all_whoever_is_killed(site, kennel):
    told = json.loads(made(site, "selection"))
    trial = site.copy(f"{site.name}_0")
    [nothing] = trial.ask(ANNOUNCED, [told["run"]])
    kennel.database = trial.name
    length = kennel.seconds("announce", **told)
    [everything] = trial.ask(ANNOUNCED, [told["run"]])
    assert (nothing, everything) == (
        ("proposed", "proposed", False, 0, 0),
        ("confirmed", "confirmed", True, 2, 3),
    )
    for number, moment in enumerate(moments(POINTS, length, seed=17), 1):
        trial = site.copy(f"{site.name}_{number}")
        kennel.database = trial.name
        if number % 4 == 1:  # of PostgreSQL fewer: it takes seconds to come back
            answer = killed_under(trial, kennel, "announce", moment, told)
        else:
            answer = {}
            kennel.killed("announce", after=moment, **told)
        [found] = trial.ask(ANNOUNCED, [told["run"]])
        assert found == everything if "value" in answer else found in {nothing, everything}, moment
        if found == nothing:
            kennel.run("announce", **told)
            assert trial.ask(ANNOUNCED, [told["run"]]) == [everything]
