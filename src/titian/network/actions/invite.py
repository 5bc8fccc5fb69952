from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.network.models import Invitation, Organisation, Role
from titian.network.models.invitation import VALID_FOR, Purpose, digest_of, new_code
from titian.network.queries.invitations import free_username, usernames_like, without_operator
from titian.network.rules import why_role_does_not_fit


class Issued(NamedTuple):
    """An invitation and its code, which is told now and never again."""

    invitation: Invitation
    code: str


@transaction.atomic
def invite(
    organisation: Organisation, role: Role, *, username: str, name: str, actor: User, now: datetime
) -> Issued:
    """Open the door for one new member; the account comes to be when the link is used."""
    kind = organisation.kind
    if reason := why_role_does_not_fit(role, kind=kind.code, trains=kind.trains):
        raise DomainError(reason, code="role_does_not_fit")
    _close_expired(now)
    if username in usernames_like([username]):
        raise _taken(username)
    issued = _issue(organisation, role, username, name, actor, now)
    try:
        with transaction.atomic():
            issued.invitation.save()
    except IntegrityError as fault:  # somebody promised the name at the same moment
        raise _taken(username) from fault
    Entry.write(actor, "invite", organisation, role=role, invitation=issued.invitation.pk)
    return issued


@transaction.atomic
def invite_operators(
    organisations: Sequence[Organisation], *, renew: bool, actor: User, now: datetime
) -> list[Issued]:
    """Open the door for one clerk at each organisation that has none; one journal entry names the set.

    An organisation with an open invitation keeps it, unless `renew` replaces it.
    """
    ids = [organisation.pk for organisation in organisations]
    _close_expired(now)
    held = Invitation.objects.select_for_update().filter(
        organisation__in=ids, role=Role.CENTRE_CLERK, used_at=None, revoked_at=None
    )
    waiting = {invitation.pk: invitation.organisation_id for invitation in held}
    if renew:
        Invitation.objects.filter(pk__in=waiting).update(revoked_at=now)
    invited = set() if renew else set(waiting.values())
    wanted = (
        without_operator(
            Organisation.objects.filter(pk__in=ids, kind__trains=True).exclude(pk__in=invited),
            Role.CENTRE_CLERK,
            timezone.localdate(now),
        )
        .select_related("region")
        .order_by("name_key", "pk")
    )
    taken = usernames_like(["operator."])
    issued = [
        _issue(
            organisation,
            Role.CENTRE_CLERK,
            free_username(f"operator {organisation.name}", taken),
            _("Operator %(organisation)s") % {"organisation": organisation.name},
            actor,
            now,
        )
        for organisation in wanted
    ]
    Invitation.objects.bulk_create([one.invitation for one in issued])
    if issued:
        made = [one.invitation.pk for one in issued]
        Entry.write(actor, "invite_operators", Invitation._meta.label_lower, ids=made, renewed=renew)
    return issued


@transaction.atomic
def issue_reset(user: User, organisation: Organisation, *, actor: User, now: datetime) -> Issued:
    """Let somebody who lost the password choose another; earlier links of the account end."""
    if user.is_system or user.pk == actor.pk or not user.is_active:
        raise DomainError(
            _("Tautan kata sandi tidak dapat dibuat untuk akun ini."), code="account_cannot_be_reset"
        )
    Invitation.objects.filter(username=user.username, used_at=None, revoked_at=None).update(revoked_at=now)
    code = new_code()
    invitation = Invitation.objects.create(
        purpose=Purpose.RESET,
        organisation=organisation,
        username=user.username,
        name=user.name,
        user=user,
        invited_by=actor,
        code_digest=digest_of(code),
        expires_at=now + VALID_FOR,
    )
    Entry.write(actor, "issue_reset", user, invitation=invitation.pk)
    return Issued(invitation, code)


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, actor: User, now: datetime) -> None:
    """Close a door nobody went through."""
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if invitation.used_at or invitation.revoked_at:
        raise DomainError(_("Undangan ini sudah dipakai atau sudah dicabut."), code="invitation_closed")
    invitation.revoked_at = now
    invitation.save(update_fields=["revoked_at", "updated_at"])
    Entry.write(actor, "revoke_invitation", invitation.organisation, invitation=invitation.pk)


def _taken(username: str) -> DomainError:
    return DomainError(
        _("Nama pengguna %(username)s sudah dipakai atau sudah diundang. Pilih nama lain.")
        % {"username": username},
        code="username_taken",
    )


def _issue(
    organisation: Organisation, role: Role, username: str, name: str, actor: User, now: datetime
) -> Issued:
    code = new_code()
    invitation = Invitation(
        purpose=Purpose.JOIN,
        organisation=organisation,
        role=role,
        username=username,
        name=name,
        invited_by=actor,
        code_digest=digest_of(code),
        expires_at=now + VALID_FOR,
    )
    return Issued(invitation, code)


def _close_expired(now: datetime) -> None:
    """A name promised by a link that ended is free again."""
    Invitation.objects.filter(used_at=None, revoked_at=None, expires_at__lte=now).update(revoked_at=now)
