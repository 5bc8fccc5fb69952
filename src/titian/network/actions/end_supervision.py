from __future__ import annotations

from datetime import date

from django.db import transaction

from titian.accounts.models import User
from titian.journal.models import Entry
from titian.network.actions.succession import end_in_force
from titian.network.models import Organisation, Supervision


@transaction.atomic
def end_supervision(organisation: Organisation, *, actor: User, on: date, reason: str) -> None:
    """End the supervision in force: `on` is the first day without it."""
    link = end_in_force(Supervision.objects.filter(organisation=organisation), on)
    Entry.write(
        actor, "end_supervision", organisation, reason=reason, supervisor=link.supervisor_id, until=str(on)
    )
