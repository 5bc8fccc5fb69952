"""A load of roster files: what was read, how each row was judged, and what it became."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from titian.journal.models import Source
from titian.network.models import Organisation
from titian.network.reach import reach_of
from titian.people.models import Person, Sex
from titian.planning.models import TrainingClass
from titian.standards.models import Channel, Region


class LoadState(models.TextChoices):
    STAGED = "staged", _("dibaca dan dinilai")
    CARRIED = "carried", _("dijalankan")
    UNCHANGED = "unchanged", _("tidak ada perubahan")
    UNDONE = "undone", _("dibatalkan")


class Verdict(models.TextChoices):
    ACCEPTED = "accepted", _("diterima")
    WARNING = "warning", _("diterima dengan peringatan")
    HELD = "held", _("ditahan")
    REPEATED = "repeated", _("berulang di paket")


class LoadQuerySet(models.QuerySet["Load"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> LoadQuerySet:
        """Loads of the centres this user reaches."""
        reach = reach_of(user)
        return self if reach.sees_all else self.filter(centre__in=reach.organisations)


class Load(models.Model):
    """Files brought in together by one person for one centre and year."""

    centre = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="balai penanggung jawab"
    )
    year = models.PositiveSmallIntegerField("tahun")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="pemuat"
    )
    started_at = models.DateTimeField("dimulai", default=timezone.now)
    undone_at = models.DateTimeField("dibatalkan", null=True)
    is_demo = models.BooleanField("data peragaan", default=False)
    carry_asked_at = models.DateTimeField("diminta dijalankan", null=True)
    carry_vanished = models.BooleanField("hapus yang hilang saat dijalankan", default=False, db_default=False)
    carry_refusal = models.CharField(
        "alasan tidak dijalankan", max_length=500, blank=True, default="", db_default=""
    )
    news_for = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="yang belum melihat akhirnya",
    )

    objects = LoadQuerySet.as_manager()

    class Meta:
        verbose_name = "muatan"
        verbose_name_plural = "muatan"

    def __str__(self) -> str:
        return f"{self.pk}"


class LoadedFile(models.Model):
    """One file of a load; it is carried out in one transaction or not at all."""

    load = models.ForeignKey(Load, models.CASCADE, related_name="files", verbose_name="muatan")
    name = models.CharField("nama berkas", max_length=255)
    sha256 = models.CharField(max_length=64)
    words_digest = models.CharField("sidik kosakata", max_length=64)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+", verbose_name="jalur")
    state = models.CharField("keadaan", max_length=10, choices=LoadState.choices, default=LoadState.STAGED)
    vanished_confirmed = models.BooleanField("baris hilang disetujui", default=False)
    carried_at = models.DateTimeField("dijalankan", null=True)

    class Meta:
        verbose_name = "berkas"
        verbose_name_plural = "berkas"

    def __str__(self) -> str:
        return self.name


class LoadedSheet(models.Model):
    """One class as a file states it. `partial` holds repaired rows only; rows it does not name stay."""

    file = models.ForeignKey(LoadedFile, models.CASCADE, related_name="sheets", verbose_name="berkas")
    position = models.PositiveIntegerField("urutan")
    name = models.CharField("lembar", max_length=255)
    skipped = models.CharField("dilewati karena", max_length=60, blank=True)
    partial = models.BooleanField("hanya perbaikan", default=False)
    package = models.CharField("kode paket", max_length=40, blank=True)
    programme = models.CharField("program", max_length=200, blank=True)
    organiser = models.CharField("penyelenggara", max_length=200, blank=True)
    organiser_region = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="+", verbose_name="wilayah penyelenggara"
    )
    field = models.CharField("kejuruan", max_length=40, blank=True)
    fund = models.CharField("sumber dana", max_length=40, blank=True)
    wave = models.CharField("gelombang", max_length=20, blank=True, default="", db_default="")
    hours = models.PositiveSmallIntegerField("JP", null=True)
    capacity = models.PositiveSmallIntegerField("kapasitas", null=True)
    starts_on = models.DateField("mulai", null=True)
    ends_on = models.DateField("selesai", null=True)
    header_row = models.PositiveIntegerField("baris judul kolom", null=True)
    columns = models.JSONField("kolom", default=dict)
    headings = models.JSONField("judul kolom", default=dict)
    problems = models.JSONField("masalah", default=list)
    declared_total = models.PositiveIntegerField("jumlah tertulis", null=True)
    counted = models.PositiveIntegerField("jumlah terbaca", default=0)
    training_class = models.ForeignKey(
        TrainingClass, models.SET_NULL, null=True, related_name="+", verbose_name="paket"
    )
    class_is_new = models.BooleanField("paket baru", default=False)

    class Meta:
        verbose_name = "lembar muatan"
        verbose_name_plural = "lembar muatan"

    def __str__(self) -> str:
        return self.name


class StagedRowQuerySet(models.QuerySet["StagedRow"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> StagedRowQuerySet:
        """Rows of the centres this user reaches."""
        reach = reach_of(user)
        return self if reach.sees_all else self.filter(centre__in=reach.organisations)

    def waiting_for_repair(self) -> StagedRowQuerySet:
        """Held rows in force: whoever stands there is not recorded yet."""
        return self.filter(live=True, verdict=Verdict.HELD)


class StagedRow(models.Model):
    """One person row of a sheet: as written (sealed), as understood, as judged, and what it became.

    `live` rows are what the roster of their class says now. A live row ceases to be so when a later load states
    the class again (`retired_by`), and becomes live again when that load is undone.
    """

    # What the indexes below serve has none of its own, nor has what is only read by its row. Load and centre are
    # those of the sheet, whose own keys guard them: a check of each for every row cost as much as the insert.
    sheet = models.ForeignKey(
        LoadedSheet, models.CASCADE, related_name="rows", verbose_name="lembar", db_index=False
    )
    load = models.ForeignKey(
        Load, models.CASCADE, related_name="+", verbose_name="muatan", db_constraint=False
    )
    centre = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="balai penanggung jawab", db_index=False,
        db_constraint=False,
    )  # fmt: skip
    year = models.PositiveSmallIntegerField("tahun")
    package = models.CharField("kode paket", max_length=40)
    line = models.PositiveIntegerField("baris")
    original = models.BinaryField("isi asli tersandi")
    key_version = models.PositiveSmallIntegerField("versi kunci")
    number_in_class = models.PositiveIntegerField("nomor urut", null=True)
    name = models.CharField("nama", max_length=200, blank=True)
    name_key = models.CharField("nama tanpa ejaan", max_length=200, blank=True)
    nik_hash = models.BinaryField("sidik NIK", null=True)
    nik_cipher = models.BinaryField("NIK tersandi", null=True)
    birth_place = models.CharField("tempat lahir", max_length=100, blank=True)
    birth_date = models.DateField("tanggal lahir", null=True)
    sex = models.CharField("jenis kelamin", max_length=1, choices=Sex.choices, blank=True)
    education = models.CharField("pendidikan", max_length=40, null=True)
    disability = models.BooleanField("disabilitas", null=True)
    disability_kind = models.CharField("ragam disabilitas", max_length=40, null=True)
    address = models.CharField("alamat", max_length=300, blank=True)
    regency = models.CharField("kabupaten/kota", max_length=8, null=True)
    district = models.CharField("kecamatan", max_length=8, null=True)
    phone = models.CharField("telepon", max_length=20, blank=True)
    passed = models.BooleanField("lulus", null=True)
    certificate_number = models.CharField("nomor sertifikat pelatihan", max_length=80, null=True)
    competent = models.BooleanField("kompeten", null=True)
    competency_certificate_number = models.CharField("nomor sertifikat kompetensi", max_length=60, null=True)
    certification_body = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="LSP", db_index=False
    )
    member_number = models.CharField("nomor kepesertaan", max_length=40, null=True)
    status = models.CharField("status kerja", max_length=40, null=True)
    status_word = models.CharField("sebutan status", max_length=100, blank=True)
    employer_name = models.CharField("pemberi kerja atau usaha", max_length=200, blank=True)
    job_title = models.CharField("jabatan", max_length=200, blank=True)
    work_starts_on = models.DateField("mulai bekerja", null=True)
    wage = models.PositiveBigIntegerField("upah", null=True)
    note = models.CharField("keterangan", max_length=500, blank=True)
    codes = ArrayField(models.CharField(max_length=60), verbose_name="alasan ditahan", default=list)
    warnings = ArrayField(models.CharField(max_length=60), verbose_name="peringatan", default=list)
    unknown_words = ArrayField(models.TextField(), verbose_name="kata tidak dikenal", default=list)
    verdict = models.CharField("putusan", max_length=10, choices=Verdict.choices)
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="+", verbose_name="orang", db_index=False
    )
    person_is_new = models.BooleanField("orang baru", default=False)
    enrolment_id = models.BigIntegerField("kepesertaan", null=True)
    source = models.ForeignKey(
        Source, models.SET_NULL, null=True, related_name="+", verbose_name="sumber", db_index=False
    )
    replaces = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="+", verbose_name="menggantikan", db_index=False
    )
    live = models.BooleanField("berlaku", default=False)
    retired_by = models.ForeignKey(
        Load, models.SET_NULL, null=True, related_name="retired_rows", verbose_name="digantikan oleh",
        db_index=False,
    )  # fmt: skip

    objects = StagedRowQuerySet.as_manager()

    class Meta:
        verbose_name = "baris muatan"
        verbose_name_plural = "baris muatan"
        indexes = [
            models.Index(fields=["sheet", "line"], name="staged_row_of_sheet"),
            models.Index(
                fields=["centre", "year", "package"], condition=models.Q(live=True), name="live_row_of_class"
            ),
            # Most rows replace and are retired by nothing: what is null needs no place in an index.
            models.Index(fields=["person"], condition=~models.Q(person=None), name="row_of_person"),
            models.Index(fields=["replaces"], condition=~models.Q(replaces=None), name="row_that_replaces"),
            models.Index(fields=["retired_by"], condition=~models.Q(retired_by=None), name="row_retired_by"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id}:{self.line}"


class VanishedRow(models.Model):
    """A row the class had and a later file has no more; it goes only when somebody confirms."""

    sheet = models.ForeignKey(LoadedSheet, models.CASCADE, related_name="vanished", verbose_name="lembar")
    row = models.ForeignKey(StagedRow, models.CASCADE, related_name="+", verbose_name="baris")
    removed = models.BooleanField("dihapus", default=False)

    class Meta:
        verbose_name = "baris hilang"
        verbose_name_plural = "baris hilang"

    def __str__(self) -> str:
        return f"{self.row_id}"
