"""A round of admission from database to database: what is read, judged, seated and explained, against COPY."""

from __future__ import annotations

import json
import time
from uuid import uuid4

from django.db import connections
from django.utils import timezone
from psycopg import sql

from benchmarks import database
from benchmarks._province import Nation, nation
from benchmarks.measuring import peak_memory, seconds
from benchmarks.report import Figure, Report
from engines.admission import Round, second
from titian.accounts.models import User
from titian.admissions.actions.draw_lottery import type_dice
from titian.admissions.actions.rounds import close_round
from titian.admissions.actions.run_rule import propose_result
from titian.admissions.arrays import arrays_of
from titian.admissions.models import AdmissionRound, Run
from titian.core.access import acting_as

DATABASE = True
LIBRARIES = ("numba", "numpy")
APPLICANTS = {"small": (2_000, 10_000), "full": (10_000, 100_000)}
WARMING = 160
CENTRE = 1_000_002  # the big one
SEATS = 16
DICE = "31415162534265351426"
# Three groups as the engine's own benchmark has them: one seat for disability, eight for home, the rest open.
ROUND = (
    """
    INSERT INTO planning_trainingclass (id, created_at, updated_at, year, code, wave, capacity, hours, starts_on,
        ends_on, is_demo, centre_id, channel_id, fund_id, organiser_id, programme_id)
    SELECT %(first)s + i, now(), now(), extract(year FROM current_date), %(token)s || '-' || i, '', 16, 240,
        current_date + 60, current_date + 100, true, %(centre)s, 'institutional',
        (SELECT code FROM standards_fund ORDER BY code LIMIT 1), %(centre)s, 1000001 + i %% 40
    FROM generate_series(1, %(classes)s) i
    """,
    """
    INSERT INTO planning_opening (id, created_at, updated_at, training_class_id, decree, seats, reserves, beds_men,
        beds_women, accessible_beds_men, accessible_beds_women, minimum_age, must_read, must_not_work, must_not_study,
        regions, only_sex, only_sex_reason, written_weight, interview_weight, band, pass_mark, locked)
    SELECT id, now(), now(), id, 'KEP 1', 16, 2, 0, 0, 0, 0, 17, true, false, false, '{}', '', '', 60, 40, 1, 0, true
    FROM planning_trainingclass WHERE code LIKE %(token)s || '-%%'
    """,
    """
    INSERT INTO planning_seatgroup (opening_id, position, name, guarantee, seats, beds_men, beds_women, beds_only,
        tiers)
    SELECT o.id, g.place, g.name, g.place = 0, g.seats, 0, 0, false, g.tiers
    FROM planning_opening o
    JOIN (SELECT code, row_number() OVER (ORDER BY code) - 1 AS n, count(*) OVER () AS of
        FROM (SELECT DISTINCT regency_id AS code FROM people_person ORDER BY 1 LIMIT %(regencies)s) known) home
        ON home.n = o.id %% home.of,
    LATERAL (VALUES
        (0, 'Disabilitas', 1, jsonb_build_array(jsonb_build_array('disability'), '[]'::jsonb)),
        (1, 'Daerah asal', 8, jsonb_build_array(jsonb_build_array(home.code), '[]'::jsonb)),
        (2, 'Terbuka', 7, '[[]]'::jsonb)) g (place, name, seats, tiers)
    WHERE o.id > %(first)s AND o.id <= %(first)s + %(classes)s
    """,
    """
    INSERT INTO admissions_admissionround (id, created_at, updated_at, state, centre_id, name, opens_on, closes_on,
        offer_days, repeat_months, root, leaves, thrown, seed, run_trouble, published, aborted_reason, is_demo)
    VALUES (%(first)s, now(), now(), 'open', %(centre)s, %(token)s, current_date - 30, current_date - 1, 5, 12, '',
        '[]', '', '', '', '{}', '', true)
    """,
    """
    INSERT INTO admissions_roundclass (id, round_id, opening_id, position)
    SELECT id, %(first)s, id, row_number() OVER (ORDER BY id) - 1 FROM planning_opening
    WHERE id > %(first)s AND id <= %(first)s + %(classes)s
    """,
    """
    INSERT INTO admissions_application (id, created_at, updated_at, state, round_id, person_id, number, salt,
        submitted_at, entered_by_id, reads, works, studies, disability, support)
    SELECT %(first)s + i, now(), now(), 'submitted', %(first)s, i, 'S' || %(first)s || '-' || lpad(i::text, 7, '0'),
        decode(md5(i::text), 'hex'), now(), %(clerk)s, true, false, false, i %% 47 = 0, ''
    FROM generate_series(1, %(applicants)s) i
    """,
    """
    INSERT INTO people_servicelink (person_id, organisation_id, since, reason)
    SELECT person_id, %(centre)s, current_date, 'lamaran' FROM admissions_application WHERE round_id = %(first)s
    ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO admissions_choice (id, application_id, round_class_id, rank, term)
    SELECT (%(first)s + i) * 5 + rank, %(first)s + i,
        %(first)s + 1 + (power(abs(hashint8extended(i, 7) %% 1000) / 1000.0, 3) * %(classes)s + rank * 37)::bigint
            %% %(classes)s, rank, 0
    FROM generate_series(1, %(applicants)s) i, generate_series(1, 5) rank
    """,
    """
    INSERT INTO admissions_documentcheck (created_at, updated_at, application_id, complete, reason, checked_by_id)
    SELECT now(), now(), id, true, '', %(clerk)s FROM admissions_application WHERE round_id = %(first)s
    """,
    """
    INSERT INTO admissions_rating (created_at, updated_at, choice_id, test, rater_id, place, mark)
    SELECT now(), now(), c.id, test, CASE place WHEN 1 THEN %(clerk)s ELSE %(second)s END, place,
        30 + abs(hashint8extended(c.id, length(test)) %% 60) + place * 3
    FROM admissions_choice c JOIN admissions_application a ON a.id = c.application_id AND a.round_id = %(first)s,
        (VALUES ('written'), ('interview')) t (test), generate_series(1, 2) place
    """,
)  # fmt: skip
REGENCIES = 60
# What a round is made of, as the rule needs it, and nothing else. Read out by COPY, past every policy, it is the peer's
# first half.
INPUTS = (
    """SELECT a.id, a.number, a.salt, a.disability, a.reads, a.works, a.studies, p.regency_id, p.birth_date, p.sex,
        p.education_id, d.complete FROM admissions_application a JOIN people_person p ON p.id = a.person_id
        LEFT JOIN admissions_documentcheck d ON d.application_id = a.id""",
    """SELECT c.id, c.application_id, c.round_class_id, c.rank, c.term
        FROM admissions_choice c JOIN admissions_application a ON a.id = c.application_id""",
    """SELECT r.choice_id, r.test, r.place, r.mark FROM admissions_rating r
        JOIN admissions_choice c ON c.id = r.choice_id JOIN admissions_application a ON a.id = c.application_id""",
    """SELECT a.position, t.code, t.starts_on, o.* FROM admissions_roundclass a
        JOIN planning_opening o ON o.id = a.opening_id JOIN planning_trainingclass t ON t.id = o.training_class_id""",
    """SELECT g.* FROM planning_seatgroup g JOIN admissions_roundclass a ON a.opening_id = g.opening_id""",
)


