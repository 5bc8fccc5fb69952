from __future__ import annotations

from django.db import models

from titian.standards.models.code import CodedModel


class Occupation(CodedModel):
    """A group of ISCO-08, which KBJI 2014 follows to four digits."""

    level = models.PositiveSmallIntegerField("tingkat", help_text="Banyaknya angka kode, 1 sampai 4.")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="children", verbose_name="induk"
    )

    class Meta(CodedModel.Meta):
        verbose_name = "jabatan"
        verbose_name_plural = "jabatan"
        ordering = ["code"]


class OccupationTitle(models.Model):
    """A job title as people write it, and the group it belongs to."""

    occupation = models.ForeignKey(Occupation, models.CASCADE, related_name="titles", verbose_name="jabatan")
    name_key = models.CharField("sebutan", max_length=100, unique=True)

    class Meta:
        verbose_name = "sebutan jabatan"
        verbose_name_plural = "sebutan jabatan"

    def __str__(self) -> str:
        return self.name_key
