from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone
from psycopg.types.json import Jsonb

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.journal.queries import EXPORT
from titian.journal.rules import why_no_more_exports

HOUR = timedelta(hours=1)
# Counted and noted in one statement; a file that is refused leaves no note.
NOTE = """
WITH lately AS (
    SELECT count(*) AS n FROM journal_entry WHERE actor_id = %(actor)s AND verb = %(verb)s AND at >= %(since)s
), noted AS (
    INSERT INTO journal_entry (actor_id, verb, subject_type, subject_id, reason, details, at)
    SELECT %(actor)s, %(verb)s, %(page)s, NULL, '', %(details)s, %(now)s FROM lately WHERE n < %(most)s
)
SELECT n FROM lately
"""


def note_export(
    actor: User, *, page: str, kind: str, rows: int | None, size: int, most: int, asked: dict[str, Any]
) -> None:
    """Note that a file left the house: who took it, of which page, how many rows; no more than `most` an hour."""
    now = timezone.now()
    values: dict[str, Any] = {
        "actor": actor.pk, "verb": EXPORT, "page": page[:60], "now": now, "since": now - HOUR, "most": most,
        "details": Jsonb({"kind": kind, "rows": rows, "bytes": size, **asked}),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(NOTE, values)
        (lately,) = cursor.fetchone()
    if reason := why_no_more_exports(lately, most=most):
        raise DomainError(reason, code="too_many_exports")
