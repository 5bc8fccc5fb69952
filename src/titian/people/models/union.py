"""Two records that turned out to be one person."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from titian.people.models.person import Person


class Merge(models.Model):
    """Which record was joined to which, what moved (key -> ids of rows), why, and whether it was undone."""

    kept = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="catatan yang tetap")
    joined = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="catatan yang digabung")
    moved = models.JSONField("yang dipindahkan")
    took_nik = models.BooleanField("NIK dipindahkan")
    took_user = models.BooleanField("akun dipindahkan")
    evidence = models.JSONField("bukti")
    reason = models.CharField("alasan", max_length=500)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="digabung oleh"
    )
    merged_at = models.DateTimeField("digabung")
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="dibatalkan oleh"
    )
    undone_at = models.DateTimeField("dibatalkan", null=True)

    class Meta:
        verbose_name = "penggabungan catatan"
        verbose_name_plural = "penggabungan catatan"
        constraints = [
            models.UniqueConstraint(
                fields=["joined"], condition=models.Q(undone_at=None), name="joined_into_one_record"
            )
        ]

    def __str__(self) -> str:
        return f"{self.joined_id} -> {self.kept_id}"
