"""Does something wait to be folded before a figure may be read?"""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL
from django.utils import timezone

from titian.core.memory import asked_once
from titian.evaluation.queries.cells import registry_fingerprint

WAITS = (
    "EXISTS (SELECT FROM evaluation_touchedenrolment) OR NOT EXISTS ("
    "SELECT FROM evaluation_rollupstate WHERE rolled_on = %s AND registry = %s)"
)


@asked_once
def something_waits() -> bool:
    """Ask before taking the folder's turn: most readers come when nothing has changed."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {WAITS}", waits_values())
        return bool(cursor.fetchone()[0])


def waits() -> RawSQL:
    """Return the same as a column, for a question that goes to the database anyway."""
    return RawSQL(f"({WAITS})", waits_values(), BooleanField())  # nosec B611: no part of it is typed by anybody


def waits_values() -> list[date | str]:
    """Return the values of WAITS."""
    return [timezone.localdate(), registry_fingerprint()]
