from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from titian.accounts.models import User
from titian.journal.models import Entry
from titian.network.models import Organisation


@transaction.atomic
def remove_unconfirmed(organisation_ids: Sequence[int], *, since: datetime, actor: User) -> None:
    """Remove organisations that a file named and nobody confirmed, if they came after `since`."""
    unconfirmed = Organisation.objects.filter(
        pk__in=organisation_ids, confirmed=False, created_at__gte=since, memberships=None, agreements=None
    )
    ids = list(unconfirmed.values_list("pk", flat=True))
    if ids:
        Organisation.objects.filter(pk__in=ids).delete()
        Entry.write(actor, "remove_unconfirmed", Organisation._meta.label_lower, ids=ids)
