"""Which offers wait for an answer, and what reached those who should give it?"""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from titian.admissions.models import Offer, Reminder
from titian.admissions.states import OfferState
from titian.counselling.states import NoticeState


def reminders_of(offer: Offer) -> tuple[int, date | None]:
    """Return how many reminders were delivered, whatever the channels, and the day of the last."""
    numbered: set[int] = set()
    by_hand, last = 0, None
    for reminder in offer.reminders.all():
        if reminder.delivered_at is None:
            continue
        day = timezone.localdate(reminder.delivered_at)
        last = day if last is None or day > last else last
        if reminder.number is None:
            by_hand += 1
        else:
            numbered.add(reminder.number)
    return by_hand + len(numbered), last


def unanswered() -> QuerySet[Offer]:
    """Return every offer nobody has answered, the oldest first."""
    return (
        Offer.objects.filter(state=OfferState.OFFERED)
        .select_related(
            "application__round__centre",
            "application__person__user",
            "round_class__opening__training_class__programme",
        )
        .prefetch_related("reminders__notice")
        .order_by("answer_by", "pk")
    )


def just_delivered() -> QuerySet[Reminder]:
    """Return the reminders whose message a gateway has taken since we last looked."""
    return Reminder.objects.filter(delivered_at=None, notice__state=NoticeState.SENT).select_related("notice")


def is_on_its_way(reminder: Reminder) -> bool:
    return (
        reminder.delivered_at is None
        and reminder.notice is not None
        and reminder.notice.state == NoticeState.QUEUED
    )
