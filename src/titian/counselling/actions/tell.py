"""Put messages in the outbox, and drain it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from titian.accounts.models import User
from titian.counselling.gateways import Gateway, GatewayDown, Unreachable
from titian.counselling.models import Appointment, Channel, Notice
from titian.counselling.notices import Letter, booking, invitation, reminder
from titian.counselling.states import EXPECTED, NoticeState
from titian.journal.actions import move
from titian.network.models import Organisation
from titian.people.models import Person

REMIND_BEFORE = timedelta(hours=24)
MOST_TRIES = 5
FIRST_WAIT = timedelta(minutes=5)
AT_ONCE = 200
NEXT_CHANNEL = {Channel.WHATSAPP: Channel.SMS}  # by which a message goes on when it cannot be delivered


def tell_of_appointment(appointment: Appointment) -> list[Notice]:
    """Put the invitation in the outbox now, and the reminder for the day before."""
    return _tell(appointment, "invitation", invitation(appointment))


def tell_of_booking(appointment: Appointment) -> list[Notice]:
    """Put the confirmation of a time somebody took in the outbox now, and the reminder for the day before."""
    return _tell(appointment, "booking", booking(appointment))


def _tell(appointment: Appointment, purpose: str, letter: Letter) -> list[Notice]:
    now = timezone.now()
    remind_at = appointment.slot.starts_at - REMIND_BEFORE
    made = [*_put(appointment, purpose, letter, now)]
    if remind_at > now:
        made += _put(appointment, "reminder", reminder(appointment), remind_at)
    return made


def _put(appointment: Appointment, purpose: str, letter: Letter, due_at: datetime) -> list[Notice]:
    return put(appointment.person, appointment.office, purpose, letter, due_at, appointment=appointment)


def put(
    person: Person,
    office: Organisation,
    purpose: str,
    letter: Letter,
    due_at: datetime,
    *,
    appointment: Appointment | None = None,
) -> list[Notice]:
    """Put a message in the outbox, one for each channel that reaches the person; nothing where none does."""
    return Notice.objects.bulk_create(
        Notice(
            person=person, office=office, appointment=appointment, channel=channel, purpose=purpose,
            subject=letter.subject, words=letter.words, due_at=due_at,
        )
        for channel in Channel.values
        if address_of(person, channel) and not (channel == Channel.SMS and person.phone)
    )  # fmt: skip


def address_of(person: Person, channel: str) -> str:
    """Return where a person is reached by a channel, "" where nowhere."""
    if channel == Channel.EMAIL:
        return person.user.email if person.user_id and person.user is not None else ""
    return person.phone


def drain(gateways: Mapping[str, Gateway], *, actor: User) -> dict[str, int]:
    """Hand what is due to the gateways, each message in a transaction of its own; return how many of each fate.

    A gateway may be told twice if the machine dies between its yes and our note; it is never told twice at once.
    """
    told: dict[str, int] = {}
    served = set(gateways)
    served |= {channel for channel, other in NEXT_CHANNEL.items() if other in gateways}
    for pk in _due(sorted(served)):
        if fate := _send(pk, gateways, actor):
            told[fate] = told.get(fate, 0) + 1
    return told


def _due(channels: list[str]) -> list[int]:
    waiting = Notice.objects.filter(
        state=NoticeState.QUEUED, due_at__lte=timezone.now(), channel__in=channels
    )
    return list(waiting.order_by("due_at").values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def _send(pk: int, gateways: Mapping[str, Gateway], actor: User) -> str:
    held = Notice.objects.select_for_update(of=("self",), skip_locked=True)
    notice = (
        held.filter(pk=pk, state=NoticeState.QUEUED).select_related("person__user", "appointment").first()
    )
    if notice is None:
        return ""
    if notice.appointment is not None and notice.appointment.state not in EXPECTED:
        move(notice, "drop_notice", actor=actor)
        return "dropped"
    address = address_of(notice.person, notice.channel)
    notice.tries += 1
    try:
        if not address:
            raise Unreachable("no address")
        if notice.channel not in gateways:
            raise Unreachable("no gateway")
        gateways[notice.channel].deliver(address, notice.subject, notice.words)
    except GatewayDown as down:
        notice.fault = str(down)[:200]
        if notice.tries < MOST_TRIES and not isinstance(down, Unreachable):
            notice.due_at = timezone.now() + FIRST_WAIT * 2 ** (notice.tries - 1)
            notice.save()
            return "postponed"
        move(notice, "fail_notice", actor=actor)
        return "passed_on" if _pass_on(notice, gateways) else "failed"
    notice.sent_at, notice.fault = timezone.now(), ""
    move(notice, "send_notice", actor=actor)
    return "sent"


def _pass_on(notice: Notice, gateways: Mapping[str, Gateway]) -> bool:
    """Let a message that failed go on by the next channel, once; what failed stays on record as it is."""
    channel = NEXT_CHANNEL.get(Channel(notice.channel))
    if channel is None or channel not in gateways or not address_of(notice.person, channel):
        return False
    Notice.objects.create(
        person=notice.person, office=notice.office, appointment=notice.appointment, channel=channel,
        purpose=notice.purpose, subject=notice.subject, words=notice.words, due_at=timezone.now(), instead_of=notice,
    )  # fmt: skip
    return True
