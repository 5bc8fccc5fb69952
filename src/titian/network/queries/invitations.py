"""Whom was a door opened for, and is it still open?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.text import slugify

from titian.accounts.models import User
from titian.network.models import Invitation, Membership, Organisation
from titian.network.models.invitation import Purpose

LONGEST_USERNAME = 40
ABOUT = f"""
    SELECT id FROM network_invitation
    WHERE organisation_id = ANY(%(inviting)s::bigint[]) AND purpose = '{Purpose.JOIN}' AND used_at IS NULL
        AND revoked_at IS NULL AND expires_at > %(now)s
    UNION SELECT id FROM network_invitation
    WHERE user_id = %(user)s AND purpose = '{Purpose.RESET}' AND told_at IS NULL
"""


def open_invitations(now: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(used_at=None, revoked_at=None, expires_at__gt=now)


def invitation_of(digest: str, now: datetime) -> Invitation | None:
    """Return the open invitation of a code; what is used, revoked, over or unknown is all the same."""
    found = open_invitations(now).select_related("organisation", "user").filter(code_digest=digest)
    return found.first()


class Doors(NamedTuple):
    """Invitations not used yet, the next to end first, and new-password links the owner was not told of."""

    invited: list[Invitation]
    resets: list[Invitation]


def doors_about(user: User, inviting: Iterable[int], now: datetime) -> Doors:
    """Return the open invitations into these organisations, and what was made for this very account."""
    with connection.cursor() as cursor:
        cursor.execute(ABOUT, {"user": user.pk, "inviting": list(inviting), "now": now})
        found = [pk for (pk,) in cursor.fetchall()]
    if not found:  # as on nearly every day
        return Doors([], [])
    named = Invitation.objects.filter(pk__in=found).select_related("organisation", "invited_by")
    told = list(named.order_by("expires_at", "pk"))
    return Doors(
        [one for one in told if one.purpose == Purpose.JOIN],
        sorted((one for one in told if one.purpose == Purpose.RESET), key=lambda one: one.created_at),
    )


def without_operator(
    organisations: QuerySet[Organisation], role: str, today: object
) -> QuerySet[Organisation]:
    """Return those where nobody holds the role today."""
    held = Membership.objects.filter(role=role, period__contains=today).values("organisation")
    return organisations.exclude(pk__in=held)


def free_username(wanted: str, taken: set[str]) -> str:
    """Return a user name made of these words that nobody has yet; `taken` learns it."""
    plain = slugify(wanted).replace("-", ".")[:LONGEST_USERNAME].strip(".") or "pengguna"
    name, number = plain, 1
    while name in taken:
        number += 1
        name = f"{plain}.{number}"
    taken.add(name)
    return name


def usernames_like(starts: list[str]) -> set[str]:
    """Return the user names taken or promised that start so."""
    if not starts:
        return set()
    asked = Q()
    for start in starts:
        asked |= Q(username__startswith=start)
    users = User.objects.filter(asked).values_list("username", flat=True)
    promised = Invitation.objects.filter(asked, used_at=None, revoked_at=None)
    return {*users, *promised.values_list("username", flat=True)}
