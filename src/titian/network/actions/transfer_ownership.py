from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.core.periods import since
from titian.journal.models import Entry
from titian.network.actions.succession import end_former
from titian.network.models import Organisation, Ownership


@transaction.atomic
def transfer_ownership(
    organisation: Organisation, owner: Organisation, *, actor: User, on: date, reason: str = ""
) -> Ownership:
    """Give the centre to an owner from that day; the former ownership ends the day before."""
    if owner.pk == organisation.pk:
        raise DomainError(_("Lembaga tidak dapat memiliki dirinya sendiri."), code="owns_itself")
    end_former(Ownership.objects.filter(organisation=organisation), on)
    link = Ownership.objects.create(organisation=organisation, owner=owner, period=since(on))
    Entry.write(actor, "transfer_ownership", organisation, reason=reason, owner=owner.pk, since=str(on))
    return link
