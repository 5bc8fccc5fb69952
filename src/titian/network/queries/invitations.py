"""Whom was a door opened for, and is it still open?"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.text import slugify

from titian.accounts.models import User
from titian.network.models import Invitation, Membership, Organisation

LONGEST_USERNAME = 40


def open_invitations(now: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(used_at=None, revoked_at=None, expires_at__gt=now)


def invitation_of(digest: str, now: datetime) -> Invitation | None:
    """Return the open invitation of a code; what is used, revoked, over or unknown is all the same."""
    found = open_invitations(now).select_related("organisation", "user").filter(code_digest=digest)
    return found.first()


def untold_resets(user: User) -> list[Invitation]:
    """Return the new-password links somebody made for this account and its owner has not been told of."""
    made = Invitation.objects.filter(user=user, purpose="reset", told_at=None)
    return list(made.select_related("invited_by").order_by("created_at"))


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
