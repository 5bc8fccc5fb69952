from __future__ import annotations

from django.db import models

from titian.standards.models.code import CodedModel


class Occupation(CodedModel):
    """A group of ISCO-08, which KBJI 2014 follows to four digits."""

    level = models.PositiveSmallIntegerField("tingkat", help_text="Banyaknya angka kode, 1 sampai 4.")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children", verbose_name="induk")

    class Meta(CodedModel.Meta):
        verbose_name = "jabatan"
        verbose_name_plural = "jabatan"
        ordering = ["code"]
