"""What is taught."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from titian.core.models import Timestamped
from titian.core.search import words_of
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
        indexes = [GinIndex(words_of("name"), name="programme_words")]

    def __str__(self) -> str:
        return self.name


FEWEST_SHOWN = 5  # people: a count below it never stands on a public page


class Measure(models.TextChoices):
    PASSED = "passed", _("lulus pelatihan")
    COMPETENT = "competent", _("dinyatakan kompeten")
    WORKING = "working", _("bekerja")


class Outlook(models.Model):
    """What became of earlier trainees of a programme, as `evaluation` published it; empty counts: too few to say."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="outlooks", verbose_name="program pelatihan"
    )
    measure = models.CharField("ukuran", max_length=10, choices=Measure.choices)
    first_year = models.PositiveSmallIntegerField("tahun pertama")
    last_year = models.PositiveSmallIntegerField("tahun terakhir")
    trained = models.PositiveIntegerField("peserta", null=True)
    known = models.PositiveIntegerField("yang diketahui", null=True)
    yes = models.PositiveIntegerField("di antaranya ya", null=True)
    as_of = models.DateField("keadaan per")

    class Meta:
        verbose_name = "gambaran peserta terdahulu"
        verbose_name_plural = "gambaran peserta terdahulu"
        constraints = [
            models.UniqueConstraint(fields=["programme", "measure"], name="outlook_once"),
            models.CheckConstraint(
                name="outlook_counts_together",
                condition=models.Q(trained=None, known=None, yes=None)
                | models.Q(trained__isnull=False, known__isnull=False, yes__isnull=False),
            ),
            models.CheckConstraint(
                name="outlook_tells_of_no_few",
                condition=models.Q(yes=None)
                | (
                    (models.Q(yes=0) | models.Q(yes__gte=FEWEST_SHOWN))
                    & (models.Q(known=models.F("yes")) | models.Q(known__gte=models.F("yes") + FEWEST_SHOWN))
                    & (
                        models.Q(trained=models.F("known"))
                        | models.Q(trained__gte=models.F("known") + FEWEST_SHOWN)
                    )
                ),
                violation_error_message="Angka di bawah lima orang tidak diterbitkan.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.measure}"
