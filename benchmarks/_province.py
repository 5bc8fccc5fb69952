"""A seeded nation for the web: people under the real tables, by COPY and set-based SQL, kept between runs.

Every person is invented. Four readers: a centre of 300, a centre of 20,000 (with what it supervises), an office of six
regencies and the ministry. The database lies on the benchmark's own server and is made anew when this file changes.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from benchmarks import _offices, database
from titian.people.vault import current_version, index_of, person_owner, seal

# Given names, middle names and family names as Indonesians bear them, put together by chance.
NAMES = [line.split() for line in Path(__file__).with_name("_names.txt").read_text().splitlines()]
SIZES = {"small": 20_000, "full": 1_260_000}
SUPERVISED = 60
HEAVY = (
    "people_person", "people_servicelink", "people_employmentspell", "people_trainingspell", "planning_trainingclass",
    "training_enrolment", "training_trainingcertificate", "certification_verdict",
    "certification_competencycertificate", "protection_cover", "placement_outcomereport",
)  # fmt: skip
READERS = ("centre_300", "centre_20000", "office_six_regencies", "ministry")


@dataclass(frozen=True)
class Nation:
    """The kept database, how many live in it, and the user id of each reader."""

    name: str
    people: int
    readers: dict[str, int]


def nation(size: str) -> Nation:
    """Return the kept database of this size; make it where it is absent or made by another generator."""
    written = b"".join(Path(file).read_bytes() for file in (__file__, _offices.__file__))
    name, stamp = f"titian_nation_{size}", hashlib.sha256(written).hexdigest()
    with database.superuser("postgres") as connection:
        held = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
        ).fetchone()
        if held != (stamp,):
            for statement in (
                "DROP DATABASE IF EXISTS {0}",
                "CREATE DATABASE {0} TEMPLATE {1} OWNER titian_owner",
            ):
                connection.execute(
                    sql.SQL(statement).format(sql.Identifier(name), sql.Identifier(database.TEMPLATE))
                )
    _titian(name, "migrate", "--verbosity", "0")
    if held != (stamp,):
        _populate(name, SIZES[size])
        _titian(name, "evaluation", "rebuild")
        with database.superuser(name) as connection:
            connection.execute("VACUUM ANALYZE")
            connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), stamp))
    with database.superuser(name) as connection:
        rows = connection.execute(
            "SELECT username, id FROM accounts_user WHERE username = ANY(%s)", [list(READERS)]
        ).fetchall()
    return Nation(name, SIZES[size], {str(username): int(str(pk)) for username, pk in rows})


def environment(name: str) -> dict[str, str]:
    return {**os.environ, **database._environment(name)}


def _titian(name: str, *command: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "titian", *command], cwd=database.ROOT, env=environment(name), check=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip


def _populate(name: str, people: int) -> None:
    with database.superuser(name) as connection:
        connection.execute(
            "SET session_replication_role = replica"
        )  # no triggers: history would double the work
        connection.execute("SET synchronous_commit = off")
        with _without_indexes(connection):
            _organisations(connection, people)
            _niks(connection, people)
            for statement in STATEMENTS:
                connection.execute(statement)
        _readers(connection)
        for statement in _offices.CASEWORK:
            connection.execute(statement)
        for table in ("bench_map", "bench_nik", "bench_name", "bench_organisation"):
            connection.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(table)))
        for table in (*HEAVY, *_offices.TABLES, "network_organisation", "programmes_programme"):
            connection.execute(
                sql.SQL("SELECT setval(pg_get_serial_sequence({}, 'id'), (SELECT max(id) FROM {}))").format(
                    table, sql.Identifier(table)
                )
            )


@contextmanager
def _without_indexes(connection: psycopg.Connection[Any]) -> Iterator[None]:
    """An index made at once over all rows takes a fraction of one kept row by row."""
    rows = connection.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = ANY(%s::regclass[]) AND NOT indisunique",
        [list(HEAVY)],
    ).fetchall()
    for index, _definition in rows:
        connection.execute(f"DROP INDEX {index}")
    yield
    for _index, definition in rows:
        connection.execute(definition)


def _organisations(connection: psycopg.Connection[Any], people: int) -> None:
    """1 is the small centre, 2 the big one, then what the big one supervises, then all others."""
    big = min(20_000, people // 5)
    connection.execute(
        """
        CREATE UNLOGGED TABLE bench_organisation AS
        WITH regency AS (
            SELECT code, row_number() OVER (ORDER BY code) - 1 AS place, count(*) OVER () AS n
            FROM standards_region WHERE level = 2
        )
        SELECT i, 1000000 + i AS id, code AS region,
               CASE WHEN i BETWEEN 3 AND %(supervised)s + 2 THEN 1000002 ELSE 1000000 + i END AS centre,
               CASE WHEN i = 1 THEN 300 WHEN i = 2 THEN %(big)s * 7 / 10
                    WHEN i <= %(supervised)s + 2 THEN %(big)s * 3 / 10 / %(supervised)s END AS people
        FROM generate_series(1, %(supervised)s + 2 + greatest(%(people)s / 1000, 20)) i
        JOIN regency ON regency.place = (i * 7) %% n
        """,
        {"supervised": SUPERVISED, "big": big, "people": people},
    )
    connection.execute(
        """
        INSERT INTO network_organisation (id, created_at, updated_at, name, name_key, short_name, confirmed, is_demo,
            kind_id, region_id)
        SELECT id, now(), now(), 'Balai Rekaan ' || i, 'balairekaan' || i, '', true, true,
            CASE WHEN centre <> id THEN 'blk_komunitas' ELSE 'uptp_bpvp' END, region FROM bench_organisation
        """
    )
    connection.execute(
        """
        INSERT INTO network_supervision (period, organisation_id, supervisor_id)
        SELECT '[2020-01-01,)', id, centre FROM bench_organisation WHERE centre <> id
        """
    )
    connection.execute(
        """
        INSERT INTO programmes_programme (id, created_at, updated_at, name, name_key, hours, minimum_age, owner_id)
        SELECT 1000000 + i, now(), now(), 'Program Rekaan ' || i, 'programrekaan' || i, 240, 17, 1000002
        FROM generate_series(1, 40) i
        """
    )
    connection.execute(MAP.format(people=people, supervised=SUPERVISED))
    connection.execute(
        "CREATE TABLE bench_name AS SELECT %s::text[] AS first, %s::text[] AS middle, %s::text[] AS last",
        NAMES,
    )


def _niks(connection: psycopg.Connection[Any], people: int) -> None:
    """Sealed as the product seals them; the digits are those of nobody."""
    connection.execute(
        "CREATE UNLOGGED TABLE bench_nik (id bigint, cipher bytea, hash bytea, version smallint)"
    )
    version = current_version()
    with connection.cursor().copy("COPY bench_nik FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types(["int8", "bytea", "bytea", "int2"])
        for person in range(1, people + 1):
            nik = f"99{person:014d}"
            copy.write_row((person, seal(nik, person_owner(person)), index_of(nik), version))


# `place` is a permutation of the people, so that those of one centre lie scattered among all others as they do in life.
MAP = """
CREATE UNLOGGED TABLE bench_map AS
WITH counted AS (
    SELECT i, id, centre, region, sum(people) OVER (ORDER BY i) - people AS begins, people FROM bench_organisation
), bound AS (SELECT max(begins + people) AS known, (SELECT max(i) FROM bench_organisation) AS organisations
    FROM counted WHERE people IS NOT NULL
), placed AS (
    SELECT p, (p * 7368787::bigint + 12345) % {people} AS place FROM generate_series(1, {people}) p
), assigned AS (
    SELECT p, place, CASE
        WHEN place < known THEN (SELECT i FROM counted WHERE place >= begins AND place < begins + people)
        ELSE {supervised} + 3 + (place - known) % (organisations - {supervised} - 2) END AS i
    FROM placed, bound
)
SELECT p AS person, place, o.i, o.id AS organisation, o.centre, o.region,
       row_number() OVER (PARTITION BY o.i ORDER BY place) - 1 AS seat,
       1000000 + o.i * 10000 + (row_number() OVER (PARTITION BY o.i ORDER BY place) - 1) / 16 AS class
