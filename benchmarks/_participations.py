"""Participation records of a made-up nation, from a seed, straight into the table and its roll-ups."""

from __future__ import annotations

from typing import NamedTuple

import psycopg

from titian.evaluation.models import Participation

CENTRES, YEARS, FIRST_YEAR, A_CLASS = 300, 10, 2016, 16
BIG = 20_000  # records a year of the largest centre at full size
# `r(n)` below is a number in [0, 1) that depends on the record and on n alone.
GENERATE = """
CREATE FUNCTION pg_temp.r(record bigint, place int) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (hashint8extended(record * 64 + place, 20221221) & 1048575) / 1048576.0;
INSERT INTO network_organisation
    (id, created_at, updated_at, kind_id, name, name_key, region_id, short_name, is_demo, confirmed)
    SELECT 900000 + c, now(), now(), (SELECT code FROM standards_providerkind ORDER BY code LIMIT 1),
        'Balai ' || c, 'balai ' || lpad(c::text, 4, '0'),
        (SELECT code FROM standards_region WHERE level = 2 ORDER BY code OFFSET (c * 7) % 500 LIMIT 1), '', true, true
    FROM generate_series(1, {centres}) AS c;
CREATE TEMP TABLE regencies AS
    SELECT row_number() OVER (ORDER BY code) - 1 AS place, code FROM standards_region WHERE level = 2;
INSERT INTO evaluation_participation ({columns})
SELECT {values}
FROM (
    SELECT i, i / {a_class} AS class_number,
        -- centre 1 is a large one; the others share what is left, the first of them more than the last
        CASE WHEN pg_temp.r(i / {a_class}, 1) < {share_of_big} THEN 1
            ELSE 2 + floor(({centres} - 1) * power(pg_temp.r(i / {a_class}, 2), 1.5))::int END AS centre,
        {first_year} + floor({years} * pg_temp.r(i / {a_class}, 3))::int AS year
    FROM generate_series(0, {records} - 1) AS i
) AS seat
CROSS JOIN LATERAL (SELECT
    make_date(year, 1, 10) + floor(300 * pg_temp.r(class_number, 4))::int AS starts_on
) AS begun
CROSS JOIN LATERAL (SELECT
    starts_on + 40 AS ends_on, floor(60 * pg_temp.r(class_number, 5))::int AS programme,
    pg_temp.r(i, 6) < 0.96 AS passed, pg_temp.r(i, 7) < 0.6 AS works,
    floor(400 * pg_temp.r(i, 8) * pg_temp.r(i, 9))::int AS waits,
    (centre * 7 + CASE WHEN pg_temp.r(i, 10) < 0.85 THEN floor(6 * pg_temp.r(i, 11))::int
        ELSE floor(500 * pg_temp.r(i, 11))::int END) % 500 AS regency_place
) AS life
JOIN regencies ON regencies.place = regency_place
"""
VALUES = {
    "enrolment_id": "i + 1",
    "person_id": "CASE WHEN pg_temp.r(i, 12) < 0.03 THEN greatest(i - 40, 0) ELSE i END + 1",
    "class_id": "class_number + 1", "class_code": "'K' || class_number", "year": "year",
    "capacity": str(A_CLASS), "centre_id": "900000 + centre", "centre_name": "'Balai ' || centre",
    "home_province": "left(regencies.code, 2)",
    "organiser_id": "900000 + centre", "organiser_name": "'Balai ' || centre", "organiser_kind": "'blk'",
    "channel": "(ARRAY['institutional', 'industry', 'bootcamp', 'community'])"
               "[1 + floor(4 * pg_temp.r(class_number, 13))::int]",
    "fund": "(ARRAY['APBN', 'APBD', 'PNBP'])[1 + floor(3 * pg_temp.r(class_number, 14))::int]",
    "wave": "(ARRAY['', 'I', 'II', 'III'])[1 + floor(4 * pg_temp.r(class_number, 15))::int]",
    "programme_id": "programme + 1", "programme_name": "'Program ' || programme",
    "province": "left(regencies.code, 2)", "regency": "regencies.code",
    "sex": "CASE WHEN pg_temp.r(i, 16) < 0.48 THEN 'P' ELSE 'L' END",
    "birth_date": "make_date(year - 18 - floor(20 * pg_temp.r(i, 17))::int, 3, 1)",
    "education": "(ARRAY['SD', 'SMP', 'SMA', 'SMK', 'S1'])[1 + floor(5 * pg_temp.r(i, 18))::int]",
    "education_rank": "(ARRAY[2, 3, 4, 4, 8])[1 + floor(5 * pg_temp.r(i, 18))::int]",
    "disability": "CASE WHEN pg_temp.r(i, 19) < 0.3 THEN pg_temp.r(i, 20) < 0.07 END",
    "worked_at_entry": "CASE WHEN pg_temp.r(i, 21) < 0.5 THEN pg_temp.r(i, 22) < 0.2 END",
    "class_starts_on": "starts_on", "class_ends_on": "ends_on", "hours": "240",
    "passed": "passed", "result_on": "ends_on", "certificate": "passed",
    "assessed": "passed AND pg_temp.r(i, 23) < 0.6",
    "competent": "CASE WHEN passed AND pg_temp.r(i, 23) < 0.6 THEN pg_temp.r(i, 24) < 0.93 END",
    "covered": "pg_temp.r(i, 25) < 0.98",
    "status_reported": "CASE WHEN pg_temp.r(i, 26) < 0.9 THEN CASE WHEN works THEN "
        "(ARRAY['employee', 'own_business_unknown', 'casual_unknown'])[1 + floor(3 * pg_temp.r(i, 27))::int]"
        " ELSE 'not_working' END END",
    "status_working": "CASE WHEN pg_temp.r(i, 26) < 0.9 THEN works END",
    "status_starts_on": "CASE WHEN works THEN ends_on + waits END",
    "status_reported_on": "ends_on", "status_evidence": "'centre'",
    "first_work_spell_id": "CASE WHEN works THEN i + 1 END",
    "first_work_on": "CASE WHEN works THEN ends_on + waits END",
    "first_work_status": "CASE WHEN works THEN 'employee' END",
    "first_work_statistics_reading": "CASE WHEN works THEN "
        "(ARRAY['formal', 'unknown', 'informal'])[1 + floor(3 * pg_temp.r(i, 27))::int] END",
    "first_work_centre_reading": "CASE WHEN works THEN "
        "(ARRAY['formal', 'informal', 'informal'])[1 + floor(3 * pg_temp.r(i, 27))::int] END",
    "first_work_own_business": "CASE WHEN works THEN floor(3 * pg_temp.r(i, 27)) = 1 END",
    "field_match": "CASE WHEN works AND pg_temp.r(i, 28) < 0.7 THEN pg_temp.r(i, 29) < 0.6 END",
    "wage": "CASE WHEN works AND pg_temp.r(i, 30) < 0.8 THEN 1000000 + 50000 * floor(80 * pg_temp.r(i, 31))::int END",
    "is_demo": "true",
}  # fmt: skip


