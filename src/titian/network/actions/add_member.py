from __future__ import annotations

from datetime import date

from django.db import transaction

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.core.periods import since
from titian.journal.models import Entry
from titian.network.models import Membership, Organisation, Role
from titian.network.rules import why_role_does_not_fit


@transaction.atomic
def add_member(user: User, organisation: Organisation, role: Role, *, actor: User, on: date) -> Membership:
    """Let the user work there in that role from that day; who already does stays as they are."""
    kind = organisation.kind
    if reason := why_role_does_not_fit(role, kind=kind.code, trains=kind.trains):
        raise DomainError(reason, code="role_does_not_fit")
    held = Membership.objects.filter(
        user=user, organisation=organisation, role=role, period__contains=on
    ).first()
    if held:
        return held
    membership = Membership.objects.create(user=user, organisation=organisation, role=role, period=since(on))
    Entry.write(actor, "add_member", organisation, user=user.pk, role=role, since=str(on))
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, actor: User, on: date, reason: str) -> None:
    """End the membership: `on` is the first day without it."""
    membership.period = since(membership.period.lower, on)
    membership.save(update_fields=["period"])
    Entry.write(
        actor,
        "end_membership",
        membership.organisation,
        reason=reason,
        user=membership.user_id,
        role=membership.role,
        until=str(on),
    )
