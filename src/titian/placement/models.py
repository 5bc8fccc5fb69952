"""What became of a participant, as reported for the enrolment."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from titian.core.history import keeps_history
from titian.core.models import Timestamped
from titian.journal.models import Source
from titian.people.models import EmploymentSpell, Evidence
from titian.planning.models import TrainingClass
from titian.standards.models import JobStatus
from titian.training.models import Enrolment


class Means(models.TextChoices):
    """How the one who reports came to know."""

    PHONE = "phone", _("telepon")
    MESSAGE = "message", _("WhatsApp atau pesan lain")
    VISIT = "visit", _("kunjungan")
    MEETING = "meeting", _("pertemuan alumni")
    EMPLOYER = "employer", _("laporan perusahaan")
    FORM = "form", _("formulir yang diisi alumni")
    ORGANISER = "organiser", _("laporan penyelenggara")
    OTHER = "other", _("lainnya")


class StatusRound(models.Model):
    """One asking around among the alumni of a class: when, by what means, written down by whom."""

    training_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="+", verbose_name="paket")
    informed_on = models.DateField("tanggal informasi")
    means = models.CharField("asal informasi", max_length=12, choices=Means.choices)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="dicatat oleh"
    )
    recorded_at = models.DateTimeField("dicatat", auto_now_add=True)

    class Meta:
        verbose_name = "pembaruan status kerja"
        verbose_name_plural = "pembaruan status kerja"

    def __str__(self) -> str:
        return f"{self.training_class_id} {self.informed_on}"


@keeps_history()
class OutcomeReport(Timestamped):
    """The job status somebody reported for one enrolment, in the reporter's word and ours.

    `spell` is the employment it stands for, None where the person is reported without work. A report from a
    roster is not verified.
    """

    enrolment = models.OneToOneField(Enrolment, models.PROTECT, related_name="+", verbose_name="kepesertaan")
    status = models.ForeignKey(JobStatus, models.PROTECT, related_name="+", verbose_name="status pekerjaan")
    word = models.CharField("sebutan dalam laporan", max_length=100)
    spell = models.OneToOneField(
        EmploymentSpell, models.PROTECT, null=True, related_name="+", verbose_name="masa kerja"
    )
    evidence = models.CharField("bukti", max_length=10, choices=Evidence.choices, default=Evidence.CENTRE)
    reported_on = models.DateField("dilaporkan")
    round = models.ForeignKey(
        StatusRound, models.PROTECT, null=True, related_name="+", verbose_name="pembaruan status kerja"
    )
    source = models.ForeignKey(Source, models.PROTECT, null=True, related_name="+", verbose_name="sumber")

    class Meta:
        verbose_name = "laporan status kerja"
        verbose_name_plural = "laporan status kerja"

    def __str__(self) -> str:
        return self.word