KEYS = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass"


def run(size: str) -> Report:
    held = nation(size)
    name = f"bench_rounds_{uuid4().hex[:8]}"
    with database.superuser("postgres") as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER titian_owner").format(
                sql.Identifier(name), sql.Identifier(held.name)
            )
        )
    try:
        for alias in ("default", "fold"):
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = name
        _round(name, held, WARMING, size)  # a worker loads the compiled rule once
        figures = [_round(name, held, n, size) for n in APPLICANTS[size]]
    finally:
        connections.close_all()
        with database.superuser("postgres") as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )
    return Report(
        "How long does a round take from the applications in the database to results with their reasons in it?",
        {"applicants": APPLICANTS[size][-1], "choices": 5, "seats_a_class": SEATS},
        tuple(figures),
        (f"peak memory {peak_memory()}",),
    )


def _round(name: str, held: Nation, applicants: int, size: str) -> Figure:
    first = 9_000_000_000 + applicants * 10
    values = {
        "first": first, "classes": applicants // SEATS, "applicants": applicants, "centre": CENTRE,
        "token": uuid4().hex[:8], "clerk": held.readers["centre_20000"], "second": held.readers["ministry"],
        "regencies": REGENCIES,
    }  # fmt: skip
    with database.superuser(name) as connection:
        connection.execute("SET session_replication_role = replica")
        for statement in ROUND:
            connection.execute(statement, values)
        connection.execute("ANALYZE")
    clerk = User.objects.get(pk=held.readers["centre_20000"])
    colleague = _colleague(name, str(values["token"]))
    with acting_as(clerk.pk):
        admission_round = AdmissionRound.objects.get(pk=first)
        sealed = seconds(lambda: close_round(admission_round, actor=clerk, today=timezone.localdate()))
    for typist in (clerk, colleague):
        with acting_as(typist.pk):
            type_dice(admission_round, DICE, actor=typist)
    start = time.perf_counter()
    with acting_as(clerk.pk):
        made = propose_result(admission_round, actor=clerk)
    ours = time.perf_counter() - start
    market = Round(**arrays_of(json.loads(made.bundle)["arrays"]))
    compared = seconds(lambda: second.assign(market))
    copied = _copied(name, first, made)
    return Figure(
        f"{applicants:,} applicants, database to database", ours, "COPY out of the inputs and in of the results",
        copied, "the same COPY", copied, "one run", "within 3 of COPY",
        ours <= 3 * copied if size == "full" else None,
        {
            "second_implementation": compared,
            "list_sealed": sealed, "bundle_mb": round(len(made.bundle) / 1e6),
        },
    )  # fmt: skip


