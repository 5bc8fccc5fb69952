"""Whether a clock was moved, and the schedule that lives through it."""

from __future__ import annotations

import time

from asgiref.sync import sync_to_async
from django.db import connection
from procrastinate.periodic import PeriodicDeferrer

from titian.core.clock import APART

AHEAD = """
    SELECT extract(epoch FROM to_timestamp(max(defer_timestamp)) - now()) FROM procrastinate_periodic_defers
"""
# Runs on while a machine sleeps: what it slept through is late, not moved.
UNMOVED = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def seconds_moved_back() -> float:
    """Return how far ahead of now the schedule was run already: a clock was moved back since, or zero."""
    with connection.cursor() as cursor:
        cursor.execute(AHEAD)
        (ahead,) = cursor.fetchone()
    return max(float(ahead or 0), 0.0)


def forget_ticks_to_come() -> None:
    """After the clock was moved back: what was queued for moments that have not come is queued when they do."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_periodic_defers"
            " WHERE to_timestamp(defer_timestamp) > now() + interval '1 minute'"
        )


class Schedule(PeriodicDeferrer):
    """procrastinate's; where the clock is moved it begins anew.

    Moved back, it would wait until its former now comes again; moved ahead, it would queue every minute between.
    """

    _difference: float | None = None

    async def worker(self) -> None:
        while True:
            await self.wait(next_tick=await self.turn())

    async def turn(self) -> float:
        """Queue what is due and return the seconds to the next of it."""
        now = time.time()
        former, self._difference = self._difference, now - time.clock_gettime(UNMOVED)
        if former is not None and abs(self._difference - former) > APART:
            self.last_defers.clear()
            await sync_to_async(forget_ticks_to_come)()
        await self.defer_jobs(jobs_to_defer=self.get_previous_tasks(at=now))
        return float(self.get_next_tick(at=now))
