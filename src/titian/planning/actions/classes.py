from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db import connection, transaction

from titian.accounts.models import User
from titian.core.db.bulk import staged
from titian.journal.models import Entry
from titian.planning.models import ClassRole, TrainingClass


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


# A roster names who began the class; who took it over since then stays.
SUCCESSOR = """
    SELECT c.organiser_id FROM planning_trainingclass c JOIN planning_classrole r ON r.training_class_id = c.id
    WHERE (c.centre_id, c.year, c.code) = (s.centre_id, s.year, s.code)
        AND r.part = 'organiser' AND r.organisation_id = s.organiser_id AND NOT upper_inf(r.period)
    LIMIT 1
"""
STATED_LINKS = """
    SELECT c.id, link.part, link.organisation_id FROM planning_trainingclass c
    CROSS JOIN LATERAL (VALUES ('organiser', c.organiser_id), ('venue', c.venue_id)) AS link (part, organisation_id)
    WHERE c.id = ANY(%s) AND link.organisation_id IS NOT NULL
"""
LINKS = f"""
    INSERT INTO planning_classrole (training_class_id, part, organisation_id, period)
    SELECT stated.id, stated.part, stated.organisation_id, daterange(NULL, NULL) FROM ({STATED_LINKS}) stated
    WHERE NOT EXISTS (SELECT FROM planning_classrole r WHERE r.training_class_id = stated.id AND r.part = stated.part)
"""
CORRECTED_LINKS = f"""
    UPDATE planning_classrole r SET organisation_id = stated.organisation_id FROM ({STATED_LINKS}) stated
    WHERE r.training_class_id = stated.id AND r.part = stated.part AND upper_inf(r.period)
        AND r.organisation_id <> stated.organisation_id
"""


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
            SELECT centre_id, year, code, organiser.id, organiser.id, programme_id, channel, fund, wave,
                capacity, hours, starts_on, ends_on, is_demo, source_id, now(), now()
            FROM {stated} s, LATERAL (SELECT COALESCE(({SUCCESSOR}), s.organiser_id)) AS organiser (id)
            ORDER BY place
            ON CONFLICT (centre_id, year, code) DO UPDATE SET
                organiser_id = excluded.organiser_id,
                venue_id = CASE known.venue_id WHEN known.organiser_id THEN excluded.venue_id
                    ELSE known.venue_id END,
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
        cursor.execute(LINKS, [ids])
        cursor.execute(CORRECTED_LINKS, [ids])
    Entry.write(actor, "open_classes", "planning.trainingclass", count=len(ids))
    return ids


@transaction.atomic
def close_unused(class_ids: Sequence[int], *, actor: User, reason: str) -> None:
    """Remove classes that were opened in error; a class somebody sits in refuses."""
    ids = list(class_ids)
    if ids:
        ClassRole.objects.filter(training_class__in=ids)._raw_delete("default")
        TrainingClass.objects.filter(pk__in=ids)._raw_delete("default")
        Entry.write(actor, "close_unused", "planning.trainingclass", reason=reason, count=len(ids))
