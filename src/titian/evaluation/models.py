# ruff: noqa: DJ001
"""What indicators are counted from, the queue that keeps it fresh, and what the public may read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from titian.core.models import Timestamped
from titian.evaluation.states import PUBLICATION, PublicationState
from titian.journal.lifecycle import Stateful
from titian.network.models import Organisation

if TYPE_CHECKING:
    from titian.accounts.models import User


class Participation(models.Model):
    """One enrolment with everything an indicator needs, folded from the stations as `queries/source.py` says.

    Plain columns without foreign keys: the row is a copy, made anew whenever one of its sources changes. What
    is not known is null, never false, zero or the empty text.
    """

    enrolment_id = models.BigIntegerField("kepesertaan", primary_key=True)
    person_id = models.BigIntegerField("orang")
    class_id = models.BigIntegerField("paket")
    class_code = models.CharField("kode paket", max_length=40)
    year = models.PositiveSmallIntegerField("tahun anggaran")
    capacity = models.PositiveSmallIntegerField("kapasitas paket")
    centre_id = models.BigIntegerField("balai penanggung jawab")
    centre_name = models.CharField("nama balai", max_length=200)
    home_province = models.CharField("provinsi balai", max_length=2, null=True)
    organiser_id = models.BigIntegerField("penyelenggara")
    organiser_name = models.CharField("nama penyelenggara", max_length=200)
    organiser_kind = models.CharField("jenis penyelenggara", max_length=40)
    organiser_regency = models.CharField("wilayah penyelenggara", max_length=8, null=True)
    supervisor_id = models.BigIntegerField("pembina", null=True)
    owner_id = models.BigIntegerField("pemilik", null=True)
    owner_kind = models.CharField("jenis pemilik", max_length=40, null=True)
    venue_id = models.BigIntegerField("tempat", null=True)
    channel = models.CharField("jalur", max_length=40)
    fund = models.CharField("sumber dana", max_length=40, null=True)
    wave = models.CharField("gelombang", max_length=20)
    programme_id = models.BigIntegerField("program")
    programme_name = models.CharField("nama program", max_length=200)
    field = models.CharField("kejuruan", max_length=40, null=True)
    province = models.CharField("provinsi domisili", max_length=2, null=True)
    regency = models.CharField("kabupaten/kota domisili", max_length=8, null=True)
    sex = models.CharField("jenis kelamin", max_length=1)
    birth_date = models.DateField("tanggal lahir")
    age_at_start = models.PositiveSmallIntegerField("usia saat mulai", null=True)
    education = models.CharField("pendidikan saat masuk", max_length=40, null=True)
    education_rank = models.PositiveSmallIntegerField("jenjang pendidikan", null=True)
    disability = models.BooleanField("penyandang disabilitas", null=True)
    worked_at_entry = models.BooleanField("bekerja saat masuk", null=True)
    class_starts_on = models.DateField("paket mulai")
    class_ends_on = models.DateField("paket selesai")
    hours = models.PositiveSmallIntegerField("jam pelatihan", null=True)
    passed = models.BooleanField("lulus", null=True)
    result_on = models.DateField("tanggal hasil", null=True)
    certificate = models.BooleanField("bersertifikat pelatihan")
    assessed = models.BooleanField("diuji")
    competent = models.BooleanField("kompeten", null=True)
    assessed_on = models.DateField("tanggal uji", null=True)
    covered = models.BooleanField("terlindungi")
    cover_starts_on = models.DateField("perlindungan mulai", null=True)
    cover_ends_on = models.DateField("perlindungan berakhir", null=True)
    cover_insurer_id = models.BigIntegerField("penjamin", null=True)
    assessment_body_id = models.BigIntegerField("LSP", null=True)
    status_reported = models.CharField("status menurut laporan", max_length=40, null=True)
    status_working = models.BooleanField("bekerja menurut laporan", null=True)
    status_starts_on = models.DateField("mulai bekerja menurut laporan", null=True)
    status_reported_on = models.DateField("status dilaporkan", null=True)
    status_evidence = models.CharField("bukti status", max_length=10, null=True)
    first_work_spell_id = models.BigIntegerField("masa kerja pertama", null=True)
    first_work_source_id = models.BigIntegerField("sumber masa kerja pertama", null=True)
    first_work_on = models.DateField("mulai kerja pertama", null=True)
    first_work_status = models.CharField("status kerja pertama", max_length=40, null=True)
    first_work_evidence = models.CharField("bukti kerja pertama", max_length=10, null=True)
    first_work_statistics_reading = models.CharField("pembacaan BPS", max_length=12, null=True)
    first_work_centre_reading = models.CharField("pembacaan BLK", max_length=12, null=True)
    first_work_own_business = models.BooleanField("usaha sendiri", null=True)
    first_work_employer_id = models.BigIntegerField("pemberi kerja pertama", null=True)
    first_work_occupation = models.CharField("golongan jabatan pertama", max_length=40, null=True)
    field_match = models.BooleanField("sesuai kejuruan", null=True)
    wage = models.BigIntegerField("upah sebulan (rupiah)", null=True)
    is_demo = models.BooleanField("rekaan")

    class Meta:
        verbose_name = "catatan kepesertaan"
        verbose_name_plural = "catatan kepesertaan"
        indexes = [
            models.Index(fields=["centre_id", "year"], name="participation_of_centre"),
            models.Index(fields=["person_id"], name="participation_of_person"),
            models.Index(fields=["regency", "year"], name="participation_of_regency"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}"


class TouchedEnrolment(models.Model):
    """An enrolment one of whose sources changed; unkeyed, so that appending never waits."""

    enrolment_id = models.BigIntegerField("kepesertaan")
    touched_at = models.DateTimeField("tersentuh", db_default=Now())

    class Meta:
        verbose_name = "kepesertaan tersentuh"
        verbose_name_plural = "kepesertaan tersentuh"

    def __str__(self) -> str:
        return f"{self.enrolment_id}"


class Rollup(models.Model):
    """The sums of the records that share their values in a family of cuts (`queries.cohort`) of a centre's year.

    Where the centre is 0, those of the whole country by one cut. Besides its key it has a column for each part
    of the registry that adds up (`indicators.compiled`).
    """

    centre_id = models.BigIntegerField("balai penanggung jawab")
    year = models.PositiveSmallIntegerField("tahun anggaran")
    cut = models.CharField("irisan", max_length=20)
    codes = ArrayField(models.TextField(), verbose_name="nilai irisan")

    class Meta:
        verbose_name = "angka tergulung"
        verbose_name_plural = "angka tergulung"
        constraints = [
            models.UniqueConstraint(fields=["centre_id", "year", "cut", "codes"], name="rollup_once")
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.year} {self.cut} {self.codes}"


class RollupSingle(models.Model):
    """What does not add up (medians, different people) of one value of one cut of a centre's year."""

    centre_id = models.BigIntegerField("balai penanggung jawab")
    year = models.PositiveSmallIntegerField("tahun anggaran")
    cut = models.CharField("irisan", max_length=20)
    code = models.TextField("nilai irisan")

    class Meta:
        verbose_name = "angka tersendiri"
        verbose_name_plural = "angka tersendiri"
        constraints = [
            models.UniqueConstraint(fields=["centre_id", "year", "cut", "code"], name="rollup_single_once")
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.year} {self.cut} {self.code}"


