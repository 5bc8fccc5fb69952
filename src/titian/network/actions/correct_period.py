from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.core.formats import day
from titian.core.periods import since
from titian.journal.models import Entry
from titian.network.models import Ownership, Supervision


@transaction.atomic
def correct_period(
    link: Ownership | Supervision, *, actor: User, first_day: date | None, last_day: date | None, reason: str
) -> None:
    """Put the days of a link right where they were recorded wrong; refuse where another link holds then."""
    of_this = type(link)._default_manager.filter(organisation_id=link.organisation_id).order_by("pk")
    link = next(one for one in of_this.select_for_update() if one.pk == link.pk)
    period = since(first_day, last_day + timedelta(days=1) if last_day else None)
    taken = of_this.filter(period__overlap=period).exclude(pk=link.pk).first()
    if taken is not None:
        raise DomainError(
            _("Pada masa itu sudah tercatat yang lain (mulai %(day)s). Perbaiki catatan itu lebih dahulu.")
            % {"day": day(taken.first_day)},
            code="another_link_holds",
        )
    was = [str(one) if one else None for one in (link.first_day, link.last_day)]
    link.period = period
    link.save(update_fields=["period"])
    Entry.write(
        actor,
        "correct_period",
        link.organisation,
        reason=reason,
        link=link._meta.model_name,
        number=link.pk,
        was=was,
    )
