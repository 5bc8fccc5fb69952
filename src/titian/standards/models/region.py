from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from titian.standards.models.code import CodeRelease


class RegionLevel(models.IntegerChoices):
    PROVINCE = 1, _("provinsi")
    REGENCY = 2, _("kabupaten/kota")
    DISTRICT = 3, _("kecamatan")


class Region(models.Model):
    """A province, regency or city, or district, by its dotted Home Affairs code (`35.10.01`)."""

    code = models.CharField("kode", max_length=8, primary_key=True)
    name = models.CharField("nama", max_length=100)
    name_key = models.CharField("nama tanpa ejaan", max_length=100, db_index=True)
    level = models.PositiveSmallIntegerField("tingkat", choices=RegionLevel.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="children", verbose_name="induk"
    )
    release = models.ForeignKey(CodeRelease, models.PROTECT, related_name="+", verbose_name="rilis")
    retired = models.BooleanField("tidak berlaku lagi", default=False)

    class Meta:
        verbose_name = "wilayah"
        verbose_name_plural = "wilayah"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_city(self) -> bool:
        return self.level == RegionLevel.REGENCY and self.code[3:] >= "71"


class RegionCentre(models.Model):
    """Where the seat of a regency or city lies, to a kilometre or so: good for "near", not for measuring."""

    region = models.OneToOneField(
        Region, models.CASCADE, primary_key=True, related_name="centre", verbose_name="wilayah"
    )
    latitude = models.FloatField("lintang")
    longitude = models.FloatField("bujur")

    class Meta:
        verbose_name = "titik pusat wilayah"
        verbose_name_plural = "titik pusat wilayah"
        constraints = [
            models.CheckConstraint(
                name="centre_in_indonesia",
                condition=models.Q(latitude__range=(-12, 7), longitude__range=(94, 142)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.latitude:.2f} {self.longitude:.2f}"