class RollupMonths(models.Model):
    """The sums by month since the class's end of a centre's year; of the whole country where the centre is 0."""

    centre_id = models.BigIntegerField("balai penanggung jawab")
    year = models.PositiveSmallIntegerField("tahun anggaran")

    class Meta:
        verbose_name = "bulan tergulung"
        verbose_name_plural = "bulan tergulung"
        constraints = [models.UniqueConstraint(fields=["centre_id", "year"], name="rollup_months_once")]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.year}"


class RollupState(models.Model):
    """The one row that says of which day, and of which registry, all roll-ups are."""

    single = models.BooleanField("satu-satunya", primary_key=True, default=True)
    rolled_on = models.DateField("keadaan per")
    registry = models.CharField("sidik daftar indikator", max_length=64)

    class Meta:
        verbose_name = "keadaan angka tergulung"
        verbose_name_plural = "keadaan angka tergulung"
        constraints = [models.CheckConstraint(name="rollup_state_once", condition=Q(single=True))]

    def __str__(self) -> str:
        return f"{self.rolled_on}"


class StaleBlock(models.Model):
    """A centre's year whose cells that do not add up (medians, different people) must be counted anew."""

    centre_id = models.BigIntegerField("balai penanggung jawab")
    year = models.PositiveSmallIntegerField("tahun anggaran")

    class Meta:
        verbose_name = "tahun balai yang perlu dihitung lagi"
        verbose_name_plural = "tahun balai yang perlu dihitung lagi"
        constraints = [models.UniqueConstraint(fields=["centre_id", "year"], name="stale_block_once")]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.year}"


