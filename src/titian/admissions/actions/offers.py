"""What becomes of an offered seat."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.admissions.models import Offer, Reminder
from titian.admissions.models.offer import REMINDERS_DUE
from titian.admissions.permissions import may_answer, may_keep_round
from titian.admissions.queries.overlaps import overlapping_seat, overlapping_training
from titian.admissions.queries.reminders import due_of, last_day_of, reminders_of
from titian.admissions.refusals import refuse, refuse_unless
from titian.admissions.rules import why_offer_may_not_lapse, why_seat_may_not_be_taken_back
from titian.admissions.states import OfferState
from titian.core.errors import DomainError
from titian.core.formats import day
from titian.journal.actions import move
from titian.journal.models import Entry
from titian.people.models import Person


@transaction.atomic
def accept_offer(offer: Offer, *, actor: User) -> Offer:
    """Take the seat."""
    offer = _held(offer)
    application = offer.application
    refuse_unless(may_answer(actor, application))
    Person.objects.select_for_update(of=("self",)).get(
        pk=application.person_id
    )  # two seats one after the other
    if held := overlapping_seat(
        application.person, [offer.round_class], application.round, states=[OfferState.ACCEPTED]
    ):
        raise DomainError(
            _(
                "Anda sudah menerima kursi di %(class)s pada tanggal yang sama. Lepaskan kursi itu lebih dahulu."
            )
            % {"class": held},
            code="overlapping",
        )
    if spell := overlapping_training(application.person, [offer.round_class]):
        raise DomainError(
            _("Anda sedang mengikuti %(class)s sampai %(day)s, pada tanggal yang sama.")
            % {"class": spell.programme, "day": day(spell.ends_on)},
            code="overlapping",
        )
    offer.answered_at = timezone.now()
    move(offer, "accept_offer", actor=actor)
    return offer


@transaction.atomic
def decline_offer(offer: Offer, *, actor: User, reason: str = "") -> Offer:
    """Give the seat back, before or after taking it; the reason is asked, not demanded."""
    offer = _held(offer)
    refuse_unless(may_answer(actor, offer.application))
    offer.answered_at, offer.reason = timezone.now(), reason.strip()[:300]
    move(offer, "decline_offer", actor=actor)
    return offer


@transaction.atomic
def remind(offer: Offer, *, actor: User, channel: str, delivered: bool) -> Reminder:
    """Note a reminder; one that did not arrive does not count towards the two that are due."""
    offer = _held(offer)
    refuse_unless(may_keep_round(actor, offer.application.round))
    now = timezone.now()
    made = Reminder.objects.create(
        offer=offer,
        about=due_of(offer),
        sent_at=now,
        delivered_at=now if delivered else None,
        channel=channel,
    )
    Entry.write(actor, "remind", offer, delivered=delivered)
    return made


@transaction.atomic
def lapse_offer(offer: Offer, *, actor: User, today: date) -> Offer:
    """Let a seat go whose deadline passed in spite of two delivered reminders."""
    offer = _held(offer)
    refuse_unless(may_keep_round(actor, offer.application.round))
    refuse(why_not_lapsed(offer, today), "offer_stands")
    move(offer, "lapse_offer", actor=actor)
    return offer


def why_not_lapsed(offer: Offer, today: date) -> str | None:
    delivered, last = reminders_of(offer)
    return why_offer_may_not_lapse(
        answer_by=offer.answer_by, today=today, delivered=delivered, due=REMINDERS_DUE, last=last
    )


@transaction.atomic
def register_again(offer: Offer, *, actor: User) -> Offer:
    """Note that who accepted the seat confirmed to come; said twice it is noted once."""
    offer = _held(offer)
    refuse_unless(may_answer(actor, offer.application))
    if offer.state != OfferState.ACCEPTED or offer.application.round.reregister_days is None:
        raise DomainError(
            _("Daftar ulang hanya untuk kursi yang sudah diterima, dalam seleksi yang memintanya."),
            code="nothing_to_register",
        )
    if offer.reregistered_at is None:
        offer.reregistered_at = timezone.now()
        offer.save(update_fields=["reregistered_at", "updated_at"])
        Entry.write(actor, "register_again", offer)
    return offer


@transaction.atomic
def take_back(offer: Offer, *, actor: User, today: date) -> Offer:
    """Note as not come who accepted and in spite of two delivered reminders did not register again by the day."""
    offer = _held(offer)
    refuse_unless(may_keep_round(actor, offer.application.round))
    refuse(why_not_taken_back(offer, today), "seat_stands")
    move(offer, "note_no_show", actor=actor, registered=False)
    return offer


def why_not_taken_back(offer: Offer, today: date) -> str | None:
    delivered, last = reminders_of(offer)
    return why_seat_may_not_be_taken_back(
        by=last_day_of(offer),
        registered=offer.reregistered_at is not None,
        today=today,
        delivered=delivered,
        due=REMINDERS_DUE,
        last=last,
    )


@transaction.atomic
def note_no_show(offer: Offer, *, actor: User, today: date) -> Offer:
    """Note that somebody who accepted did not come on the first day."""
    offer = _held(offer)
    refuse_unless(may_keep_round(actor, offer.application.round))
    if today < offer.round_class.opening.training_class.starts_on:
        raise DomainError(_("Paket belum mulai, jadi belum ada yang tidak hadir."), code="not_started")
    move(offer, "note_no_show", actor=actor)
    return offer


def _held(offer: Offer) -> Offer:
    return (
        Offer.objects.select_for_update(of=("self",))
        .select_related(
            "application__round__centre", "application__person", "round_class__opening__training_class"
        )
        .get(pk=offer.pk)
    )
