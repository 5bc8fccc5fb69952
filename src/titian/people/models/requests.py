"""What people ask to be changed or deleted, and who decided."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from titian.people.models.person import Person
from titian.standards.models import EducationLevel, Region

LEGAL_CLOCK = timedelta(hours=72)  # UU 27/2022: three times twenty-four hours


class RequestState(models.TextChoices):
    OPEN = "open", _("menunggu keputusan")
    GRANTED = "granted", _("dikabulkan")
    REFUSED = "refused", _("ditolak")


class _Asked(models.Model):
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="diminta oleh"
    )
    asked_at = models.DateTimeField("diminta")
    due_at = models.DateTimeField("batas waktu")
    reason = models.CharField("alasan", max_length=500)
    state = models.CharField("keadaan", max_length=8, choices=RequestState.choices, default=RequestState.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="diputuskan oleh"
    )
    decided_at = models.DateTimeField("diputuskan", null=True)
    answer = models.CharField("jawaban", max_length=500, blank=True)

    class Meta:
        abstract = True


class ChangeRequestQuerySet(models.QuerySet["ChangeRequest"]):
    def named(self) -> ChangeRequestQuerySet:
        """With what the codes among the values before and after are called, as `regency_id_before` and so on."""
        education = "name_en" if get_language() == "en" else "name"
        called = (("regency_id", Region, "name"), ("education_id", EducationLevel, education))
        return self.annotate(
            **{
                f"{field}_{when}": models.Subquery(
                    of._default_manager.filter(pk=_told(when, field)).values(name)
                )
                for field, of, name in called
                for when in ("before", "after")
            }
        )


def _told(when: str, field: str) -> models.Func:
    return models.Func(
        models.OuterRef(when), models.Value(field),
        function="jsonb_extract_path_text", output_field=models.CharField(),
    )  # fmt: skip


class ChangeRequest(_Asked):
    """That identity data be corrected; `before` and `after` hold the fields that differ, never a NIK."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="change_requests", verbose_name="orang")
    before = models.JSONField("semula")
    after = models.JSONField("menjadi")

    objects = ChangeRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "permintaan perubahan data"
        verbose_name_plural = "permintaan perubahan data"
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(state="open"),
                name="one_open_change_request",
                violation_error_message="Masih ada permintaan yang menunggu keputusan.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.state}"


class DeletionRequest(_Asked):
    """That the record be deleted; decided by the data protection officer."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="deletion_requests", verbose_name="orang")

    class Meta:
        verbose_name = "permintaan penghapusan data"
        verbose_name_plural = "permintaan penghapusan data"
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(state="open"),
                name="one_open_deletion_request",
                violation_error_message="Masih ada permintaan yang menunggu keputusan.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.state}"
