"""Whether this machine and the database agree what time it is."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection
from django.utils.translation import gettext as _

from titian.core.errors import DomainError

APART = 60  # seconds: more, and a deadline means two things


def seconds_apart() -> float:
    """Return by how much this machine's clock differs from the database's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        theirs: datetime = cursor.fetchone()[0]
    return abs((datetime.now(UTC) - theirs).total_seconds())


def refuse_clocks_apart() -> None:
    """Refuse to delete, let go of or write to anybody by the hour while nobody can say how late it is."""
    if (apart := seconds_apart()) > APART:
        raise DomainError(
            _("Jam mesin ini dan jam basis data berselisih %(n).0f detik: samakan dahulu (NTP).")
            % {"n": apart},
            code="clocks_apart",
        )
