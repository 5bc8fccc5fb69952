"""Social insurance of trainees (JKK and JKM)."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.postgres.fields import DateRangeField
from django.db import models

from titian.core.history import keeps_history
from titian.core.models import Timestamped
from titian.journal.models import Source
from titian.network.models import Organisation
from titian.people.models import Person
from titian.planning.models import TrainingClass


@keeps_history()
class Cover(Timestamped):
    """One person's insurance for one class; `period` is unknown where only a number was reported."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="orang")
    training_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="+", verbose_name="paket")
    insurer = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="penjamin"
    )
    member_number = models.CharField("nomor kepesertaan", max_length=40)
    period = DateRangeField("masa perlindungan", null=True)
    source = models.ForeignKey(Source, models.PROTECT, null=True, related_name="+", verbose_name="sumber")

    class Meta:
        verbose_name = "perlindungan"
        verbose_name_plural = "perlindungan"
        constraints = [models.UniqueConstraint(fields=["person", "training_class"], name="one_cover_a_class")]
        indexes = [models.Index(fields=["member_number"], name="cover_by_number")]

    def __str__(self) -> str:
        return self.member_number

    @property
    def first_day(self) -> date | None:
        """The first day covered; None where it, or the whole period, is unknown."""
        return self.period.lower if self.period else None

    @property
    def last_day(self) -> date | None:
        """The last day covered; None where the end, or the whole period, is unknown."""
        end: date | None = self.period.upper if self.period else None
        return end - timedelta(days=1) if end else None
