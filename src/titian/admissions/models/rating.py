from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from titian.admissions.models.application import Choice
from titian.core.models import Timestamped

RATERS = 2


class Exam(models.TextChoices):
    WRITTEN = "written", _("tes tertulis")
    INTERVIEW = "interview", _("wawancara")


class Rating(Timestamped):
    """The mark one rater gave for one class; the other rater's stays hidden until both are in."""

    choice = models.ForeignKey(Choice, models.CASCADE, related_name="ratings", verbose_name="pilihan")
    test = models.CharField("tes", max_length=10, choices=Exam.choices)
    rater = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="penilai"
    )
    place = models.PositiveSmallIntegerField("penilai ke-")
    mark = models.PositiveSmallIntegerField("nilai", null=True, validators=[MaxValueValidator(100)])

    class Meta:
        verbose_name = "nilai"
        verbose_name_plural = "nilai"
        constraints = [
            models.UniqueConstraint(fields=["choice", "test", "rater"], name="one_rating_each"),
            models.UniqueConstraint(fields=["choice", "test", "place"], name="two_raters_a_test"),
            models.CheckConstraint(name="rating_of_two", condition=models.Q(place__gte=1, place__lte=RATERS)),
            models.CheckConstraint(
                name="mark_within_a_hundred",
                condition=models.Q(mark=None) | models.Q(mark__lte=100),
                violation_error_message="Nilai paling tinggi 100.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.choice_id} {self.test}"
