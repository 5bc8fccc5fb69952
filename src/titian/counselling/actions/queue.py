"""The queue of a day: a number for whoever comes, and the next one called."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError, refuse_unless
from titian.counselling.models import Appointment, QueueTicket, TicketKind
from titian.counselling.permissions import may_act_for
from titian.counselling.states import TicketState
from titian.journal.actions import move
from titian.journal.models import Entry
from titian.network.models import Organisation
from titian.people.models import Person


@transaction.atomic
def take_ticket(
    office: Organisation,
    *,
    key: UUID,
    actor: User,
    person: Person | None = None,
    appointment: Appointment | None = None,
) -> QueueTicket:
    """Give the next number of the day; who has an appointment has the turn of its time."""
    Organisation.objects.select_for_update(of=("self",)).get(pk=office.pk)  # numbers one after the other
    if known := QueueTicket.objects.filter(key=key).first():
        return known
    now = timezone.now()
    today = timezone.localdate(now)
    highest = QueueTicket.objects.filter(office=office, day=today).aggregate(last=Max("number"))["last"] or 0
    ticket = QueueTicket(
        office=office, day=today, number=highest + 1, key=key, person=person, taken_at=now, due_at=now,
        kind=TicketKind.WALK_IN,
    )  # fmt: skip
    refuse_unless(may_act_for(actor, ticket))
    if appointment is not None:
        appointment = (
            Appointment.objects.select_for_update(of=("self",))
            .select_related("slot", "person")
            .get(pk=appointment.pk)
        )
        if appointment.office_id != office.pk or timezone.localdate(appointment.slot.starts_at) != today:
            raise DomainError(_("Janji itu bukan untuk dinas ini pada hari ini."), code="not_today")
        ticket.kind, ticket.appointment, ticket.person = (
            TicketKind.APPOINTMENT,
            appointment,
            appointment.person,
        )
        ticket.due_at = min(appointment.slot.starts_at, now)
        move(appointment, "arrive", actor=actor)
    ticket.save()
    Entry.write(actor, "take_ticket", ticket, number=ticket.number)
    return ticket


@transaction.atomic
def call_next(office: Organisation, desk: str, *, actor: User) -> QueueTicket:
    """Call whoever's turn it is; two desks at once call two people, never one."""
    waiting = QueueTicket.objects.filter(office=office, day=timezone.localdate(), state=TicketState.WAITING)
    ticket = waiting.select_for_update(of=("self",), skip_locked=True).order_by("due_at", "number").first()
    if ticket is None:
        raise DomainError(_("Tidak ada yang menunggu."), code="nobody_waits")
    return _call(ticket, desk, actor)


@transaction.atomic
def call_again(ticket: QueueTicket, desk: str, *, actor: User) -> QueueTicket:
    """Call somebody who was not there when called."""
    return _call(QueueTicket.objects.select_for_update(of=("self",)).get(pk=ticket.pk), desk, actor)


def _call(ticket: QueueTicket, desk: str, actor: User) -> QueueTicket:
    refuse_unless(may_act_for(actor, ticket))
    ticket.called_at, ticket.called_by, ticket.desk = timezone.now(), actor, desk.strip()[:20]
    move(ticket, "call_ticket", actor=actor)
    return ticket


@transaction.atomic
def name_visitor(ticket: QueueTicket, person: Person, *, actor: User) -> QueueTicket:
    """Say whose number it is, once the person stands at the desk."""
    ticket = QueueTicket.objects.select_for_update(of=("self",)).get(pk=ticket.pk)
    refuse_unless(may_act_for(actor, ticket))
    ticket.person = person
    ticket.save(update_fields=["person"])
    Entry.write(actor, "name_visitor", ticket)
    return ticket


@transaction.atomic
def serve_ticket(ticket: QueueTicket, *, actor: User) -> QueueTicket:
    """Note that the visit is over, and its appointment with it."""
    ticket = QueueTicket.objects.select_for_update(of=("self",)).get(pk=ticket.pk)
    refuse_unless(may_act_for(actor, ticket))
    ticket.closed_at = timezone.now()
    move(ticket, "serve_ticket", actor=actor)
    if ticket.appointment_id is not None:
        appointment = Appointment.objects.select_for_update(of=("self",)).get(pk=ticket.appointment_id)
        move(appointment, "serve_appointment", actor=actor)
    return ticket


@transaction.atomic
def miss_ticket(ticket: QueueTicket, *, actor: User) -> QueueTicket:
    """Note that nobody came to the desk; the number can be called again."""
    ticket = QueueTicket.objects.select_for_update(of=("self",)).get(pk=ticket.pk)
    refuse_unless(may_act_for(actor, ticket))
    move(ticket, "miss_ticket", actor=actor)
    return ticket
