from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from titian.admissions.models.round import AdmissionRound


class Beacon(models.Model):
    """The round of a public beacon named with the seal, from which the seed is to come; and what came of it."""

    round = models.OneToOneField(
        AdmissionRound, models.CASCADE, related_name="beacon", verbose_name="seleksi"
    )
    chain = models.CharField("rantai", max_length=64)
    number = models.BigIntegerField("nomor putaran suar")
    genesis = models.BigIntegerField("putaran pertama, detik sejak 1970")
    period = models.PositiveSmallIntegerField("jarak putaran, detik")
    due_at = models.DateTimeField("terbit")
    wait_until = models.DateTimeField("ditunggu sampai")
    value = models.CharField("nilai", max_length=64, blank=True)
    signature = models.CharField("tanda tangan suar", max_length=200, blank=True)
    mirrors = ArrayField(models.CharField(max_length=200), verbose_name="cermin yang sama", default=list)
    trouble = models.CharField("kesulitan terakhir", max_length=300, blank=True)
    given_up = models.CharField("alasan dadu dipakai", max_length=300, blank=True)

    class Meta:
        verbose_name = "suar"
        verbose_name_plural = "suar"
        constraints = [
            models.CheckConstraint(
                name="beacon_used_or_given_up", condition=models.Q(value="") | models.Q(given_up="")
            ),
            models.CheckConstraint(
                name="beacon_value_with_its_signature",
                condition=models.Q(value="", signature="") | ~models.Q(value="") & ~models.Q(signature=""),
            ),
            models.CheckConstraint(
                name="beacon_waited_for", condition=models.Q(wait_until__gt=models.F("due_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"
