"""How far a user's eyes reach: the first wall asks the same functions as the second."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from titian.core.memory import asked_once


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
        cursor.execute(
            "SELECT user_sees_all(%(user)s), user_organisations(%(user)s), user_regions(%(user)s)",
            {"user": user.pk},
        )
        return Reach(*cursor.fetchone())