FROM assigned a JOIN bench_organisation o USING (i)
"""
STATEMENTS = (
    """
    INSERT INTO people_person (id, created_at, updated_at, name, name_key, sex, birth_date, birth_place, nik_cipher,
        nik_hash, nik_key_version, no_nik_reason, phone, address, is_demo, education_id, regency_id, trained)
    SELECT m.person, moment, moment, named.name, lower(replace(named.name, ' ', '')),
        CASE place % 2 WHEN 0 THEN 'L' ELSE 'P' END, date '1980-01-01' + (place * 31 % 9000)::int, '',
        n.cipher, n.hash, n.version, '', '08' || (1000000000 + m.person), '', true,
        (SELECT (array_agg(code ORDER BY rank))[1 + place % count(*)] FROM standards_educationlevel),
        CASE WHEN place % 5 = 0 THEN (SELECT o.region FROM bench_organisation o WHERE o.i = 1 + place % 80)
            ELSE region END, place % 25 <> 13
    FROM bench_map m JOIN bench_nik n ON n.id = m.person,
    LATERAL (SELECT timestamptz '2022-01-01 08:00+07' + (m.person % 1700) * interval '1 day' AS moment) t,
    bench_name b,
    LATERAL (SELECT concat_ws(' ',
        b.first[1 + abs(hashint8extended(m.person, 1) % cardinality(b.first))],
        CASE WHEN m.person % 3 > 0 THEN b.middle[1 + abs(hashint8extended(m.person, 2) % cardinality(b.middle))] END,
        b.last[1 + abs(hashint8extended(m.person, 3) % cardinality(b.last))]) AS name) named
    """,
    """
    INSERT INTO people_servicelink (person_id, organisation_id, since, reason, sex, birth_date, education_code,
        regency_code, trained)
    SELECT person, organisation, date '2022-01-01' + (place % 1700)::int, 'pelatihan', p.sex, p.birth_date,
        p.education_id, p.regency_id, p.trained
    FROM bench_map m JOIN people_person p ON p.id = m.person
    """,
    # One in 25 is served and was never trained; what follows is of the others.
    "DELETE FROM bench_map WHERE place % 25 = 13",
    """
    INSERT INTO planning_trainingclass (id, created_at, updated_at, year, code, wave, capacity, hours, starts_on,
        ends_on, is_demo, centre_id, channel_id, fund_id, organiser_id, programme_id)
    SELECT class, now(), now(), 2022 + class % 5, 'R-' || class, '', 16, 240,
        make_date(2022 + (class % 5)::int, 1, 10) + (class * 13 % 200)::int,
        make_date(2022 + (class % 5)::int, 1, 10) + (class * 13 % 200)::int + 40, true, centre,
        CASE WHEN centre = organisation THEN 'institutional' ELSE 'community' END,
        (SELECT code FROM standards_fund ORDER BY code LIMIT 1), organisation, 1000001 + class % 40
    FROM (SELECT DISTINCT class, centre, organisation FROM bench_map) c
    """,
    """
    INSERT INTO training_enrolment (id, created_at, updated_at, number_in_class, domicile_id, worked_at_entry, passed,
        result_on, note, person_id, training_class_id, education_id)
    SELECT m.person, p.created_at, p.created_at, 1 + seat % 16, p.regency_id, place % 7 = 0, place % 20 > 0,
        c.ends_on, '', m.person, class, p.education_id
    FROM bench_map m JOIN people_person p ON p.id = m.person JOIN planning_trainingclass c ON c.id = m.class
    """,
    """
    INSERT INTO people_trainingspell (person_id, class_number, programme, provider, starts_on, ends_on)
    SELECT m.person, c.id, p.name, o.name, c.starts_on, c.ends_on
    FROM bench_map m JOIN planning_trainingclass c ON c.id = m.class
    JOIN programmes_programme p ON p.id = c.programme_id JOIN network_organisation o ON o.id = c.organiser_id
    """,
    """
    INSERT INTO training_trainingcertificate (id, created_at, updated_at, number, issued_on, enrolment_id, issuer_id)
    SELECT person, now(), now(), 'SP-' || person, c.ends_on, person, m.centre
    FROM bench_map m JOIN planning_trainingclass c ON c.id = m.class WHERE place % 20 > 0
    """,
    """
    INSERT INTO certification_verdict (id, created_at, updated_at, competent, assessed_on, enrolment_id)
    SELECT person, now(), now(), place % 9 > 0, c.ends_on + 5, person
    FROM bench_map m JOIN planning_trainingclass c ON c.id = m.class WHERE place % 2 = 0
    """,
    """
    INSERT INTO certification_competencycertificate (id, created_at, updated_at, number, issued_on, verdict_id)
    SELECT id, now(), now(), 'SK-' || id, assessed_on, id FROM certification_verdict WHERE competent
    """,
    """
    INSERT INTO protection_cover (id, created_at, updated_at, member_number, period, person_id, training_class_id)
    SELECT person, now(), now(), '74' || person, daterange(c.starts_on, c.ends_on), person, class
    FROM bench_map m JOIN planning_trainingclass c ON c.id = m.class
    """,
    """
    INSERT INTO people_employmentspell (id, created_at, updated_at, employer_name, job_title, starts_on, monthly_wage,
        evidence, reported_on, status_id, person_id)
    SELECT person, now(), now(), 'PT Rekaan ' || place % 5000, 'Operator', c.ends_on + (place % 200)::int,
        2000000 + place % 3000000, 'centre', c.ends_on + 210,
        (SELECT code FROM standards_jobstatus WHERE working ORDER BY code LIMIT 1), person
    FROM bench_map m JOIN planning_trainingclass c ON c.id = m.class WHERE place % 2 = 1
    """,
    """
    INSERT INTO placement_outcomereport (id, created_at, updated_at, word, evidence, reported_on, enrolment_id,
        spell_id, status_id)
    SELECT id, now(), now(), 'Bekerja', 'centre', reported_on, person_id, id, status_id FROM people_employmentspell
    """,
)


def _readers(connection: psycopg.Connection[Any]) -> None:
    connection.execute(
        """
        INSERT INTO accounts_user (password, is_superuser, username, email, is_staff, is_active, date_joined, name,
            language, is_system, is_demo, first_day_done_at)
        SELECT '!', false, username, '', false, true, now(), username, 'id', false, true, now()
        FROM unnest(%s::text[]) username
        """,
        [list(READERS)],
    )
    connection.execute(_offices.OFFICES)
    connection.execute(
        """
        INSERT INTO network_organisation (id, created_at, updated_at, name, name_key, short_name, confirmed, is_demo,
            kind_id, region_id)
        VALUES (3000000, now(), now(), 'Ditjen Rekaan', 'ditjenrekaan', '', true, true, 'directorate_general', '31')
        """
    )
    members = (
        ("centre_300", "centre_clerk", "id = 1000001"),
        ("centre_20000", "centre_clerk", "id = 1000002"),
        ("office_six_regencies", "regency_office", "id BETWEEN 2000001 AND 2000006"),
        ("ministry", "national_planner", "id = 3000000"),
    )
    for username, role, where in members:
        connection.execute(
            "INSERT INTO network_membership (period, role, user_id, organisation_id, may_invite)"
            " SELECT '[2022-01-01,)', %s, (SELECT id FROM accounts_user WHERE username = %s), id, false"
            f" FROM network_organisation WHERE {where}",
            [role, username],
        )
    connection.execute(
        "INSERT INTO mfa_authenticator (user_id, type, data, created_at) SELECT id, 'totp', '{}', now()"
        " FROM accounts_user WHERE username = ANY(%s)",
        [list(READERS)],
    )
