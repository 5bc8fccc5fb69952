from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from titian.accounts.actions import close_account, end_sessions
from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.network.actions.add_member import add_member, end_membership
from titian.network.models import Invitation, Membership, Role


class HandedOver(NamedTuple):
    """What moved: memberships ended, invitations taken over, and whether the account closed."""

    memberships: int
    invitations: int
    closed: bool


@transaction.atomic
def hand_over(
    user: User,
    successor: User | None,
    *,
    within: frozenset[int],
    actor: User,
    on: date,
    now: datetime,
    reason: str,
) -> HandedOver:
    """End the memberships within these organisations; a successor gets them, and the open invitations.

    Without any other membership the account closes. What the person did keeps the person's name.
    """
    if user.pk == actor.pk or user.is_system or successor == user:
        raise DomainError(
            _("Akun ini tidak dapat diserahterimakan oleh Anda."), code="account_cannot_be_handed_over"
        )
    held = list(
        Membership.objects.select_for_update(of=("self",))
        .select_related("organisation__kind")
        .filter(user=user, period__contains=on)
    )
    ending = [membership for membership in held if membership.organisation_id in within]
    for membership in ending:
        end_membership(membership, actor=actor, on=on, reason=reason)
        if successor:
            add_member(successor, membership.organisation, Role(membership.role), actor=actor, on=on)
    invitations = Invitation.objects.filter(invited_by=user, used_at=None, revoked_at=None)
    moved = invitations.update(invited_by=successor) if successor else invitations.update(revoked_at=now)
    closed = len(ending) == len(held)
    if closed:
        close_account(user)
    else:
        end_sessions(user)
    Entry.write(
        actor,
        "hand_over",
        user,
        reason=reason,
        successor=successor.pk if successor else None,
        memberships=len(ending),
        invitations=moved,
        closed=closed,
    )
    return HandedOver(len(ending), moved, closed)


@transaction.atomic
def set_may_invite(membership: Membership, may_invite: bool, *, actor: User) -> None:
    """Let a member invite others, or no longer."""
    if membership.may_invite != may_invite:
        membership.may_invite = may_invite
        membership.save(update_fields=["may_invite"])
        Entry.write(
            actor, "set_may_invite", membership.organisation, user=membership.user_id, may_invite=may_invite
        )
