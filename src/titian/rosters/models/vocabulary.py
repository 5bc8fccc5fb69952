"""What the words of rosters mean: headings and values, for all and as one centre writes them."""

from __future__ import annotations

from django.db import models

from titian.network.models import Organisation


class HeadingWord(models.Model):
    """A heading and the field it names; without a centre it holds for all. The field '-' leaves a column out."""

    field = models.CharField("data", max_length=40)
    text_key = models.CharField("judul kolom", max_length=120)
    centre = models.ForeignKey(
        Organisation, models.CASCADE, null=True, related_name="+", verbose_name="lembaga"
    )

    class Meta:
        verbose_name = "judul kolom"
        verbose_name_plural = "judul kolom"
        constraints = [
            models.UniqueConstraint(
                fields=["text_key"], condition=models.Q(centre=None), name="heading_word_once_for_all"
            ),
            models.UniqueConstraint(
                fields=["centre", "text_key"],
                condition=models.Q(centre__isnull=False),
                name="heading_word_once_a_centre",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text_key} = {self.field}"


class ValueWord(models.Model):
    """A word in a cell or a title and the value it stands for; `kind` names the list it belongs to."""

    kind = models.CharField("daftar", max_length=40)
    text_key = models.CharField("kata", max_length=120)
    value = models.CharField("arti", max_length=60)
    centre = models.ForeignKey(
        Organisation, models.CASCADE, null=True, related_name="+", verbose_name="lembaga"
    )

    class Meta:
        verbose_name = "kata isian"
        verbose_name_plural = "kata isian"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "text_key"], condition=models.Q(centre=None), name="value_word_once_for_all"
            ),
            models.UniqueConstraint(
                fields=["kind", "centre", "text_key"],
                condition=models.Q(centre__isnull=False),
                name="value_word_once_a_centre",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.text_key} = {self.value}"