class Nation(NamedTuple):
    """What was made: the number of records, a large centre, a middling one, and six neighbouring regencies."""

    records: int
    large: int
    small: int
    regencies: list[str]
    last_year: int


def make(connection: psycopg.Connection[tuple[object, ...]], records: int) -> Nation:
    """Fill the table of a fresh database, as its owner."""
    names = [field.column for field in Participation._meta.concrete_fields]
    share = BIG * YEARS / 5_000_000
    statement = GENERATE.format(
        columns=", ".join(names),
        values=", ".join(VALUES.get(name, "NULL") for name in names),
        centres=CENTRES, years=YEARS, first_year=FIRST_YEAR, a_class=A_CLASS, records=records, share_of_big=share,
    )  # fmt: skip
    indexes = connection.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'evaluation_participation'"
        " AND indexname NOT IN (SELECT conname FROM pg_constraint)"
    ).fetchall()
    with connection.transaction():
        for name, _definition in indexes:
            connection.execute(f"DROP INDEX {name}")
        connection.execute(statement)
        for _name, definition in indexes:
            connection.execute(str(definition))
    connection.execute("ANALYZE evaluation_participation")
    regencies = connection.execute(
        "SELECT regency FROM evaluation_participation WHERE centre_id = 900002"
        " GROUP BY 1 ORDER BY count(*) DESC LIMIT 6"
    ).fetchall()
    middle = connection.execute(
        "SELECT centre_id FROM evaluation_participation WHERE centre_id <> 900001 GROUP BY 1 ORDER BY count(*), 1 "
        f"OFFSET {CENTRES // 2} LIMIT 1"
    ).fetchone()
    assert middle is not None
    return Nation(
        records, 900001, int(str(middle[0])), [str(row[0]) for row in regencies], FIRST_YEAR + YEARS - 1
    )
