from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.core.periods import since
from titian.journal.models import Entry
from titian.network.actions.succession import end_former
from titian.network.models import Organisation, Supervision


@transaction.atomic
def supervise(
    supervisor: Organisation, organisation: Organisation, *, actor: User, on: date, reason: str = ""
) -> Supervision:
    """Put the organisation below a supervisor from that day; the former supervision ends the day before."""
    if supervisor.pk == organisation.pk:
        raise DomainError(_("Lembaga tidak dapat membina dirinya sendiri."), code="supervises_itself")
    end_former(Supervision.objects.filter(organisation=organisation), on)
    link = Supervision.objects.create(supervisor=supervisor, organisation=organisation, period=since(on))
    Entry.write(actor, "supervise", organisation, reason=reason, supervisor=supervisor.pk, since=str(on))
    return link
