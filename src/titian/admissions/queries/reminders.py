"""Which offers wait for an answer, and what reached those who should give it?"""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from titian.admissions.models import Offer, Reminder, ReminderAbout
from titian.admissions.rules import reregister_by
from titian.admissions.states import OfferState
from titian.counselling.models import Notice
from titian.counselling.states import NoticeState


def reminders_of(offer: Offer) -> tuple[int, date | None]:
    """Return how many reminders of what is due now were delivered, whatever the channels, and the day of the last."""
    numbered: set[int] = set()
    by_hand, last = 0, None
    for reminder in offer.reminders.all():
        if reminder.delivered_at is None or reminder.about != due_of(offer):
            continue
        day = timezone.localdate(reminder.delivered_at)
        last = day if last is None or day > last else last
        if reminder.number is None:
            by_hand += 1
        else:
            numbered.add(reminder.number)
    return by_hand + len(numbered), last


def due_of(offer: Offer) -> ReminderAbout:
    """Return of what somebody with this offer is reminded: to answer, or after that to come and register again."""
    return ReminderAbout.ANSWER if offer.state == OfferState.OFFERED else ReminderAbout.COMING


def last_day_of(offer: Offer) -> date | None:
    """Return by when the answer, or the person, is due; None where the round asks nobody to register again."""
    if offer.state == OfferState.OFFERED:
        return offer.answer_by
    days = offer.application.round.reregister_days
    if days is None or offer.answered_at is None:
        return None
    starts_on = offer.round_class.opening.training_class.starts_on
    return reregister_by(starts_on, days, accepted_on=timezone.localdate(offer.answered_at))


def unanswered() -> QuerySet[Offer]:
    """Return every offer nobody has answered, the oldest first."""
    return _waiting(Offer.objects.filter(state=OfferState.OFFERED)).order_by("answer_by", "pk")


def not_registered_again() -> QuerySet[Offer]:
    """Return every seat that was accepted, and whose holder is still to register again."""
    accepted = Offer.objects.filter(state=OfferState.ACCEPTED, reregistered_at=None)
    return _waiting(accepted.exclude(application__round__reregister_days=None)).order_by("pk")


def _waiting(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    return offers.select_related(
        "application__round__centre",
        "application__person__user",
        "round_class__opening__training_class__programme",
    ).prefetch_related("reminders__notice__passed_on")


def just_delivered() -> QuerySet[Reminder]:
    """Return the reminders whose message a gateway has taken since we last looked."""
    arrived = Q(notice__state=NoticeState.SENT) | Q(notice__passed_on__state=NoticeState.SENT)
    return Reminder.objects.filter(arrived, delivered_at=None).select_related("notice__passed_on")


def is_on_its_way(reminder: Reminder) -> bool:
    """Say whether the message, or the one that replaced it, still waits to go out."""
    notice = reminder.notice
    if reminder.delivered_at is not None or notice is None:
        return False
    return any(one is not None and one.state == NoticeState.QUEUED for one in (notice, successor_of(notice)))


def successor_of(notice: Notice) -> Notice | None:
    """Return the message by which a failed one went on."""
    return getattr(notice, "passed_on", None)
