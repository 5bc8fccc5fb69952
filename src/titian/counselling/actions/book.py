"""A citizen takes a time, or another one, without asking an officer."""

from __future__ import annotations

from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from titian.accounts.models import User
from titian.core.errors import refuse, refuse_unless
from titian.counselling.actions.invite import cancel_appointment, has_one_ahead, seat_person
from titian.counselling.actions.tell import tell_of_booking
from titian.counselling.models import Appointment, Slot
from titian.counselling.queries.booking import lapses_of, places_given
from titian.counselling.rules import why_booked_too_often, why_not_booked, why_too_late
from titian.journal.actions import move
from titian.journal.models import Entry
from titian.people.models import Person


@transaction.atomic
def book(slot: Slot, person: Person, *, key: UUID, purpose: str, actor: User) -> Appointment:
    """Take a free place at an office of the own regency; sent again it is the same appointment."""
    refuse_unless(person.user_id == actor.pk)
    _one_at_a_time(person)
    if known := Appointment.objects.filter(key=key, person=person).first():
        return known
    refuse(why_booked_too_often(lapses_of(person), now=timezone.now()), "booked_too_often")
    return _take(slot, person, key=key, purpose=purpose, other=has_one_ahead(person), actor=actor)


@transaction.atomic
def change_booking(appointment: Appointment, slot: Slot, *, key: UUID, actor: User) -> Appointment:
    """Give the place back and take another, both or neither; up to the hour of the former."""
    refuse_unless(appointment.person.user_id == actor.pk)
    _one_at_a_time(appointment.person)
    if known := Appointment.objects.filter(key=key, person=appointment.person_id).first():
        return known
    former = Appointment.objects.select_related("slot", "person").get(pk=appointment.pk)
    refuse(why_too_late(starts_at=former.slot.starts_at, now=timezone.now()), "too_late")
    refuse(why_booked_too_often(lapses_of(former.person), now=timezone.now()), "booked_too_often")
    cancel_appointment(former, actor=actor, reason="diganti waktu lain")
    person, purpose = appointment.person, former.purpose
    return _take(slot, person, key=key, purpose=purpose, other=has_one_ahead(person), actor=actor)


def _take(slot: Slot, person: Person, *, key: UUID, purpose: str, other: bool, actor: User) -> Appointment:
    """Hold the time, count what is given, and take what is left; of two at once one waits, counts again, is refused."""
    slot = Slot.objects.select_for_update(of=("self",)).select_related("office").get(pk=slot.pk)
    given = places_given([slot.pk]).get(slot.pk, set())
    reason = why_not_booked(
        office_region=slot.office.region_id,
        regency=person.regency_id,
        starts_at=slot.starts_at,
        now=timezone.now(),
        taken=len(given),
        capacity=slot.capacity,
        other=other,
    )
    refuse(reason, "not_booked")
    made = seat_person(slot, person, given, key=key, purpose=purpose, actor=actor)
    move(made, "confirm_appointment", actor=actor)  # who books says by it that they come
    tell_of_booking(made)
    Entry.write(actor, "book_appointment", made, slot=slot.pk)
    return made


def _one_at_a_time(person: Person) -> None:
    """Two tabs of one person take their turn: neither would see the other's appointment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"booking {person.pk}"])
