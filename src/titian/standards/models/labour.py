from __future__ import annotations

from django.db import models

from titian.standards.models.region import Region


class UnemployedCount(models.Model):
    """How many people of a region were unemployed in a year, as somebody published it."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="wilayah")
    year = models.PositiveSmallIntegerField("tahun")
    people = models.PositiveIntegerField("penganggur terbuka")
    source = models.CharField("sumber", max_length=300)

    class Meta:
        verbose_name = "jumlah penganggur"
        verbose_name_plural = "jumlah penganggur"
        constraints = [
            models.UniqueConstraint(fields=["region", "year"], name="unemployed_once"),
            models.CheckConstraint(
                condition=models.Q(people__gt=0, year__range=(1970, 2200)), name="unemployed_plausible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region} {self.year}: {self.people}"