def _colleague(name: str, token: str) -> User:
    """The dice are typed by two."""
    with database.superuser(name) as connection:
        connection.execute(
            """
            WITH made AS (
                INSERT INTO accounts_user (password, is_superuser, username, email, is_staff, is_active, date_joined,
                    name, language, is_system, is_demo, first_day_done_at)
                VALUES ('!', false, %(token)s, '', false, true, now(), 'Petugas Rekaan', 'id', false, true, now())
                RETURNING id
            )
            INSERT INTO network_membership (period, role, user_id, organisation_id, may_invite)
            SELECT '[2022-01-01,)', 'centre_clerk', id, %(centre)s, false FROM made
            """,
            {"token": token, "centre": CENTRE},
        )
    return User.objects.get(username=token)


def _copied(name: str, first: int, made: Run) -> float:
    """Return what COPY takes for the same: the inputs out, and the run and its results into tables that hold as much.

    The tables that receive have the keys of the real ones, and no policy.
    """
    with database.superuser(name) as connection, connection.cursor() as cursor:
        written = []
        for table, column in (("admissions_run", "id"), ("admissions_result", "run_id")):
            cursor.execute(f"CREATE TABLE bench_{table} (LIKE {table} INCLUDING ALL)")
            cursor.execute(f"ALTER TABLE bench_{table} ALTER id DROP IDENTITY IF EXISTS")
            cursor.execute(KEYS, [table])
            for (key,) in cursor.fetchall():
                cursor.execute(f"ALTER TABLE bench_{table} ADD {key}")
            with cursor.copy(f"COPY (SELECT * FROM {table} WHERE {column} = {made.pk}) TO STDOUT") as copy:
                written.append((table, b"".join(bytes(part) for part in copy)))
        start = time.perf_counter()
        for statement in INPUTS:
            with cursor.copy(f"COPY ({statement} WHERE a.round_id = {first}) TO STDOUT") as copy:
                for _part in copy:
                    pass
        with connection.transaction():
            for table, rows in written:
                with cursor.copy(f"COPY bench_{table} FROM STDIN") as copy:
                    copy.write(rows)
        told = time.perf_counter() - start
        cursor.execute("DROP TABLE bench_admissions_result, bench_admissions_run")
    return told
