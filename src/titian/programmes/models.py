"""What is taught."""

from __future__ import annotations

from django.db import models

from titian.core.models import Timestamped
from titian.network.models import Organisation
from titian.standards.models import Field

DEFAULT_MINIMUM_AGE = 17


class Programme(Timestamped):
    """A training programme as one centre gives it."""

    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="balai")
    name = models.CharField("nama program", max_length=200)
    name_key = models.CharField("nama tanpa ejaan", max_length=200)
    field = models.ForeignKey(Field, models.PROTECT, null=True, related_name="+", verbose_name="kejuruan")
    hours = models.PositiveSmallIntegerField("jam pelatihan (JP)", null=True)
    minimum_age = models.PositiveSmallIntegerField("usia minimum", default=DEFAULT_MINIMUM_AGE)

    class Meta:
        verbose_name = "program pelatihan"
        verbose_name_plural = "program pelatihan"
        constraints = [models.UniqueConstraint(fields=["owner", "name_key"], name="programme_once")]

    def __str__(self) -> str:
        return self.name
