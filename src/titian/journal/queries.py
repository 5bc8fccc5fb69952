"""What was done to a record, what is due to go, and whether somebody looked before?"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection, models
from django.db.models import QuerySet
from django.utils import timezone

from titian.journal.models import Entry
from titian.journal.retention import Rule

EXAMINED = "examine_retention"
EXPORT = "export"


class Due(NamedTuple):
    """How many rows of a table are due, and the oldest of them."""

    rule: Rule
    rows: int
    oldest: datetime | None


def due_of(rule: Rule, *, now: datetime) -> Due:
    """Count what this rule would take."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), min(({rule.since})::timestamptz) FROM {rule.table} t WHERE {rule.due}",
            {"now": now},
        )
        rows, oldest = cursor.fetchone()
    return Due(rule, rows, oldest)


def was_examined(fingerprint: str) -> bool:
    """Return whether somebody has seen a dry run of these very rules."""
    return Entry.objects.filter(verb=EXAMINED, details__fingerprint=fingerprint).exists()


def recent_exports(user_id: int, *, within: timedelta) -> int:
    """Return how many files this user took lately."""
    since = timezone.now() - within
    return Entry.objects.filter(actor_id=user_id, verb=EXPORT, at__gte=since).count()


def deeds_on(record: models.Model, verb: str) -> QuerySet[Entry]:
    """Return when and by whom this was done to a record, the latest first."""
    found = Entry.objects.filter(subject_type=record._meta.label_lower, subject_id=record.pk, verb=verb)
    return found.select_related("actor").order_by("-at", "-pk")
