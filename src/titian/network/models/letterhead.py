from __future__ import annotations

from django.db import models

from titian.network.models.organisation import Organisation


class Letterhead(models.Model):
    """The head of an organisation's letters and who signs them."""

    organisation = models.OneToOneField(
        Organisation, models.CASCADE, related_name="letterhead", verbose_name="lembaga"
    )
    lines = models.JSONField("baris kop surat", default=list)
    address = models.CharField("alamat", max_length=300, blank=True)
    place = models.CharField("tempat penandatanganan", max_length=100)
    signatory = models.CharField("nama penanda tangan", max_length=200)
    signatory_number = models.CharField("NIP", max_length=18, blank=True)
    signatory_post = models.CharField("jabatan penanda tangan", max_length=200)

    class Meta:
        verbose_name = "kop surat"
        verbose_name_plural = "kop surat"

    def __str__(self) -> str:
        return f"{self.organisation}"
