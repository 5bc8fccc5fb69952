"""The job-seeker: card (AK/I), six-monthly reports, and the dated events the IPK III reports count."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from titian.network.models import Organisation
from titian.people.models.person import Person, Sex
from titian.standards.models import EducationLevel


class JobSeekerCard(models.Model):
    """AK/I ("kartu kuning"): two years, with four reporting boxes at six months."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="cards", verbose_name="orang")
    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="dinas penerbit")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="petugas"
    )
    key = models.UUIDField("kunci kirim", unique=True)
    token = models.CharField("kode periksa", max_length=32, unique=True)
    number = models.PositiveIntegerField("nomor urut")
    issued_on = models.DateField("diterbitkan")
    valid_until = models.DateField("berlaku sampai")
    opened_at = models.DateTimeField("pelayanan dimulai")
    closed_at = models.DateTimeField("pelayanan selesai")
    skills = models.CharField("keterampilan", max_length=300, blank=True)
    marital_status = models.CharField("status perkawinan", max_length=20, blank=True)
    graduated_in = models.PositiveSmallIntegerField("tahun lulus", null=True)

    class Meta:
        verbose_name = "kartu pencari kerja"
        verbose_name_plural = "kartu pencari kerja"
        constraints = [
            models.UniqueConstraint(fields=["office", "number"], name="card_number_once_an_office"),
            models.CheckConstraint(
                name="card_ends_after_issue",
                condition=models.Q(valid_until__gt=models.F("issued_on")),
                violation_error_message="Kartu berakhir sebelum diterbitkan.",
            ),
        ]
        indexes = [models.Index(fields=["person", "-issued_on"], name="card_of_person")]

    def __str__(self) -> str:
        return f"{self.office_id}/{self.number}"


class CardReport(models.Model):
    """One reporting box of a card: when the holder should report, and did."""

    card = models.ForeignKey(JobSeekerCard, models.CASCADE, related_name="reports", verbose_name="kartu")
    due_on = models.DateField("jatuh tempo")
    reported_on = models.DateField("melapor", null=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="dicatat oleh"
    )

    class Meta:
        verbose_name = "lapor kartu"
        verbose_name_plural = "lapor kartu"
        constraints = [models.UniqueConstraint(fields=["card", "due_on"], name="report_box_once")]

    def __str__(self) -> str:
        return f"{self.card_id} {self.due_on}"


class SeekerEventKind(models.TextChoices):
    REGISTERED = "registered", _("terdaftar")
    PLACED = "placed", _("ditempatkan")
    REMOVED = "removed", _("dihapuskan")


class JobSeekerEvent(models.Model):
    """A job-seeker enters or leaves an office's register on a day.

    What the reports count by (age, sex, schooling, occupation, year of leaving school) is kept as it was at
    registration, also on the event that ends it: a birthday moves nobody from one cell to another.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="seeker_events", verbose_name="orang")
    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="dinas")
    kind = models.CharField("peristiwa", max_length=10, choices=SeekerEventKind.choices)
    on = models.DateField("tanggal")
    age = models.PositiveSmallIntegerField("umur saat terdaftar")
    sex = models.CharField("jenis kelamin", max_length=1, choices=Sex.choices)
    education = models.ForeignKey(
        EducationLevel, models.PROTECT, null=True, related_name="+", verbose_name="pendidikan saat terdaftar"
    )
    occupation_group = models.CharField("golongan pokok jabatan", max_length=1, blank=True)
    years_since_school = models.PositiveSmallIntegerField("tahun sejak lulus", null=True)
    begins = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="ended_by", verbose_name="mengakhiri pendaftaran"
    )
    reason = models.CharField("alasan", max_length=200, blank=True)
    # A registration known to be heard or ended says no; one that says yes may be either, so who asks still looks.
    waits = models.BooleanField("mungkin belum didengar", default=True, db_default=True, editable=False)

    class Meta:
        verbose_name = "peristiwa pencari kerja"
        verbose_name_plural = "peristiwa pencari kerja"
        constraints = [
            models.CheckConstraint(
                name="an_end_names_its_beginning",
                condition=models.Q(kind="registered", begins=None)
                | (~models.Q(kind="registered") & models.Q(begins__isnull=False)),
                violation_error_message="Penempatan atau penghapusan harus menunjuk pendaftarannya.",
            ),
            models.CheckConstraint(
                name="a_removal_has_a_reason",
                condition=~models.Q(kind="removed") | ~models.Q(reason=""),
                violation_error_message="Penghapusan memerlukan alasan.",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "on"], name="seeker_event_of_office"),
            models.Index(
                fields=["office", "on"],
                condition=models.Q(kind="registered", waits=True),
                name="seeker_who_may_wait",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.on}"
