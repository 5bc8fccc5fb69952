"""Which offices listen to a citizen, and when is there room?"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db import connection
from django.utils import timezone

from titian.counselling.models import Appointment, Slot
from titian.counselling.rules import LAPSE_DAYS
from titian.counselling.states import AppointmentState
from titian.journal.models import Entry
from titian.network.models import Organisation
from titian.people.models import Person

DAYS_AHEAD = 60
MOST_TIMES = 300
OFFICE = "agency_regency"


def offices_for(person: Person) -> list[Organisation]:
    """Return the manpower offices of the person's regency."""
    if person.regency_id is None:
        return []
    found = Organisation.objects.filter(kind=OFFICE, region=person.regency_id, confirmed=True)
    return list(found.order_by("name_key"))


def places_given(slot_ids: Collection[int]) -> dict[int, set[int]]:
    """Return which places of each time are given; also to a citizen, who sees no appointment but the own."""
    given: dict[int, set[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT slot_id, seat FROM counselling_places_given(%s)", [list(slot_ids)])
        for slot_id, seat in cursor.fetchall():
            given.setdefault(slot_id, set()).add(seat)
    return given


def free_times(offices: Iterable[Organisation]) -> list[tuple[Slot, int]]:
    """Return the times ahead that have room, the soonest first, and how many places are left in each."""
    now = timezone.now()
    ahead = Slot.objects.filter(
        office__in=list(offices), starts_at__gt=now, starts_at__lt=now + timedelta(days=DAYS_AHEAD)
    )
    slots = list(ahead.select_related("office").order_by("starts_at", "pk")[:MOST_TIMES])
    given = places_given([slot.pk for slot in slots])
    left = [(slot, slot.capacity - len(given.get(slot.pk, ()))) for slot in slots]
    return [(slot, room) for slot, room in left if room > 0]


def by_day(times: Iterable[tuple[Slot, int]]) -> list[tuple[date, list[tuple[Slot, int]]]]:
    """Return the times under the days on which they are."""
    return [
        (day, list(one))
        for day, one in groupby(times, key=lambda time: timezone.localdate(time[0].starts_at))
    ]


def lapses_of(person: Person) -> list[datetime]:
    """Return when a person lately gave a time back that was booked alone, or did not come to one.

    What an office invited to or cancelled is no lapse; neither is a time missed at first and served later.
    """
    since = timezone.now() - timedelta(days=LAPSE_DAYS)
    booked = Appointment.objects.filter(person=person, invited_by=person.user_id)
    missed = booked.filter(state=AppointmentState.NO_SHOW, slot__starts_at__gt=since)
    ended = booked.filter(state=AppointmentState.CANCELLED).values_list("pk", flat=True)
    given_back = Entry.objects.filter(
        subject_type=Appointment._meta.label_lower, subject_id__in=list(ended),
        verb="cancel_appointment", actor=person.user_id, at__gt=since,
    )  # fmt: skip
    return [*missed.values_list("slot__starts_at", flat=True), *given_back.values_list("at", flat=True)]


def own_appointments(person: Person) -> list[Appointment]:
    """Return a person's own appointments, the latest first."""
    own = Appointment.objects.filter(person=person).select_related("slot", "office", "person")
    return list(own.order_by("-slot__starts_at")[:20])
