"""Whether the second wall stands; a window in it is none. Asked by tests, by `doctor`, before a restore is served."""

from __future__ import annotations

from typing import NamedTuple

from django.db import connections

WITHOUT_POLICY = {
    "evaluation_touchedenrolment": "a queue of bare numbers; every writer appends and must never wait",
}
LEAKPROOF = ("texticlike(text,text)", "ts_match_vq(tsvector,tsquery)")

HOLDS_PEOPLE = """
WITH RECURSIVE holding(oid) AS (
    SELECT 'people_person'::regclass::oid
    UNION
    SELECT attrelid FROM pg_attribute
    JOIN pg_class ON pg_class.oid = attrelid AND relkind IN ('r', 'p')
        AND relnamespace = 'public'::regnamespace
    WHERE attname IN ('person_id', 'enrolment_id', 'nik', 'nik_hash') AND NOT attisdropped
    UNION
    SELECT conrelid FROM pg_constraint JOIN holding ON confrelid = holding.oid WHERE contype = 'f'
)
SELECT relname, relrowsecurity, relforcerowsecurity,
    EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid AND polname IN ('second_wall', 'second_wall_read'))
FROM pg_class JOIN holding USING (oid)
"""


class Wall(NamedTuple):
    """How one table that holds people is guarded."""

    table: str
    enabled: bool
    forced: bool
    has_policy: bool


def walls(*, using: str = "default") -> list[Wall]:
    """Return every table that holds people."""
    with connections[using].cursor() as cursor:
        cursor.execute(HOLDS_PEOPLE)
        return [Wall(*row) for row in cursor.fetchall()]


def breaches(*, using: str = "default") -> list[str]:
    """Return what is wrong with the second wall, a line each: tables without one, rights that are missing."""
    found = [
        f"{wall.table}: no policy"
        for wall in walls(using=using)
        if wall.table not in WITHOUT_POLICY and not (wall.enabled and wall.has_policy)
    ]
    with connections[using].cursor() as cursor:
        cursor.execute(
            """
            SELECT relname FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
                AND (NOT has_table_privilege('titian_app', oid, 'SELECT')
                    OR pg_get_userbyid(relowner) = 'titian_app')
            """
        )
        return found + [
            f"{table}: not granted to titian_app, or owned by it" for (table,) in cursor.fetchall()
        ]


def functions_that_are_not_leakproof(*, using: str = "default") -> list[str]:
    """Return the operators' functions whose index is not used below a policy until a superuser marks them."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT oid::regprocedure::text FROM pg_proc WHERE oid = ANY(%s::regprocedure[]) AND NOT proleakproof",
            [[f"pg_catalog.{name}" for name in LEAKPROOF]],
        )
        return [name for (name,) in cursor.fetchall()]
