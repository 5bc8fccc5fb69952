from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from titian.admissions.models.application import Application, Choice
from titian.admissions.models.round import AdmissionRound
from titian.admissions.models.run import Run
from titian.admissions.states import DEPARTURE, OPEN_DEPARTURES, DepartureState
from titian.core.models import Timestamped
from titian.journal.lifecycle import Stateful


class DepartureKind(models.TextChoices):
    SEAT = "seat", _("kursi diberikan")
    REMOVE = "remove", _("dikeluarkan dari hasil")


class DepartureCause(models.TextChoices):
    """What kind of reason; it is published, so none of them tells anything of a person's life or health."""

    COURT = "court", _("putusan pengadilan atau lembaga pengawas")
    LAW = "law", _("perintah peraturan")
    FALSE_PAPERS = "false_papers", _("keterangan atau berkas yang tidak benar")
    OFFICE_FAULT = "office_fault", _("kesalahan balai yang tidak dapat dibetulkan lewat keberatan")
    INTERESTS = "interests", _("benturan kepentingan penilai")
    PROTECTION = "protection", _("perlindungan khusus menurut undang-undang")


class Departure(Stateful, Timestamped):
    """A seat given or taken against the rule: who asked, who agreed, why, by what law, and who loses by it."""

    LIFECYCLE = DEPARTURE

    state = models.CharField(
        "keadaan", max_length=20, choices=DepartureState.choices, default=DepartureState.ASKED, editable=False
    )
    round = models.ForeignKey(
        AdmissionRound, models.PROTECT, related_name="departures", verbose_name="seleksi"
    )
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="departures", verbose_name="lamaran"
    )
    kind = models.CharField("jenis", max_length=10, choices=DepartureKind.choices)
    choice = models.ForeignKey(
        Choice, models.PROTECT, null=True, related_name="+", verbose_name="kursi pada pilihan"
    )
    cause = models.CharField("golongan alasan", max_length=20, choices=DepartureCause.choices, blank=True)
    basis = models.CharField("dasar hukum", max_length=200, blank=True)
    reason = models.CharField("alasan", max_length=500, blank=True)
    effect = models.JSONField("akibat", default=dict, help_text="Nomor lamaran dan pilihan; tanpa nama.")
    finding = models.CharField("yang ditemukan", max_length=300, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="diminta oleh"
    )
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="disetujui oleh"
    )
    agreed_at = models.DateTimeField("disetujui", null=True)
    run = models.ForeignKey(
        Run, models.PROTECT, null=True, related_name="departures", verbose_name="berlaku sejak perhitungan"
    )

    class Meta:
        verbose_name = "perubahan di luar aturan"
        verbose_name_plural = "perubahan di luar aturan"
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(state__in=OPEN_DEPARTURES),
                name="one_open_departure",
                violation_error_message="Masih ada perubahan untuk lamaran ini yang belum selesai.",
            ),
            models.CheckConstraint(
                name="departure_by_two_persons",
                condition=models.Q(agreed_by=None) | ~models.Q(agreed_by=models.F("asked_by")),
                violation_error_message="Yang menyetujui harus orang lain daripada yang meminta.",
            ),
            models.CheckConstraint(
                name="departure_with_reason_and_law",
                condition=~models.Q(
                    state__in=(DepartureState.PROPOSED, DepartureState.AGREED, DepartureState.IN_FORCE)
                )
                | ~models.Q(cause="") & ~models.Q(basis="") & ~models.Q(reason=""),
                violation_error_message="Perubahan di luar aturan memerlukan alasan dan dasar hukum.",
            ),
            models.CheckConstraint(
                name="departure_agreed_by_somebody",
                condition=~models.Q(state__in=(DepartureState.AGREED, DepartureState.IN_FORCE))
                | models.Q(agreed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="departure_to_a_seat_or_from_all",
                condition=models.Q(kind="seat", choice__isnull=False)
                | models.Q(kind="remove", choice__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.kind}"
