"""Messages that wait to go out; a gateway drains them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from titian.core.models import Timestamped
from titian.counselling.models.appointment import Appointment
from titian.counselling.states import NOTICE, NoticeState
from titian.journal.lifecycle import Stateful
from titian.network.models import Organisation
from titian.people.models import Person


class Channel(models.TextChoices):
    EMAIL = "email", _("surel")
    WHATSAPP = "whatsapp", _("WhatsApp")
    SMS = "sms", _("SMS")


class Notice(Stateful, Timestamped):
    """One message to one person. The address is read from the person when it goes, so it is never out of date."""

    LIFECYCLE = NOTICE

    state = models.CharField(
        "keadaan", max_length=20, choices=NoticeState.choices, default=NoticeState.QUEUED, editable=False
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="orang")
    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="dinas")
    appointment = models.ForeignKey(
        Appointment, models.PROTECT, null=True, related_name="notices", verbose_name="janji"
    )
    instead_of = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="passed_on", verbose_name="menggantikan"
    )
    channel = models.CharField("saluran", max_length=10, choices=Channel.choices)
    purpose = models.CharField("maksud", max_length=40)
    subject = models.CharField("perihal", max_length=120)
    words = models.CharField("isi", max_length=600)
    due_at = models.DateTimeField("dikirim mulai")
    tries = models.PositiveSmallIntegerField("percobaan", default=0)
    fault = models.CharField("sebab gagal", max_length=200, blank=True)
    sent_at = models.DateTimeField("terkirim", null=True)

    class Meta:
        verbose_name = "pemberitahuan"
        verbose_name_plural = "pemberitahuan"
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "purpose", "channel"], name="notice_once_an_appointment"
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(state="queued"), name="notice_waiting"),
            models.Index(fields=["person"], name="notice_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"
