from __future__ import annotations

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models

from titian.admissions.states import ROUND, RoundState
from titian.core.models import Timestamped
from titian.journal.lifecycle import Stateful
from titian.network.models import Organisation
from titian.network.reach import reach_of
from titian.planning.models import Opening


class AdmissionRoundQuerySet(models.QuerySet["AdmissionRound"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> AdmissionRoundQuerySet:
        """Rounds of the centres a user reaches."""
        reach = reach_of(user)
        return self if reach.sees_all else self.filter(centre__in=reach.organisations)

    def public(self) -> AdmissionRoundQuerySet:
        """What has been announced stays public, an aborted round with its reason too."""
        return self.exclude(state=RoundState.DRAFT)


class AdmissionRound(Stateful, Timestamped):
    """One call for applications of a centre, from the announcement to the class."""

    LIFECYCLE = ROUND

    state = models.CharField(
        "keadaan", max_length=20, choices=RoundState.choices, default=RoundState.DRAFT, editable=False
    )
    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="balai")
    name = models.CharField("nama seleksi", max_length=120)
    opens_on = models.DateField("dibuka")
    closes_on = models.DateField("ditutup")
    offer_days = models.PositiveSmallIntegerField("hari untuk menjawab tawaran", default=5)
    repeat_months = models.PositiveSmallIntegerField(
        "bulan peringatan pelatihan ulang", default=12, db_default=12
    )
    reregister_days = models.PositiveSmallIntegerField(
        "daftar ulang, hari sebelum mulai", null=True, help_text="Kosong: tidak ada daftar ulang."
    )
    root = models.CharField("akar daftar", max_length=64, blank=True)
    leaves = models.JSONField("daun daftar", default=list)
    closed_at = models.DateTimeField("ditutup pada", null=True)
    thrown = models.CharField("mata dadu", max_length=120, blank=True)
    seed = models.CharField("benih", max_length=64, blank=True)
    drawn_at = models.DateTimeField("diundi pada", null=True)
    run_trouble = models.CharField(
        "kesulitan perhitungan terakhir", max_length=300, blank=True, db_default=""
    )
    published = models.JSONField("yang diumumkan", default=dict, help_text="Nama disamarkan.")
    aborted_reason = models.CharField("alasan dihentikan", max_length=500, blank=True)
    is_demo = models.BooleanField("data peragaan", default=False)

    objects = AdmissionRoundQuerySet.as_manager()

    class Meta:
        verbose_name = "seleksi"
        verbose_name_plural = "seleksi"
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "name"],
                name="round_named_once",
                violation_error_message="Balai ini sudah mempunyai seleksi dengan nama itu.",
            ),
            models.CheckConstraint(
                name="round_closes_after_opening",
                condition=models.Q(closes_on__gte=models.F("opens_on")),
                violation_error_message="Pendaftaran ditutup sebelum dibuka.",
            ),
            models.CheckConstraint(
                name="seed_only_after_the_root",
                condition=models.Q(seed="") | ~models.Q(root=""),
            ),
            models.CheckConstraint(
                name="aborted_with_a_reason",
                condition=~models.Q(state=RoundState.ABORTED) | ~models.Q(aborted_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RoundClass(models.Model):
    """A class that gives its seats in a round."""

    round = models.ForeignKey(AdmissionRound, models.CASCADE, related_name="classes", verbose_name="seleksi")
    opening = models.OneToOneField(Opening, models.PROTECT, related_name="+", verbose_name="pembukaan paket")
    position = models.PositiveSmallIntegerField("urutan")

    class Meta:
        verbose_name = "paket dalam seleksi"
        verbose_name_plural = "paket dalam seleksi"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["round", "position"], name="round_class_position_once")
        ]

    def __str__(self) -> str:
        return f"{self.opening}"


class DiceEntry(models.Model):
    """What one person typed of the dice thrown in public; two must agree."""

    round = models.ForeignKey(
        AdmissionRound, models.CASCADE, related_name="dice_entries", verbose_name="seleksi"
    )
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="diketik oleh"
    )
    thrown = models.CharField("mata dadu", max_length=120)
    typed_at = models.DateTimeField("waktu", auto_now_add=True)

    class Meta:
        verbose_name = "ketikan dadu"
        verbose_name_plural = "ketikan dadu"
        constraints = [
            models.UniqueConstraint(
                fields=["round", "typed_by"],
                name="dice_typed_once_each",
                violation_error_message="Anda sudah mengetik mata dadu; yang kedua diketik orang lain.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.round_id}"
