"""Statements that come again and again are planned once a connection: under policies a plan costs more than its run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connections
from django.db.backends.postgresql.base import ServerBindingCursor

SEEN_BEFORE = 2  # times a statement is planned afresh before it is worth keeping


@contextmanager
def planned_once(*, using: str = "default") -> Iterator[None]:
    """Let PostgreSQL keep the plans of what is asked in this block, for blocks that ask by key.

    Not for lists and searches: a kept plan knows no values, so it does not see which of them are rare.
    """
    if not settings.KEEP_PLANS:
        yield
        return
    connection = connections[using]
    connection.ensure_connection()
    raw: Any = connection.connection
    features: Any = connection.features
    former = raw.cursor_factory, raw.prepare_threshold, features.uses_server_side_binding
    raw.cursor_factory, raw.prepare_threshold = ServerBindingCursor, SEEN_BEFORE
    features.uses_server_side_binding = True  # else whoever listens to the statements is told of nothing
    try:
        yield
    finally:
        raw.cursor_factory, raw.prepare_threshold, features.uses_server_side_binding = former
