"""How the installation stands at this moment, in numbers that alerts watch."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from django.conf import settings
from django.db import connection

from titian import __version__
from titian.config.clock import AHEAD


class Gauge(NamedTuple):
    """One number, its name and what it means."""

    name: str
    help: str
    value: float


OF_THE_DATABASE = [
    (
        "titian_oldest_unfolded_seconds",
        "Age of the oldest touched enrolment that is not folded yet",
        "SELECT extract(epoch FROM now() - min(touched_at)) FROM evaluation_touchedenrolment",
    ),
    (
        "titian_unfolded",
        "Touched enrolments that are not folded yet",
        "SELECT count(*) FROM evaluation_touchedenrolment",
    ),
    (
        "titian_oldest_job_seconds",
        "Age of the oldest background job that could run and does not",
        """
        SELECT extract(epoch FROM now() - min(coalesce(j.scheduled_at, e.at)))
        FROM procrastinate_jobs j JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'
        WHERE j.status = 'todo' AND coalesce(j.scheduled_at, now()) <= now()
        """,
    ),
    ("titian_jobs_waiting", "Background jobs waiting", "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'"),
    (
        "titian_jobs_failed",
        "Background jobs that failed in the last day",
        """
        SELECT count(*) FROM procrastinate_events WHERE type = 'failed' AND at > now() - interval '1 day'
        """,
    ),
    (
        "titian_schedule_ahead_seconds",
        "How far ahead of now the schedule was run already: more than a minute, and the clock was moved back",
        AHEAD,
    ),
    (
        "titian_database_connections",
        "Open connections to the database server",
        "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'",
    ),
    (
        "titian_database_connections_limit",
        "Connections the database server allows",
        "SELECT setting::int FROM pg_settings WHERE name = 'max_connections'",
    ),
    (
        "titian_longest_transaction_seconds",
        "Age of the oldest open transaction",
        """
        SELECT extract(epoch FROM now() - min(xact_start)) FROM pg_stat_activity
        WHERE state <> 'idle' AND pid <> pg_backend_pid()
        """,
    ),
    ("titian_database_bytes", "Size of the database", "SELECT pg_database_size(current_database())"),
]  # fmt: skip


def gauges() -> Iterator[Gauge]:
    """Return every number; of what nobody named (no certificate, no backup folder) nothing is told."""
    yield Gauge("titian_info", f"Version {__version__}", 1)
    yield from _database()
    usage = shutil.disk_usage(settings.HOME)
    yield Gauge("titian_disk_free_bytes", "Free bytes where Titian keeps its home", usage.free)
    yield Gauge("titian_disk_free_share", "Free share of that disk", usage.free / usage.total)
    if settings.BACKUPS:
        yield Gauge(
            "titian_backup_age_seconds", "Age of the newest backup", _backup_age(Path(settings.BACKUPS))
        )
    for path in filter(None, (settings.TLS_CERTIFICATE, settings.WATCHED_CERTIFICATE)):
        yield Gauge(
            "titian_certificate_seconds_left", "Time until the certificate expires", _left(Path(path))
        )
        break


def _database() -> Iterator[Gauge]:
    with connection.cursor() as cursor:
        for name, meaning, query in OF_THE_DATABASE:
            cursor.execute(query)
            (value,) = cursor.fetchone()
            yield Gauge(name, meaning, float(value or 0))


def _backup_age(folder: Path) -> float:
    """Return the age of the newest backup; where none can be seen it is as old as can be."""
    try:
        newest = max((path.stat().st_mtime for path in folder.glob("*.backup")), default=None)
    except OSError:
        return float("inf")
    return float("inf") if newest is None else datetime.now(UTC).timestamp() - newest


def _left(path: Path) -> float:
    """Return the seconds until a certificate ends; one that cannot be read is as good as ended."""
    try:
        certificate = x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError):
        return 0.0
    return (certificate.not_valid_after_utc - datetime.now(UTC)).total_seconds()
