from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db import connection, transaction

from titian.accounts.models import User
from titian.core.db.bulk import staged
from titian.journal.models import Entry
from titian.planning.models import TrainingClass


class NewClass(NamedTuple):
    """A class as its centre states it."""

    centre_id: int
    year: int
    code: str
    organiser_id: int
    programme_id: int
    channel: str
    fund: str | None
    wave: str
    capacity: int
    hours: int | None
    starts_on: date
    ends_on: date
    is_demo: bool
    source_id: int | None


@transaction.atomic
def open_classes(new: Sequence[NewClass], *, actor: User) -> list[int]:
    """Open classes, or let known ones say what is stated now; return the ids in order."""
    if not new:
        return []
    with staged(NewClass, new) as stated, connection.cursor() as cursor:
        cursor.execute(f"""
            INSERT INTO planning_trainingclass AS known (
                centre_id, year, code, organiser_id, venue_id, programme_id, channel_id, fund_id, wave,
                capacity, hours, starts_on, ends_on, is_demo, source_id, created_at, updated_at)
            SELECT centre_id, year, code, organiser_id, organiser_id, programme_id, channel, fund, wave,
                capacity, hours, starts_on, ends_on, is_demo, source_id, now(), now()
            FROM {stated} ORDER BY place
            ON CONFLICT (centre_id, year, code) DO UPDATE SET
                organiser_id = excluded.organiser_id, venue_id = excluded.venue_id,
                programme_id = excluded.programme_id, channel_id = excluded.channel_id,
                fund_id = excluded.fund_id, wave = excluded.wave, capacity = excluded.capacity,
                hours = excluded.hours, starts_on = excluded.starts_on, ends_on = excluded.ends_on,
                source_id = excluded.source_id, updated_at = now()
            WHERE (known.organiser_id, known.programme_id, known.channel_id, known.fund_id, known.wave,
                   known.capacity, known.hours, known.starts_on, known.ends_on)
               IS DISTINCT FROM (excluded.organiser_id, excluded.programme_id, excluded.channel_id,
                   excluded.fund_id, excluded.wave, excluded.capacity, excluded.hours, excluded.starts_on,
                   excluded.ends_on)
        """)
        cursor.execute(f"""
            SELECT c.id FROM {stated} s
            JOIN planning_trainingclass c USING (centre_id, year, code) ORDER BY s.place
        """)
        ids = [number for (number,) in cursor.fetchall()]
    Entry.write(actor, "open_classes", "planning.trainingclass", count=len(ids))
    return ids


@transaction.atomic
def close_unused(class_ids: Sequence[int], *, actor: User, reason: str) -> None:
    """Remove classes that were opened in error; a class somebody sits in refuses."""
    ids = list(class_ids)
    if ids:
        TrainingClass.objects.filter(pk__in=ids)._raw_delete("default")
        Entry.write(actor, "close_unused", "planning.trainingclass", reason=reason, count=len(ids))
