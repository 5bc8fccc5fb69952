from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from titian.admissions.models.application import Application, Choice
from titian.admissions.models.round import AdmissionRound
from titian.admissions.states import APPEAL, RUN, AppealState, RunState
from titian.core.models import Timestamped
from titian.journal.lifecycle import Stateful


class RunKind(models.TextChoices):
    FIRST = "first", _("hasil seleksi")
    REFILL = "refill", _("pengisian kursi kosong")
    APPEAL = "appeal", _("putusan keberatan")
    DEPARTURE = "departure", _("perubahan di luar aturan")


class Run(Stateful, Timestamped):
    """One carrying out of the rule, with everything needed to check it; never changed afterwards."""

    LIFECYCLE = RUN

    state = models.CharField(
        "keadaan", max_length=20, choices=RunState.choices, default=RunState.PROPOSED, editable=False
    )
    round = models.ForeignKey(AdmissionRound, models.PROTECT, related_name="runs", verbose_name="seleksi")
    number = models.PositiveSmallIntegerField("nomor")
    kind = models.CharField("jenis", max_length=10, choices=RunKind.choices)
    bundle = models.TextField("berkas hitungan")
    sha256 = models.CharField("sidik", max_length=64)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="diusulkan oleh"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="ditetapkan oleh"
    )
    confirmed_at = models.DateTimeField("ditetapkan", null=True)

    class Meta:
        verbose_name = "perhitungan"
        verbose_name_plural = "perhitungan"
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="run_number_once"),
            models.CheckConstraint(
                name="run_by_two_persons",
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("proposed_by")),
                violation_error_message="Yang menetapkan harus orang lain daripada yang mengusulkan.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.number}"


class Result(models.Model):
    """What one run says of one application, and why each class above it was not given."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="results", verbose_name="perhitungan")
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="results", verbose_name="lamaran"
    )
    choice = models.ForeignKey(
        Choice, models.PROTECT, null=True, related_name="+", verbose_name="kursi pada pilihan"
    )
    seat = models.PositiveSmallIntegerField("kursi", null=True)
    reserve_choice = models.ForeignKey(
        Choice, models.PROTECT, null=True, related_name="+", verbose_name="cadangan pada pilihan"
    )
    reserve_rank = models.PositiveSmallIntegerField("urutan cadangan", null=True)
    reasons = models.JSONField("alasan", default=list)

    class Meta:
        verbose_name = "hasil"
        verbose_name_plural = "hasil"
        constraints = [models.UniqueConstraint(fields=["run", "application"], name="one_result_a_run")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.application_id}"


class Appeal(Stateful, Timestamped):
    """A person says a result rests on a mistake; somebody else than the rater decides."""

    LIFECYCLE = APPEAL

    state = models.CharField(
        "keadaan", max_length=20, choices=AppealState.choices, default=AppealState.FILED, editable=False
    )
    application = models.ForeignKey(
        Application, models.CASCADE, related_name="appeals", verbose_name="lamaran"
    )
    run = models.ForeignKey(Run, models.PROTECT, related_name="appeals", verbose_name="perhitungan")
    grounds = models.CharField("keberatan", max_length=1000)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="diputus oleh"
    )
    answer = models.CharField("putusan", max_length=1000, blank=True)

    class Meta:
        verbose_name = "keberatan"
        verbose_name_plural = "keberatan"
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(state=AppealState.FILED),
                name="one_open_appeal",
                violation_error_message="Keberatan Anda yang sebelumnya masih diperiksa.",
            ),
            models.CheckConstraint(
                name="appeal_answered_in_words",
                condition=models.Q(state=AppealState.FILED) | ~models.Q(answer=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}"
