from __future__ import annotations

from django.db import models

from titian.standards.models.code import CodedModel
from titian.standards.models.occupation import Occupation


class Field(CodedModel):
    """A vocational field (kejuruan) and the occupations it trains for."""

    occupations = models.ManyToManyField(
        Occupation, related_name="fields", verbose_name="jabatan yang dituju"
    )

    class Meta(CodedModel.Meta):
        verbose_name = "kejuruan"
        verbose_name_plural = "kejuruan"


class FieldAlias(models.Model):
    """Another spelling of a vocational field."""

    field = models.ForeignKey(Field, models.CASCADE, related_name="aliases", verbose_name="kejuruan")
    name_key = models.CharField("ejaan", max_length=100, unique=True)

    class Meta:
        verbose_name = "ejaan lain kejuruan"
        verbose_name_plural = "ejaan lain kejuruan"

    def __str__(self) -> str:
        return self.name_key
