from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from titian.network.models.organisation import Organisation


class AgreementKind(models.TextChoices):
    MEMORANDUM = "memorandum", _("Nota Kesepahaman (MoU)")
    WORKING = "working", _("Perjanjian Kerja Sama (PKS)")


class PromiseKind(models.TextChoices):
    """What is promised; what was delivered is counted from records, never typed."""

    COVERED = "covered", _("peserta terlindungi")
    ASSESSED = "assessed", _("peserta diuji")
    STARTED_WORK = "started_work", _("lulusan mulai bekerja")


class Agreement(models.Model):
    """A signed intention or working agreement; an addendum is one that changes or adds to another, which stays."""

    kind = models.CharField("jenis", max_length=12, choices=AgreementKind.choices)
    number = models.CharField("nomor", max_length=100, blank=True)
    title = models.CharField("judul", max_length=200)
    signed_on = models.DateField("ditandatangani", null=True, blank=True)
    starts_on = models.DateField("mulai berlaku")
    ends_on = models.DateField("berakhir", null=True, blank=True)
    scope = models.TextField("ruang lingkup", blank=True)
    amends = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="addenda", verbose_name="adendum atas"
    )
    is_demo = models.BooleanField("data peragaan", default=False)

    class Meta:
        verbose_name = "perjanjian"
        verbose_name_plural = "perjanjian"
        constraints = [
            models.CheckConstraint(
                name="agreement_ends_after_start",
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message="Tanggal berakhir mendahului tanggal mulai berlaku.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def signers(self) -> list[Organisation]:
        """The organisations that are party to it."""
        return [party.organisation for party in self.parties.all()]


class AgreementParty(models.Model):
    """An organisation that signed."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="parties", verbose_name="perjanjian"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="agreements", verbose_name="pihak"
    )

    class Meta:
        verbose_name = "pihak"
        verbose_name_plural = "pihak"
        constraints = [models.UniqueConstraint(fields=["agreement", "organisation"], name="party_once")]

    def __str__(self) -> str:
        return f"{self.organisation}"


class AgreementPromise(models.Model):
    """What one party promised, in people."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="promises", verbose_name="perjanjian"
    )
    promised_by = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="yang berjanji"
    )
    kind = models.CharField("janji", max_length=12, choices=PromiseKind.choices)
    places = models.PositiveIntegerField("banyaknya orang")

    class Meta:
        verbose_name = "janji"
        verbose_name_plural = "janji"
        constraints = [
            models.UniqueConstraint(fields=["agreement", "promised_by", "kind"], name="promise_once")
        ]

    def __str__(self) -> str:
        return f"{self.places} {self.get_kind_display()}"
