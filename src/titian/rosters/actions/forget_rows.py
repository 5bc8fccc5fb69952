from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from titian.rosters.models import StagedRow, VanishedRow


@transaction.atomic
def forget_rows(rows: QuerySet[StagedRow]) -> None:
    """Remove staged rows of which nothing was made, however many: `delete` would name each by a parameter."""
    VanishedRow.objects.filter(row__in=rows)._raw_delete("default")
    StagedRow.objects.filter(replaces__in=rows).update(replaces=None)
    rows._raw_delete("default")
