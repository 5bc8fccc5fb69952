"""Which offers wait for an answer, and what reached those who should give it?"""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from titian.admissions.models import Offer, Reminder
from titian.admissions.states import OfferState
from titian.counselling.models import Notice
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
        .prefetch_related("reminders__notice__passed_on")
        .order_by("answer_by", "pk")
    )


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
