"""Who may counsel. Which people are seen is asked of `visible_to`."""

from __future__ import annotations

from django.utils import timezone

from titian.accounts.models import User
from titian.counselling.models import Appointment, Decision, Interview, QueueTicket, Slot
from titian.network.queries import organisations_of
from titian.people.permissions import COUNTER, may_serve_counter


def may_counsel(user: User) -> bool:
    """Employment officers: those of the manpower office of a regency or province."""
    return user.is_system or may_serve_counter(user)


def may_act_for(user: User, record: Appointment | Decision | Interview | QueueTicket | Slot) -> bool:
    """Officers of the very office a record belongs to."""
    return user.is_system or record.office_id in organisations_of(user, timezone.localdate(), COUNTER)


def may_answer_appointment(user: User, appointment: Appointment) -> bool:
    """The invited person confirms or cancels; so does an officer on the person's word."""
    return appointment.person.user_id == user.pk or may_act_for(user, appointment)
