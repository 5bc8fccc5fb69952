"""How far a user's eyes reach: the first wall asks the same functions as the second."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from titian.core.access import Question
from titian.core.memory import asked_once, remember


class Reach(NamedTuple):
    """`organisations` are own and supervised ones; `regions` those whose office the user works for."""

    sees_all: bool
    organisations: list[int]
    regions: list[str]


class Charge(NamedTuple):
    """Whom a user answers for: `own` works there; `inviting` may let people in; `full` also decides over heads.

    What is below an organisation is what it supervises, owns or has as service points, at any depth.
    """

    own: frozenset[int]
    inviting: frozenset[int]
    full: frozenset[int]


class Held(NamedTuple):
    """One membership: where, as what, what the place is called, of which kind it is and whether that kind trains."""

    organisation_id: int
    role: str
    organisation_name: str
    kind: str
    trains: bool


class Guided(NamedTuple):
    """An organisation where the user works as `role`, and the training centre that guides it (binaan)."""

    organisation_id: int
    kind: str
    role: str
    supervisor_id: int


REACH = "user_sees_all(%(user)s), user_organisations(%(user)s), user_regions(%(user)s)"
HELD = """
(SELECT coalesce(json_agg(json_build_array(m.organisation_id, m.role, o.name, o.kind_id, k.trains) ORDER BY m.id), '[]')
 FROM network_membership m JOIN network_organisation o ON o.id = m.organisation_id
 JOIN standards_providerkind k ON k.code = o.kind_id
 WHERE m.user_id = %(user)s AND m.period @> %(on)s::date)
"""
GUIDED = """
(SELECT coalesce(json_agg(json_build_array(o.id, o.kind_id, m.role, s.supervisor_id) ORDER BY o.name_key, s.id), '[]')
 FROM network_membership m
 JOIN network_organisation o ON o.id = m.organisation_id
 JOIN network_supervision s ON s.organisation_id = o.id AND s.period @> %(on)s::date
 JOIN network_organisation above ON above.id = s.supervisor_id
 JOIN standards_providerkind kind ON kind.code = above.kind_id AND kind.trains
 WHERE m.user_id = %(user)s AND m.period @> %(on)s::date)
"""
CHARGE = """
WITH RECURSIVE own AS (
    SELECT m.organisation_id, m.role IN ('centre_head', 'administrator') AS in_full,
           m.role IN ('centre_head', 'administrator') OR m.may_invite AS invites
    FROM network_membership m WHERE m.user_id = %(user)s AND m.period @> app_today()
), below AS (
    SELECT organisation_id, in_full FROM own WHERE invites
    UNION
    SELECT next.organisation_id, below.in_full FROM below, LATERAL (
        SELECT s.organisation_id FROM network_supervision s
        WHERE s.supervisor_id = below.organisation_id AND s.period @> app_today()
        UNION ALL
        SELECT w.organisation_id FROM network_ownership w
        WHERE w.owner_id = below.organisation_id AND w.period @> app_today()
        UNION ALL
        SELECT o.id FROM network_organisation o WHERE o.part_of_id = below.organisation_id
    ) next
)
SELECT organisation_id, false AS invites, false AS in_full FROM own
UNION ALL SELECT organisation_id, true, in_full FROM below
"""


@asked_once
def charge_of(user: AbstractBaseUser | AnonymousUser) -> Charge:
    """Return whom this user answers for today."""
    if user.pk is None:
        return Charge(frozenset(), frozenset(), frozenset())
    with connection.cursor() as cursor:
        cursor.execute(CHARGE, {"user": user.pk})
        rows = cursor.fetchall()
    return Charge(
        frozenset(pk for pk, invites, _full in rows if not invites),
        frozenset(pk for pk, invites, _full in rows if invites),
        frozenset(pk for pk, _invites, in_full in rows if in_full),
    )


@asked_once
def reach_of(user: AbstractBaseUser | AnonymousUser) -> Reach:
    """Return what this user reaches today; nobody reaches nothing."""
    if user.pk is None:
        return Reach(False, [], [])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {REACH}", {"user": user.pk})
        return Reach(*cursor.fetchone())


@asked_once
def held_by(user: AbstractBaseUser | AnonymousUser, on: date) -> list[Held]:
    """Return where the user belongs on that day and as what, the first joined first."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {HELD}", {"user": user.pk, "on": on})
        return [Held(*row) for row in cursor.fetchone()[0]]


@asked_once
def guided(user: AbstractBaseUser | AnonymousUser, on: date) -> list[Guided]:
    """Return the organisations of the user that a training centre guides on that day, by name."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {GUIDED}", {"user": user.pk, "on": on})
        return [Guided(*row) for row in cursor.fetchone()[0]]


def standing_of(user_id: int, on: date) -> Question:
    """Return the question that answers the three above at once, of the user who has just begun to act."""
    own = "app_sees_all(), app_organisations(), app_regions()"  # kept for the policies of this transaction
    return Question(f"{own}, {HELD}, {GUIDED}", {"user": user_id, "on": on})


def remember_standing(user: AbstractBaseUser | AnonymousUser, on: date, answers: tuple[Any, ...]) -> None:
    """Keep the answers to `standing_of`, so that nobody asks again while this request is read."""
    *reach, held, ways = answers
    remember(reach_of, Reach(*reach), user)
    remember(held_by, [Held(*row) for row in held], user, on)
    remember(guided, [Guided(*row) for row in ways], user, on)
