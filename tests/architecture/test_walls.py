"""The second wall: every table that holds people carries a policy, or a reason why it needs none."""

from __future__ import annotations

import pytest
from django.db import connection

from titian.core.db.walls import WITHOUT_POLICY, breaches, walls


@pytest.fixture
def tables(db):
    return {name: rest for name, *rest in walls()}


def test_every_table_that_holds_people_has_a_policy_or_a_reason(tables):
    open_tables = {name for name, (enabled, _forced, _policy) in tables.items() if not enabled}
    assert open_tables == set(WITHOUT_POLICY)


def test_a_wall_has_a_door(tables):
    assert [name for name, (enabled, _forced, policy) in tables.items() if enabled and not policy] == []


def test_the_owner_is_not_walled_out_of_its_own_migrations(tables):
    assert [name for name, (_enabled, forced, _policy) in tables.items() if forced] == []


@pytest.mark.django_db
def test_the_serving_role_may_use_every_table_and_own_none():
    assert breaches() == []


@pytest.mark.django_db
def test_a_breach_is_named():
    with connection.cursor() as cursor:
        cursor.execute("DROP POLICY second_wall ON people_person; REVOKE SELECT ON cache FROM titian_app")
    assert breaches() == ["people_person: no policy", "cache: not granted to titian_app, or owned by it"]


# Functions that may write below the policies, each asking who calls before it does.
DOORS = {"join_claimed_person", "retire_history"}
WRITE_BELOW = """
    SELECT proname FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND prosecdef AND provolatile = 'v' AND prorettype <> 'trigger'::regtype
        AND has_function_privilege('titian_app', oid, 'EXECUTE')
"""


@pytest.mark.django_db
def test_the_serving_role_writes_below_no_policy_but_through_the_known_doors():
    with connection.cursor() as cursor:
        cursor.execute(WRITE_BELOW)
        assert {name for (name,) in cursor.fetchall()} == DOORS
