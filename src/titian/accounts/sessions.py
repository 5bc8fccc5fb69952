"""Sessions as Django keeps them in the database; they end when nobody works in them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import connection
from django.utils import timezone

BEGAN = "began"
WRITTEN_EVERY = timedelta(minutes=1)  # a page that is only read does not wait for the disk


class SessionStore(db.SessionStore):
    """Read in plain SQL: each page asks for its session, and the mapper takes ten times longer to word than to ask.

    A session ends after some idle minutes, and some hours after sign-in however busy it was.
    """

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self.ended: dict[str, Any] = {}  # what it held, where it ended before this request

    def load(self) -> dict[str, Any]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT session_data, expire_date FROM django_session WHERE session_key = %s",
                [self.session_key],
            )
            kept = cursor.fetchone()
            now = timezone.now()
            data: dict[str, Any] = self.decode(kept[0]) if kept else {}
            if kept and kept[1] > now:
                ends = _end_of(data, now)
                # Also brought nearer: a clock that was moved back would let it live on.
                if BEGAN in data and abs(ends - kept[1]) >= WRITTEN_EVERY:
                    cursor.execute(
                        "UPDATE django_session SET expire_date = %s WHERE session_key = %s",
                        [ends, self.session_key],
                    )
                return data
        self.ended = data
        self._session_key = None
        return {}

    def exists(self, session_key: str) -> bool:
        """Say whether somebody is signed in by it; a row outlives that by some days."""
        return self.model.objects.filter(session_key=session_key, expire_date__gt=timezone.now()).exists()

    def cycle_key(self) -> None:
        """Count the hours anew: somebody has just shown who they are."""
        self.pop(BEGAN, None)
        super().cycle_key()

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        now = timezone.now()
        data.setdefault(BEGAN, int(now.timestamp()))
        made = super().create_model_instance(data)
        made.expire_date = _end_of(data, now)
        return made


def _end_of(data: dict[str, Any], now: datetime) -> datetime:
    began = datetime.fromtimestamp(data.get(BEGAN, 0), UTC)
    return min(
        now + timedelta(minutes=settings.SESSION_IDLE_MINUTES),
        began + timedelta(seconds=settings.SESSION_COOKIE_AGE),
    )
