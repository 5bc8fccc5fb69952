"""What a person finds difficult, what support is needed for it, and whether it came."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from titian.network.models import Organisation
from titian.people.models.person import Person


class Difficulty(models.IntegerChoices):
    """Answers of the Washington Group short set."""

    NONE = 1, _("tidak sulit")
    SOME = 2, _("agak sulit")
    MUCH = 3, _("sangat sulit")
    CANNOT = 4, _("tidak bisa sama sekali")


class Needs(models.Model):
    """The six questions of the Washington Group and the person's own words; empty means not answered."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="needs", verbose_name="orang")
    seeing = models.PositiveSmallIntegerField(_("melihat"), choices=Difficulty.choices, null=True)
    hearing = models.PositiveSmallIntegerField(_("mendengar"), choices=Difficulty.choices, null=True)
    walking = models.PositiveSmallIntegerField(
        _("berjalan atau naik tangga"), choices=Difficulty.choices, null=True
    )
    remembering = models.PositiveSmallIntegerField(
        _("mengingat atau memusatkan perhatian"), choices=Difficulty.choices, null=True
    )
    self_care = models.PositiveSmallIntegerField(_("mengurus diri"), choices=Difficulty.choices, null=True)
    communicating = models.PositiveSmallIntegerField(
        _("berkomunikasi"), choices=Difficulty.choices, null=True
    )
    words = models.CharField("dukungan yang diminta", max_length=500, blank=True)
    stated_on = models.DateField("dinyatakan")

    class Meta:
        verbose_name = "kebutuhan"
        verbose_name_plural = "kebutuhan"

    def __str__(self) -> str:
        return f"{self.person_id}"


class AccommodationKind(models.TextChoices):
    INTERPRETER = "interpreter", _("juru bahasa isyarat")
    COMPANION = "companion", _("pendamping")
    ACCESS = "access", _("jalan masuk tanpa tangga")
    LARGE_PRINT = "large_print", _("huruf besar atau pembaca layar")
    TIME = "time", _("waktu tambahan")
    OTHER = "other", _("lainnya")


class Setting(models.TextChoices):
    """Where the support is needed; who works there sees it, and no more."""

    TEST = "test", _("seleksi")
    TRAINING = "training", _("paket")
    DORMITORY = "dormitory", _("asrama")
    COUNSELLING = "counselling", _("konseling")


class Accommodation(models.Model):
    """One support for one person at one place, followed to delivery by the disability service unit (PP 60/2020)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="accommodations", verbose_name="orang")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="unit layanan")
    kind = models.CharField("dukungan", max_length=12, choices=AccommodationKind.choices)
    setting = models.CharField("tempat", max_length=12, choices=Setting.choices)
    note = models.CharField("catatan", max_length=300, blank=True)
    asked_on = models.DateField("diminta")
    due_on = models.DateField("dibutuhkan pada")
    companion = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="pendamping"
    )
    delivered_on = models.DateField("diberikan", null=True)
    not_delivered_because = models.CharField("alasan tidak diberikan", max_length=300, blank=True)

    class Meta:
        verbose_name = "akomodasi"
        verbose_name_plural = "akomodasi"
        constraints = [
            models.CheckConstraint(
                name="delivered_or_not",
                condition=models.Q(delivered_on=None) | models.Q(not_delivered_because=""),
                violation_error_message="Akomodasi tidak dapat sekaligus diberikan dan tidak diberikan.",
            )
        ]
        indexes = [models.Index(fields=["unit", "due_on"], name="accommodation_of_unit")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"
