"""Invite to a time, and what becomes of an invitation."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from titian.accounts.models import User
from titian.core.errors import refuse, refuse_unless
from titian.counselling.actions.tell import tell_of_appointment
from titian.counselling.models import Appointment, Slot
from titian.counselling.permissions import may_act_for, may_answer_appointment
from titian.counselling.queries.booking import places_given
from titian.counselling.rules import why_not_absent, why_not_invited, why_too_late
from titian.counselling.states import EXPECTED
from titian.journal.actions import move
from titian.journal.models import Entry
from titian.people.models import Person


@transaction.atomic
def invite(slot: Slot, person: Person, *, key: UUID, purpose: str, actor: User) -> Appointment:
    """Invite a person to a time that has room; sent again it is the same invitation.

    The slot is locked: of two invitations at once to its last place one waits, counts again and is refused.
    """
    slot = Slot.objects.select_for_update(of=("self",)).select_related("office").get(pk=slot.pk)
    refuse_unless(may_act_for(actor, slot))
    if known := Appointment.objects.filter(key=key).first():
        return known
    given = places_given([slot.pk]).get(slot.pk, set())
    reason = why_not_invited(
        starts_at=slot.starts_at,
        now=timezone.now(),
        taken=len(given),
        capacity=slot.capacity,
        other=has_one_ahead(person, slot.office_id),
    )
    refuse(reason, "not_invited")
    made = seat_person(slot, person, given, key=key, purpose=purpose, actor=actor)
    tell_of_appointment(made)
    Entry.write(actor, "invite", made, slot=slot.pk)
    return made


def has_one_ahead(person: Person, office_id: int | None = None) -> bool:
    """Say whether a person still has an appointment to come, at this office or at any."""
    ahead = Appointment.objects.filter(person=person, state__in=EXPECTED, slot__starts_at__gt=timezone.now())
    return (ahead if office_id is None else ahead.filter(office=office_id)).exists()


def seat_person(
    slot: Slot, person: Person, given: set[int], *, key: UUID, purpose: str, actor: User
) -> Appointment:
    """Give the first free place of a time that is held; the caller has judged that there is one."""
    seat = next(place for place in range(1, slot.capacity + 1) if place not in given)
    return Appointment.objects.create(
        slot=slot, office=slot.office, person=person, seat=seat, key=key, purpose=purpose.strip(),
        invited_by=actor,
    )  # fmt: skip


@transaction.atomic
def confirm_appointment(appointment: Appointment, *, actor: User) -> Appointment:
    """Say that the person will come."""
    appointment = _held(appointment)
    refuse_unless(may_answer_appointment(actor, appointment))
    move(appointment, "confirm_appointment", actor=actor)
    return appointment


@transaction.atomic
def cancel_appointment(appointment: Appointment, *, actor: User, reason: str = "") -> Appointment:
    """Give the place back."""
    appointment = _held(appointment)
    refuse_unless(may_answer_appointment(actor, appointment))
    if appointment.person.user_id == actor.pk:
        refuse(why_too_late(starts_at=appointment.slot.starts_at, now=timezone.now()), "too_late")
    move(appointment, "cancel_appointment", actor=actor, reason=reason.strip()[:500])
    return appointment


@transaction.atomic
def miss_appointment(appointment: Appointment, *, actor: User) -> Appointment:
    """Note that the person did not come; the case asks for a new invitation."""
    appointment = _held(appointment)
    refuse_unless(may_act_for(actor, appointment))
    refuse(why_not_absent(starts_at=appointment.slot.starts_at, now=timezone.now()), "not_yet_absent")
    move(appointment, "miss_appointment", actor=actor)
    return appointment


def _held(appointment: Appointment) -> Appointment:
    held = Appointment.objects.select_for_update(of=("self",)).select_related("slot", "person", "office")
    return held.get(pk=appointment.pk)
