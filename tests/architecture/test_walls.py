"""The second wall: every table that holds people carries a policy, or a reason why it needs none."""

from __future__ import annotations

import pytest
from django.db import connection

WITHOUT_POLICY = {
    "evaluation_touchedenrolment": "a queue of bare numbers; every writer appends and must never wait",
}

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
    EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid)
FROM pg_class JOIN holding USING (oid)
"""


@pytest.fixture
def tables(db):
    with connection.cursor() as cursor:
        cursor.execute(HOLDS_PEOPLE)
        return {name: rest for name, *rest in cursor.fetchall()}


def test_every_table_that_holds_people_has_a_policy_or_a_reason(tables):
    open_tables = {name for name, (enabled, _forced, _policy) in tables.items() if not enabled}
    assert open_tables == set(WITHOUT_POLICY)


def test_a_wall_has_a_door(tables):
    assert [name for name, (enabled, _forced, policy) in tables.items() if enabled and not policy] == []


def test_the_owner_is_not_walled_out_of_its_own_migrations(tables):
    assert [name for name, (_enabled, forced, _policy) in tables.items() if forced] == []


@pytest.mark.django_db
def test_the_serving_role_may_use_every_table_and_own_none():
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT relname FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
                AND (NOT has_table_privilege('titian_app', oid, 'SELECT')
                    OR pg_get_userbyid(relowner) = 'titian_app')
            """
        )
        assert cursor.fetchall() == []
