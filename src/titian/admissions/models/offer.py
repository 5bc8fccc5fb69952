from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from titian.admissions.models.application import Application, Choice
from titian.admissions.models.round import RoundClass
from titian.admissions.models.run import Run
from titian.admissions.states import LIVE, OFFER, OfferState
from titian.core.models import Timestamped
from titian.counselling.models import Notice
from titian.journal.lifecycle import Stateful

REMINDERS_DUE = 2


class OfferQuerySet(models.QuerySet["Offer"]):
    def live(self) -> OfferQuerySet:
        return self.filter(state__in=LIVE)


class Offer(Stateful, Timestamped):
    """A seat offered to an applicant. One seat has one live offer, so a class of 16 cannot seat 17."""

    LIFECYCLE = OFFER

    state = models.CharField(
        "keadaan", max_length=20, choices=OfferState.choices, default=OfferState.OFFERED, editable=False
    )
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="offers", verbose_name="lamaran"
    )
    run = models.ForeignKey(Run, models.PROTECT, related_name="offers", verbose_name="perhitungan")
    choice = models.ForeignKey(Choice, models.PROTECT, related_name="+", verbose_name="pilihan")
    round_class = models.ForeignKey(RoundClass, models.PROTECT, related_name="offers", verbose_name="paket")
    seat = models.PositiveSmallIntegerField("kursi")
    answer_by = models.DateField("dijawab paling lambat")
    answered_at = models.DateTimeField("dijawab", null=True)
    reason = models.CharField("alasan", max_length=300, blank=True)
    reregistered_at = models.DateTimeField("daftar ulang", null=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = "tawaran kursi"
        verbose_name_plural = "tawaran kursi"
        constraints = [
            models.UniqueConstraint(
                fields=["round_class", "seat"],
                condition=models.Q(state__in=LIVE),
                name="one_live_offer_a_seat",
                violation_error_message="Kursi ini sudah ditawarkan kepada orang lain.",
            ),
            models.UniqueConstraint(
                fields=["application"], condition=models.Q(state__in=LIVE), name="one_live_offer_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_class_id}/{self.seat}"


class ReminderAbout(models.TextChoices):
    ANSWER = "answer", _("jawaban")
    COMING = "coming", _("daftar ulang")


class Reminder(models.Model):
    """One reminder of an offer by one channel, and when it was delivered; those without number a clerk noted."""

    about = models.CharField(
        "tentang", max_length=10, choices=ReminderAbout.choices, default=ReminderAbout.ANSWER,
        db_default=ReminderAbout.ANSWER,
    )  # fmt: skip
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="reminders", verbose_name="tawaran")
    sent_at = models.DateTimeField("dikirim")
    delivered_at = models.DateTimeField("diterima", null=True)
    channel = models.CharField("lewat", max_length=20)
    number = models.PositiveSmallIntegerField("pengingat ke-", null=True)
    notice = models.ForeignKey(
        Notice, models.SET_NULL, null=True, related_name="+", verbose_name="pemberitahuan"
    )

    class Meta:
        verbose_name = "pengingat"
        verbose_name_plural = "pengingat"
        constraints = [
            # The clock may tick twice: a reminder goes out once by each channel.
            models.UniqueConstraint(
                fields=["offer", "about", "number", "channel"],
                condition=models.Q(number__isnull=False),
                name="reminder_once_a_channel",
            )
        ]

    def __str__(self) -> str:
        return f"{self.offer_id}"
