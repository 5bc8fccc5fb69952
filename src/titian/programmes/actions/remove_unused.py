from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from titian.accounts.models import User
from titian.journal.models import Entry
from titian.programmes.models import Outlook, Programme


@transaction.atomic
def remove_unused_programmes(programme_ids: Sequence[int], *, since: datetime, actor: User) -> None:
    """Remove programmes that a file named, if they came after `since`; the caller knows no class has them."""
    ids = list(
        Programme.objects.filter(pk__in=programme_ids, created_at__gte=since).values_list("pk", flat=True)
    )
    if ids:
        Outlook.objects.filter(programme__in=ids).delete()
        Programme.objects.filter(pk__in=ids)._raw_delete("default")
        Entry.write(actor, "remove_unused_programmes", Programme._meta.label_lower, ids=ids)
