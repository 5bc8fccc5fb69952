"""What the clock does about seats nobody answered for or came for: remind twice, and only then let them go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.utils import timezone

from titian.accounts.models import User
from titian.admissions.actions.offers import lapse_offer, take_back, why_not_lapsed, why_not_taken_back
from titian.admissions.models import Offer, Reminder, ReminderAbout
from titian.admissions.models.offer import REMINDERS_DUE
from titian.admissions.notices import answer_reminder, coming_reminder
from titian.admissions.queries.reminders import (
    due_of,
    is_on_its_way,
    just_delivered,
    last_day_of,
    not_registered_again,
    reminders_of,
    successor_of,
    unanswered,
)
from titian.admissions.rules import is_reminder_due
from titian.core.errors import DomainError
from titian.counselling.actions.tell import put
from titian.journal.models import Entry


def keep_reminding(*, actor: User, today: date) -> dict[str, int]:
    """Note what arrived, put due reminders in the outbox, and let go what may be; run twice it does nothing more."""
    told = {"delivered": _note_deliveries(), "reminded": 0, "lapsed": 0, "no_show": 0}
    for offer in unanswered():
        if why_not_lapsed(offer, today) is None:
            told["lapsed"] += _let_go(lapse_offer, offer, actor, today)
        else:
            told["reminded"] += _remind(offer, actor, today)
    for offer in not_registered_again():
        if why_not_taken_back(offer, today) is None:
            told["no_show"] += _let_go(take_back, offer, actor, today)
        else:
            told["reminded"] += _remind(offer, actor, today)
    return told


def _let_go(act: Callable[..., Offer], offer: Offer, actor: User, today: date) -> int:
    try:
        act(offer, actor=actor, today=today)
    except DomainError:
        return 0  # answered since we asked
    return 1


@transaction.atomic
def _note_deliveries() -> int:
    arrived = list(just_delivered().select_for_update(of=("self",)))
    for reminder in arrived:
        assert reminder.notice is not None
        told = (reminder.notice, successor_of(reminder.notice))
        reminder.delivered_at = next(one.sent_at for one in told if one is not None and one.sent_at)
    return Reminder.objects.bulk_update(arrived, ["delivered_at"])


@transaction.atomic
def _remind(offer: Offer, actor: User, today: date) -> int:
    """Put the next reminder in the outbox where one is due; the offer is held, so two clocks send one."""
    held = Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    by, about = last_day_of(offer), due_of(offer)
    if held.state != offer.state or held.reregistered_at or by is None:
        return 0
    reminders = list(held.reminders.filter(about=about).select_related("notice__passed_on"))
    delivered, _last = reminders_of(held)
    if delivered >= REMINDERS_DUE or any(is_on_its_way(one) for one in reminders):
        return 0
    number = max((one.number or 0 for one in reminders), default=0) + 1
    last_sent = max((timezone.localdate(one.sent_at) for one in reminders if one.number), default=None)
    if not is_reminder_due(max(number, delivered + 1), answer_by=by, today=today, last_sent=last_sent):
        return 0
    application = offer.application
    letter = answer_reminder(offer) if about == ReminderAbout.ANSWER else coming_reminder(offer, by)
    now = timezone.now()
    notices = put(application.person, application.round.centre, f"offer {offer.pk}", letter, now)
    Reminder.objects.bulk_create(
        Reminder(offer=held, about=about, sent_at=now, channel=notice.channel, number=number, notice=notice)
        for notice in notices
    )
    if notices:
        Entry.write(actor, "put_reminder", held, number=number, about=str(about))
    return bool(notices)
