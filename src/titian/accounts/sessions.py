"""Sessions as Django keeps them in the database."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone


class SessionStore(db.SessionStore):
    """Read in plain SQL: each page asks for its session, and the mapper takes ten times longer to word than to ask."""

    def load(self) -> dict[str, Any]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s",
                [self.session_key, timezone.now()],
            )
            kept = cursor.fetchone()
        if kept is None:
            self._session_key = None
            return {}
        return self.decode(kept[0])
