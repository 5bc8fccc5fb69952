from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.core.periods import since
from titian.journal.models import Entry
from titian.network.models import Organisation, Supervision


@transaction.atomic
def end_supervision(organisation: Organisation, *, actor: User, on: date, reason: str) -> None:
    """End the supervision in force: `on` is the first day without it."""
    held = Supervision.objects.select_for_update(of=("self",)).filter(
        organisation=organisation, period__contains=on
    )
    link = held.first()
    if link is None or link.period.lower == on:
        raise DomainError(
            _("Pada tanggal itu tidak ada pembinaan yang dapat diakhiri."), code="no_supervision"
        )
    link.period = since(link.period.lower, on)
    link.save(update_fields=["period"])
    Entry.write(
        actor, "end_supervision", organisation, reason=reason, supervisor=link.supervisor_id, until=str(on)
    )
