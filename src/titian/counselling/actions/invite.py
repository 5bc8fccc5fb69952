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
from titian.counselling.rules import why_not_absent, why_not_invited
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
    given = set(slot.appointments.holding_a_place().values_list("seat", flat=True))
    now = timezone.now()
    other = Appointment.objects.filter(
        person=person, office=slot.office_id, state__in=EXPECTED, slot__starts_at__gt=now
    ).exists()
    reason = why_not_invited(
        starts_at=slot.starts_at, now=now, taken=len(given), capacity=slot.capacity, other=other
    )
    refuse(reason, "not_invited")
    seat = next(place for place in range(1, slot.capacity + 1) if place not in given)
    made = Appointment.objects.create(
        slot=slot, office=slot.office, person=person, seat=seat, key=key, purpose=purpose.strip(),
        invited_by=actor,
    )  # fmt: skip
    tell_of_appointment(made)
    Entry.write(actor, "invite", made, slot=slot.pk)
    return made


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
