from __future__ import annotations

from datetime import date

from django.db import transaction

from titian.accounts.models import User
from titian.journal.models import Entry
from titian.network.actions.succession import end_in_force
from titian.network.models import Organisation, Ownership


@transaction.atomic
def end_ownership(organisation: Organisation, *, actor: User, on: date, reason: str) -> None:
    """End the ownership in force: `on` is the first day without an owner on record."""
    link = end_in_force(Ownership.objects.filter(organisation=organisation), on)
    Entry.write(actor, "end_ownership", organisation, reason=reason, owner=link.owner_id, until=str(on))
