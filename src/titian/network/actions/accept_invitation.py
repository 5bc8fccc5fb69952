from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.actions import open_account, replace_password
from titian.accounts.models import User
from titian.core.access import acting_as
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.network.actions.add_member import add_member
from titian.network.models import Invitation, Role
from titian.network.models.invitation import Purpose
from titian.network.queries.invitations import invitation_of


@transaction.atomic
def accept_invitation(digest: str, *, name: str, password: str, language: str, now: datetime) -> User:
    """Use the code, once: open the account with its membership, or give the account its new password."""
    found = invitation_of(digest, now)
    invitation = found and (
        Invitation.objects.select_for_update(of=("self",))
        .filter(pk=found.pk, used_at=None, revoked_at=None)
        .first()
    )
    if invitation is None:
        raise _not_valid()
    if invitation.purpose == Purpose.RESET:
        user = User.objects.select_for_update().get(pk=invitation.user_id or 0)
        if not user.is_active:
            raise _not_valid()
    else:
        user = open_account(invitation.username, name, password=password, language=language)
    with acting_as(user.pk):  # nobody had signed in; from here on it is this user who acts
        if invitation.purpose == Purpose.RESET:
            replace_password(user, password)
            Entry.write(user, "replace_password", user, invitation=invitation.pk, second_factor="removed")
        else:
            role, day = Role(invitation.role), timezone.localdate(now)
            add_member(user, invitation.organisation, role, actor=user, on=day)
        invitation.user, invitation.used_at = user, now
        invitation.save(update_fields=["user", "used_at", "updated_at"])
        Entry.write(user, "accept_invitation", invitation.organisation, invitation=invitation.pk)
    return user


@transaction.atomic
def tell_resets(user: User, *, now: datetime) -> None:
    """The owner has read that somebody made new-password links for the account."""
    Invitation.objects.filter(user=user, purpose=Purpose.RESET, told_at=None).update(told_at=now)
    Entry.write(user, "tell_resets", user)


def _not_valid() -> DomainError:
    """One answer whatever is wrong with a code: it tells nothing to who tries codes."""
    reason = _(
        "Kode ini tidak berlaku: salah ketik, sudah dipakai, atau lewat waktunya. "
        "Periksa kodenya, atau mintalah undangan baru."
    )
    return DomainError(reason, code="invitation_not_valid")
