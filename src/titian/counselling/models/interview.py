"""What a person told an officer, version after version."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from titian.core.models import Timestamped
from titian.counselling.states import VERSION, VersionState
from titian.journal.lifecycle import Stateful
from titian.network.models import Organisation
from titian.network.reach import reach_of
from titian.people.models import Person


class InterviewQuerySet(models.QuerySet["Interview"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> InterviewQuerySet:
        """Officers of the office that asked; nobody else, also not who plans for the nation."""
        return self.filter(office__in=reach_of(user).organisations)


class Interview(Timestamped):
    """One diagnosis of one person by one office; what was told stands in its versions."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="orang")
    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="dinas")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="dibuka oleh"
    )

    objects = InterviewQuerySet.as_manager()

    class Meta:
        verbose_name = "wawancara"
        verbose_name_plural = "wawancara"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "office"],
                name="one_interview_an_office",
                violation_error_message="Wawancara orang ini di dinas itu sudah ada; teruskan yang itu.",
            )
        ]
        indexes = [models.Index(fields=["office", "updated_at"], name="interview_of_office")]

    def __str__(self) -> str:
        return f"{self.pk}"

    def is_visible_to(self, user: AbstractBaseUser | AnonymousUser) -> bool:
        """Whether `visible_to` finds it."""
        return self.office_id in reach_of(user).organisations


class InterviewVersion(Stateful):
    """One saving of an interview: all answers as they stood then, and on which version they were written."""

    LIFECYCLE = VERSION

    state = models.CharField(
        "keadaan", max_length=20, choices=VersionState.choices, default=VersionState.CURRENT, editable=False
    )
    interview = models.ForeignKey(
        Interview, models.CASCADE, related_name="versions", verbose_name="wawancara"
    )
    number = models.PositiveSmallIntegerField("nomor versi")
    base = models.PositiveSmallIntegerField("ditulis di atas versi")
    key = models.UUIDField("kunci kirim", unique=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ditulis oleh"
    )
    written_at = models.DateTimeField("ditulis", help_text="Menurut jam perangkat yang menulis.")
    received_at = models.DateTimeField("diterima")

    class Meta:
        verbose_name = "versi wawancara"
        verbose_name_plural = "versi wawancara"
        constraints = [
            models.UniqueConstraint(fields=["interview", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["interview"], condition=models.Q(state="current"), name="one_current_version"
            ),
            models.CheckConstraint(
                name="version_stands_on_an_earlier_one", condition=models.Q(base__lt=models.F("number"))
            ),
        ]
        indexes = [
            models.Index(
                fields=["interview"], condition=models.Q(state="conflicting"), name="version_conflicting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.interview_id} v{self.number}"


class AnswerSource(models.TextChoices):
    SAID = "said", _("dikatakan orangnya")
    DOCUMENT = "document", _("dokumen dilihat")
    REGISTER = "register", _("dari catatan Titian")


class Answer(models.Model):
    """One answer in one version: what, from where it is known, and until when it may be relied on."""

    version = models.ForeignKey(
        InterviewVersion, models.CASCADE, related_name="answers", verbose_name="versi"
    )
    question = models.CharField("pertanyaan", max_length=24)
    value = models.CharField("jawaban", max_length=500)
    source = models.CharField("sumber", max_length=10, choices=AnswerSource.choices)
    said_on = models.DateField("dinyatakan")
    expires_on = models.DateField("berlaku sampai")

    class Meta:
        verbose_name = "jawaban wawancara"
        verbose_name_plural = "jawaban wawancara"
        constraints = [
            models.UniqueConstraint(fields=["version", "question"], name="answer_once"),
            models.CheckConstraint(
                name="answer_expires_after_it_was_said",
                condition=models.Q(expires_on__gt=models.F("said_on")),
                violation_error_message="Jawaban berakhir sebelum dinyatakan.",
            ),
        ]

    def __str__(self) -> str:
        return self.question
