from __future__ import annotations

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from titian.admissions.models.application import Application
from titian.admissions.models.round import RoundClass
from titian.admissions.states import NOMINATION, NominationState
from titian.core.history import keeps_history
from titian.core.models import Timestamped
from titian.journal.lifecycle import Stateful
from titian.network.models import Organisation
from titian.network.reach import reach_of
from titian.people.models import Person
from titian.standards.models import Region


class Paper(models.TextChoices):
    """What an office has in hand before the centre may pass a nomination on."""

    IDENTITY = "identity", _("KTP atau surat keterangan perekaman")
    SCHOOL = "school", _("ijazah terakhir")
    HEALTH = "health", _("surat keterangan sehat")
    FAMILY = "family", _("surat izin keluarga untuk tinggal di asrama")


class NominationQuota(models.Model):
    """How many candidates the office of a regency may nominate for a class with beds."""

    round_class = models.ForeignKey(RoundClass, models.CASCADE, related_name="quotas", verbose_name="paket")
    regency = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="kabupaten/kota")
    places = models.PositiveSmallIntegerField("paling banyak dicalonkan")

    class Meta:
        verbose_name = "kuota pencalonan"
        verbose_name_plural = "kuota pencalonan"
        constraints = [
            models.UniqueConstraint(
                fields=["round_class", "regency"],
                name="one_quota_a_regency",
                violation_error_message="Kabupaten/kota ini sudah mempunyai kuota untuk paket itu.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.round_class_id}/{self.regency_id}"


class NominationQuerySet(models.QuerySet["Nomination"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> NominationQuerySet:
        """The office of the regency and those above it see its nominees, the centre those it is sent."""
        reach = reach_of(user)
        if reach.sees_all:
            return self
        return self.filter(
            models.Q(regency__in=reach.regions) | models.Q(round_class__round__centre__in=reach.organisations)
        )

    def followed_by(self, user: AbstractBaseUser | AnonymousUser) -> NominationQuerySet:
        """Those of the regions an office answers for, wherever the class is."""
        reach = reach_of(user)
        return self if reach.sees_all else self.filter(regency__in=reach.regions)


@keeps_history()
class Nomination(Stateful, Timestamped):
    """One person whom the office of a regency proposes for a bed in a class; a seat is given by the rule alone.

    `regency` is the regency of origin on the day of the nomination. The answers are those of an application, which
    they become when the centre passes the nomination on.
    """

    LIFECYCLE = NOMINATION

    state = models.CharField(
        "keadaan", max_length=20, choices=NominationState.choices, default=NominationState.NOMINATED,
        editable=False,
    )  # fmt: skip
    round_class = models.ForeignKey(
        RoundClass, models.PROTECT, related_name="nominations", verbose_name="paket"
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="orang")
    regency = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="kabupaten/kota asal")
    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="dinas")
    papers = ArrayField(
        models.CharField(max_length=10, choices=Paper.choices), verbose_name="berkas yang ada", default=list
    )
    reads = models.BooleanField("dapat membaca dan menulis", default=True)
    works = models.BooleanField("sedang bekerja", default=False)
    studies = models.BooleanField("sedang bersekolah", default=False)
    disability = models.BooleanField("memakai jaminan disabilitas", default=False)
    nominated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="dicalonkan oleh"
    )
    nominated_at = models.DateTimeField("dicalonkan")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="diputuskan oleh"
    )
    decided_at = models.DateTimeField("diputuskan", null=True)
    reason = models.CharField("alasan dikembalikan", max_length=300, blank=True)
    application = models.ForeignKey(
        Application, models.PROTECT, null=True, related_name="nominations", verbose_name="lamaran"
    )

    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = "pencalonan"
        verbose_name_plural = "pencalonan"
        constraints = [
            models.UniqueConstraint(
                fields=["round_class", "person"],
                name="nominated_once_a_class",
                violation_error_message="Orang ini sudah dicalonkan untuk paket itu.",
            ),
            models.CheckConstraint(
                name="returned_with_a_reason",
                condition=~models.Q(state=NominationState.RETURNED) | ~models.Q(reason=""),
                violation_error_message="Sebutkan alasan pencalonan dikembalikan.",
            ),
            models.CheckConstraint(
                name="accepted_becomes_an_application",
                condition=~models.Q(state=NominationState.ACCEPTED) | models.Q(application__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["person"], name="nomination_of_person"),
            models.Index(fields=["regency", "round_class"], name="nomination_of_regency"),
            # What waits for a centre and what was sent back to an office stand on their first pages.
            models.Index(
                fields=["round_class"], condition=models.Q(state="nominated"), name="nomination_undecided"
            ),
            models.Index(fields=["office"], condition=models.Q(state="returned"), name="nomination_returned"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
