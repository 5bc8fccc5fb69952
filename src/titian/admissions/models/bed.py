from __future__ import annotations

from django.conf import settings
from django.db import models

from titian.admissions.models.application import Term
from titian.admissions.models.offer import Offer
from titian.admissions.models.round import RoundClass
from titian.core.models import Timestamped


class BedPlace(Timestamped):
    """The bed of one who took a seat with a bed; beds of a dormitory are numbered, the accessible ones first."""

    offer = models.OneToOneField(Offer, models.CASCADE, related_name="bed", verbose_name="tawaran")
    round_class = models.ForeignKey(RoundClass, models.PROTECT, related_name="beds", verbose_name="paket")
    dormitory = models.PositiveSmallIntegerField("asrama", choices=Term.choices)
    number = models.PositiveSmallIntegerField("tempat tidur")
    accessible = models.BooleanField("kamar aksesibel", default=False)
    handed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="dibagikan oleh"
    )

    class Meta:
        verbose_name = "tempat tidur"
        verbose_name_plural = "tempat tidur"
        constraints = [
            models.UniqueConstraint(
                fields=["round_class", "dormitory", "number"],
                name="one_person_a_bed",
                violation_error_message="Tempat tidur ini sudah dibagikan.",
            ),
            models.CheckConstraint(name="bed_in_a_dormitory", condition=~models.Q(dormitory=Term.DAY)),
        ]

    def __str__(self) -> str:
        return f"{self.number}"
