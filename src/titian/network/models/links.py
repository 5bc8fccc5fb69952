"""Who owns and who supervises whom, and since when. Organiser and venue are links of a class (planning)."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models

from titian.core.periods import Dated
from titian.network.models.organisation import Organisation
from titian.standards.models import Region


class Ownership(Dated):
    """Whose centre it is; one owner at a time."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="ownerships", verbose_name="lembaga"
    )
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="properties", verbose_name="pemilik")

    class Meta:
        verbose_name = "kepemilikan"
        verbose_name_plural = "kepemilikan"
        constraints = [
            ExclusionConstraint(
                name="one_owner_at_a_time",
                expressions=[("organisation", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                violation_error_message="Lembaga hanya mempunyai satu pemilik pada satu waktu.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.owner}"


class Supervision(Dated):
    """Which centre guides which (binaan); one supervisor at a time."""

    supervisor = models.ForeignKey(
        Organisation, models.PROTECT, related_name="supervisions", verbose_name="pembina"
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="supervised_by", verbose_name="binaan"
    )

    class Meta:
        verbose_name = "pembinaan"
        verbose_name_plural = "pembinaan"
        constraints = [
            ExclusionConstraint(
                name="one_supervisor_at_a_time",
                expressions=[("organisation", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                violation_error_message="Lembaga hanya mempunyai satu pembina pada satu waktu.",
            ),
            models.CheckConstraint(
                name="nobody_supervises_itself",
                condition=~models.Q(supervisor=models.F("organisation")),
                violation_error_message="Lembaga tidak dapat membina dirinya sendiri.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supervisor} > {self.organisation}"


class SupervisionArea(Dated):
    """The regencies a ministry centre looks after, in the order it reports them."""

    supervisor = models.ForeignKey(Organisation, models.CASCADE, related_name="areas", verbose_name="pembina")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="wilayah")
    position = models.PositiveSmallIntegerField("urutan", default=0)

    class Meta:
        verbose_name = "wilayah binaan"
        verbose_name_plural = "wilayah binaan"
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.supervisor}: {self.region}"