class PublicTable(models.Model):
    """One published table of counts, its small cells already protected; the public reads nothing else."""

    centre = models.ForeignKey(Organisation, models.CASCADE, related_name="+", verbose_name="balai")
    year = models.PositiveSmallIntegerField("tahun")
    key = models.CharField("tabel", max_length=60)
    cells = models.JSONField("isi", help_text="Sel yang dilindungi bernilai null.")
    as_of = models.DateField("keadaan per")
    made_at = models.DateTimeField("diterbitkan")
    version = models.PositiveSmallIntegerField("versi terbitan", null=True)
    sha256 = models.CharField("sidik terbitan", max_length=64, blank=True)
    withdrawn_on = models.DateField("ditarik", null=True)
    withdrawn_because = models.CharField("alasan penarikan", max_length=500, blank=True)

    class Meta:
        verbose_name = "tabel publik"
        verbose_name_plural = "tabel publik"
        constraints = [models.UniqueConstraint(fields=["centre", "year", "key"], name="public_table_once")]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.year} {self.key}"


class PublicationQuerySet(models.QuerySet["Publication"]):
    def of(self, centre: Organisation, year: int) -> PublicationQuerySet:
        return self.filter(centre=centre, year=year).order_by("-version")

    def open(self) -> PublicationQuerySet:
        return self.filter(state__in=[PublicationState.PROPOSED, PublicationState.RETURNED])

    def signed_once(self) -> PublicationQuerySet:
        return self.filter(state__in=[PublicationState.SIGNED, PublicationState.WITHDRAWN])


class Publication(Stateful, Timestamped):
    """An evaluation as it was proposed and signed: the very text, its hash, and who answers for it."""

    LIFECYCLE = PUBLICATION

    centre = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="balai")
    year = models.PositiveSmallIntegerField("tahun")
    version = models.PositiveSmallIntegerField("versi")
    state = models.CharField(
        "keadaan",
        max_length=20,
        choices=PublicationState.choices,
        default=PublicationState.PROPOSED,
        editable=False,
    )
    as_of = models.DateField("keadaan per")
    document = models.TextField("dokumen", help_text="Teks JSON yang sidiknya dihitung; tidak diubah.")
    sha256 = models.CharField("sidik dokumen (SHA-256)", max_length=64)
    public_tables = models.JSONField("tabel publik", help_text="Sudah dilindungi; terbit bersama dokumen.")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="diusulkan oleh"
    )
    proposed_at = models.DateTimeField("diusulkan pada")
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="ditandatangani oleh",
    )
    signed_at = models.DateTimeField("ditandatangani pada", null=True)
    note = models.CharField("catatan", max_length=500, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = "terbitan evaluasi"
        verbose_name_plural = "terbitan evaluasi"
        constraints = [
            models.UniqueConstraint(fields=["centre", "year", "version"], name="publication_version_once"),
            models.UniqueConstraint(
                fields=["centre", "year"],
                condition=Q(state__in=["proposed", "returned"]),
                name="publication_one_open",
                violation_error_message=_("Masih ada usulan terbitan yang belum selesai untuk tahun ini."),
            ),
            models.CheckConstraint(
                name="publication_signed_by_another",
                condition=Q(signed_by=None) | ~Q(signed_by=models.F("proposed_by")),
                violation_error_message=_("Yang menandatangani harus orang lain dari yang mengusulkan."),
            ),
            models.CheckConstraint(
                name="publication_signed_when_out",
                condition=Q(
                    state__in=["signed", "withdrawn"], signed_by__isnull=False, signed_at__isnull=False
                )
                | Q(state__in=["proposed", "returned"], signed_by=None, signed_at=None),
                violation_error_message=_("Terbitan mempunyai penanda tangan, usulan tidak."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.year} v{self.version}"


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, user: User, organisations: list[int]) -> SavedViewQuerySet:
        """Return a user's own views and those of the organisations this user works for."""
        return self.filter(Q(user=user) | Q(organisation__in=organisations)).order_by("name", "pk")


class SavedView(Timestamped):
    """A comparison somebody keeps by a name; the question is the query of its address."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", verbose_name="pemakai"
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, related_name="+", verbose_name="lembaga"
    )
    name = models.CharField("nama", max_length=80)
    query = models.CharField("pertanyaan", max_length=2000)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = "tampilan tersimpan"
        verbose_name_plural = "tampilan tersimpan"
        constraints = [
            models.CheckConstraint(
                name="saved_view_of_one",
                condition=Q(user=None, organisation__isnull=False) | Q(user__isnull=False, organisation=None),
                violation_error_message=_("Tampilan milik seorang pemakai atau sebuah lembaga."),
            ),
            models.UniqueConstraint(fields=["user", "name"], name="saved_view_name_of_user"),
            models.UniqueConstraint(fields=["organisation", "name"], name="saved_view_name_of_organisation"),
        ]

    def __str__(self) -> str:
        return self.name
