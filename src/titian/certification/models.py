"""Assessment of competence and its certificates."""

from __future__ import annotations

from django.db import models

from titian.core.history import keeps_history
from titian.core.models import Timestamped
from titian.journal.models import Source
from titian.network.models import Organisation
from titian.training.models import Enrolment


@keeps_history()
class Verdict(Timestamped):
    """The outcome of one person's assessment: competent (K) or not yet competent (BK)."""

    enrolment = models.OneToOneField(Enrolment, models.PROTECT, related_name="+", verbose_name="kepesertaan")
    body = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+", verbose_name="LSP")
    competent = models.BooleanField("kompeten")
    assessed_on = models.DateField("tanggal uji", null=True)
    source = models.ForeignKey(Source, models.PROTECT, null=True, related_name="+", verbose_name="sumber")

    class Meta:
        verbose_name = "hasil uji kompetensi"
        verbose_name_plural = "hasil uji kompetensi"

    def __str__(self) -> str:
        return "K" if self.competent else "BK"


class CompetencyCertificate(Timestamped):
    """The certificate of the certification agency; mirrored, never issued here."""

    verdict = models.OneToOneField(
        Verdict, models.CASCADE, related_name="certificate", verbose_name="hasil uji kompetensi"
    )
    number = models.CharField("nomor sertifikat kompetensi", max_length=60, unique=True)
    issued_on = models.DateField("tanggal terbit", null=True)
    expires_on = models.DateField("berlaku sampai", null=True)
    source = models.ForeignKey(Source, models.PROTECT, null=True, related_name="+", verbose_name="sumber")

    class Meta:
        verbose_name = "sertifikat kompetensi"
        verbose_name_plural = "sertifikat kompetensi"

    def __str__(self) -> str:
        return self.number
