from __future__ import annotations

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from titian.admissions.models.round import AdmissionRound, RoundClass
from titian.admissions.states import APPLICATION, ApplicationState
from titian.core.history import keeps_history
from titian.core.models import Timestamped
from titian.journal.lifecycle import Stateful
from titian.network.reach import reach_of
from titian.people.models import Person


class Term(models.IntegerChoices):
    """How a seat is used; the numbers are those of `engines.admission`."""

    DAY = 0, _("pulang pergi")
    BED_MEN = 1, _("tinggal di asrama putra")
    BED_WOMEN = 2, _("tinggal di asrama putri")


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> ApplicationQuerySet:
        """Staff of the centre see its applications, a person the own ones."""
        reach = reach_of(user)
        if reach.sees_all:
            return self
        own = models.Q(person__user=user.pk) if user.pk else models.Q(pk__in=[])
        return self.filter(own | models.Q(round__centre__in=reach.organisations))

    def standing(self) -> ApplicationQuerySet:
        return self.filter(state=ApplicationState.SUBMITTED)


@keeps_history("salt", "keys")
class Application(Stateful, Timestamped):
    """One person's request in one round: one ranked list of classes. What the rules judge is kept as stated."""

    LIFECYCLE = APPLICATION

    state = models.CharField(
        "keadaan", max_length=20, choices=ApplicationState.choices, default=ApplicationState.SUBMITTED,
        editable=False,
    )  # fmt: skip
    round = models.ForeignKey(
        AdmissionRound, models.PROTECT, related_name="applications", verbose_name="seleksi"
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="orang")
    number = models.CharField("nomor lamaran", max_length=24, unique=True)
    salt = models.BinaryField("garam", max_length=16)
    submitted_at = models.DateTimeField("dikirim")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="dicatat oleh"
    )
    keys = ArrayField(models.UUIDField(), verbose_name="kunci kirim", null=True)
    reads = models.BooleanField("dapat membaca dan menulis", default=True)
    works = models.BooleanField("sedang bekerja", default=False)
    studies = models.BooleanField("sedang bersekolah", default=False)
    disability = models.BooleanField("memakai jaminan disabilitas", default=False)
    support = models.CharField("dukungan yang dibutuhkan", max_length=300, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "lamaran"
        verbose_name_plural = "lamaran"
        constraints = [
            models.UniqueConstraint(
                fields=["round", "person"],
                name="one_application_a_round",
                violation_error_message="Orang ini sudah melamar dalam seleksi ini.",
            )
        ]
        indexes = [models.Index(fields=["person"], name="application_of_person")]

    def __str__(self) -> str:
        return self.number


class Choice(models.Model):
    """One class on a list, with or without a bed; `rank` 1 is liked best."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="choices", verbose_name="lamaran"
    )
    round_class = models.ForeignKey(RoundClass, models.PROTECT, related_name="choices", verbose_name="paket")
    rank = models.PositiveSmallIntegerField("urutan")
    term = models.PositiveSmallIntegerField("cara ikut", choices=Term.choices, default=Term.DAY)

    class Meta:
        verbose_name = "pilihan"
        verbose_name_plural = "pilihan"
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["application", "rank"], name="choice_rank_once"),
            models.UniqueConstraint(fields=["application", "round_class", "term"], name="choice_once"),
        ]

    def __str__(self) -> str:
        return f"{self.rank}"


class DocumentCheck(Timestamped):
    """What a clerk found in the papers of an application."""

    application = models.OneToOneField(
        Application, models.CASCADE, related_name="document_check", verbose_name="lamaran"
    )
    complete = models.BooleanField("lengkap dan sesuai")
    reason = models.CharField("yang kurang", max_length=300, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="diperiksa oleh"
    )

    class Meta:
        verbose_name = "pemeriksaan berkas"
        verbose_name_plural = "pemeriksaan berkas"
        constraints = [
            models.CheckConstraint(
                name="papers_refused_with_a_reason",
                condition=models.Q(complete=True) | ~models.Q(reason=""),
                violation_error_message="Sebutkan berkas yang kurang.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id}"
