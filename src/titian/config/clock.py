"""Whether the clocks agree, and whether one was moved."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection
from django.utils.translation import gettext as _

from titian.core.errors import DomainError

APART = 60  # seconds: more, and a deadline means two things
AHEAD = """
    SELECT extract(epoch FROM to_timestamp(max(defer_timestamp)) - now()) FROM procrastinate_periodic_defers
"""


def seconds_apart() -> float:
    """Return by how much this machine's clock differs from the database's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        theirs: datetime = cursor.fetchone()[0]
    return abs((datetime.now(UTC) - theirs).total_seconds())


def seconds_moved_back() -> float:
    """Return how far ahead of now the schedule was run already: a clock was moved back since, or zero."""
    with connection.cursor() as cursor:
        cursor.execute(AHEAD)
        (ahead,) = cursor.fetchone()
    return max(float(ahead or 0), 0.0)


def refuse_clocks_apart() -> None:
    """Refuse to delete by age while nobody can say how old things are."""
    if (apart := seconds_apart()) > APART:
        raise DomainError(
            _("Jam mesin ini dan jam basis data berselisih %(n).0f detik: samakan dahulu (NTP).")
            % {"n": apart},
            code="clocks_apart",
        )
