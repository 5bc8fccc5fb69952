"""One record per person."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from titian.core.history import keeps_history
from titian.core.models import Timestamped
from titian.journal.models import Source
from titian.network.models import Organisation
from titian.network.reach import reach_of
from titian.standards.models import DisabilityKind, EducationLevel, JobStatus, Occupation, Region


class Sex(models.TextChoices):
    MALE = "L", _("Laki-laki")
    FEMALE = "P", pgettext_lazy("seorang", "Perempuan")


class NoNikReason(models.TextChoices):
    """Why a person has no national number to tell."""

    NOT_RECORDED = "not_recorded", _("belum merekam KTP elektronik")
    LOST = "lost", _("KTP dan kartu keluarga hilang, nomor tidak diingat")
    UNDER_AGE = "under_age", _("belum cukup umur untuk KTP dan tidak membawa kartu keluarga")
    REFUSED_BY_REGISTRY = "registry", _("nomor sedang diperbaiki di Dukcapil")


class Evidence(models.TextChoices):
    """How well a statement about work is known; the kinds are never added."""

    CENTRE = "centre", _("dilaporkan lembaga, belum diverifikasi")
    SELF = "self", _("dilaporkan sendiri")
    VERIFIED = "verified", _("terverifikasi")


# `visible_to` below in SQL, of a row that names its person: for questions that a page of every day asks.
SEEN = """EXISTS (
    SELECT FROM people_person seen WHERE seen.id = person_id AND seen.merged_into_id IS NULL AND (
        %(all)s::boolean OR seen.user_id = %(user)s OR seen.regency_id = ANY(%(regions)s::text[]) OR EXISTS (
            SELECT FROM people_servicelink
            WHERE person_id = seen.id AND organisation_id = ANY(%(organisations)s::bigint[]) AND until IS NULL)))"""


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> PersonQuerySet:
        """Repeat the condition by which this user sees, so that its index serves below the policy."""
        reach = reach_of(user)
        standing = self.filter(merged_into=None)
        if reach.sees_all:
            return standing
        served = ServiceLink.objects.filter(
            person=models.OuterRef("pk"), organisation__in=reach.organisations, until=None
        )
        condition = models.Q(user=user.pk) if user.pk else models.Q(pk__in=[])
        if reach.regions:
            condition |= models.Q(regency__in=reach.regions)
        if reach.organisations:
            condition |= models.Q(models.Exists(served))
        return standing.filter(condition)


@keeps_history("nik_cipher", "nik_hash", "nik_next_hash", "nik_key_version", "trained")
class Person(Timestamped):
    """A citizen. The national number (NIK) is encrypted; `nik_hash` finds it, in one key version."""

    name = models.CharField(_("nama"), max_length=200)
    name_key = models.CharField("nama tanpa ejaan", max_length=200)
    sex = models.CharField(_("jenis kelamin"), max_length=1, choices=Sex.choices)
    birth_date = models.DateField("tanggal lahir")
    birth_place = models.CharField(_("tempat lahir"), max_length=100, blank=True)
    nik_cipher = models.BinaryField("NIK terenkripsi", null=True)
    nik_hash = models.BinaryField("sidik NIK", null=True)
    nik_next_hash = models.BinaryField("sidik NIK kunci baru", null=True)
    nik_key_version = models.PositiveSmallIntegerField("versi kunci", null=True)
    no_nik_reason = models.CharField("alasan tanpa NIK", max_length=200, blank=True)
    phone = models.CharField(_("nomor telepon"), max_length=20, blank=True)
    address = models.CharField(_("alamat"), max_length=300, blank=True)
    regency = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="+", verbose_name=_("kabupaten/kota domisili")
    )
    district = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="+", verbose_name="kecamatan domisili"
    )
    education = models.ForeignKey(
        EducationLevel, models.PROTECT, null=True, related_name="+", verbose_name=_("pendidikan terakhir")
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="akun"
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", verbose_name="digabung ke"
    )
    # Kept by triggers on the trainings; whoever registers people and enrols them at once may say it beforehand.
    trained = models.BooleanField("pernah dilatih", db_default=False, editable=False)
    is_demo = models.BooleanField("orang rekaan", default=False)
    source = models.ForeignKey(Source, models.PROTECT, null=True, related_name="+", verbose_name="sumber")

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = "orang"
        verbose_name_plural = "orang"
        constraints = [
            models.UniqueConstraint(fields=["nik_hash"], name="nik_once"),
            models.UniqueConstraint(fields=["nik_next_hash"], name="nik_once_in_next_key"),
            models.CheckConstraint(
                name="nik_or_reason",
                condition=~models.Q(nik_hash=None) | ~models.Q(no_nik_reason=""),
                violation_error_message="Orang tanpa NIK harus disertai alasan.",
            ),
            models.CheckConstraint(
                name="nik_whole",
                condition=models.Q(nik_hash=None, nik_cipher=None, nik_key_version=None)
                | models.Q(nik_hash__isnull=False, nik_cipher__isnull=False, nik_key_version__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["regency", "name_key"], name="person_by_regency"),
            # A filtered list and its count read no record that is not shown.
            models.Index(
                fields=["regency", "-id"],
                include=["sex", "birth_date", "education", "user"],
                name="person_of_regency_listed",
            ),
            models.Index(
                fields=["regency", "birth_date"],
                include=["sex", "education", "user"],
                name="person_of_regency_by_age",
            ),
            models.Index(
                fields=["id"],
                include=["regency", "sex", "birth_date", "education", "user"],
                condition=models.Q(trained=False),
                name="person_untrained",
            ),
            models.Index(
                fields=["regency", "id"],
                include=["sex", "birth_date", "education", "user"],
                condition=models.Q(trained=False),
                name="person_untrained_of_regency",
            ),
            models.Index(fields=["-updated_at", "-id"], name="person_latest"),
            models.Index(fields=["phone"], condition=~models.Q(phone=""), name="person_by_phone"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def no_nik_words(self) -> str:
        """The reason without NIK in words; rosters write sentences, the front door chooses from a list."""
        return str(dict(NoNikReason.choices).get(self.no_nik_reason, self.no_nik_reason))


class ServiceLink(models.Model):
    """Which organisation serves the person, since when."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="service_links", verbose_name="orang")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="lembaga")
    since = models.DateField("sejak")
    until = models.DateField("sampai", null=True)
    reason = models.CharField("dasar", max_length=100)
    # By what lists choose, as the person's record has it: triggers keep it so, and a list of 20,000 reads one index.
    sex = models.CharField(_("jenis kelamin"), max_length=1, db_default="", editable=False)
    birth_date = models.DateField("tanggal lahir", null=True, editable=False)
    education_code = models.CharField("kode pendidikan", max_length=40, db_default="", editable=False)
    regency_code = models.CharField("kode kabupaten/kota", max_length=8, db_default="", editable=False)
    trained = models.BooleanField("pernah dilatih", db_default=False, editable=False)

    class Meta:
        verbose_name = "hubungan layanan"
        verbose_name_plural = "hubungan layanan"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=models.Q(until=None),
                name="one_current_service_link",
            )
        ]
        indexes = [
            models.Index(
                fields=["organisation", "person"],
                include=["sex", "birth_date", "education_code", "regency_code"],
                condition=models.Q(until=None),
                name="served_by_organisation",
            ),
            models.Index(
                fields=["organisation", "person"],
                include=["sex", "birth_date", "education_code", "regency_code"],
                condition=models.Q(until=None, trained=False),
                name="served_and_untrained",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.organisation_id}"


@keeps_history()
class Disability(models.Model):
    """What is known of a person's disability; apart, with its own right. No row means not recorded."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="disability", verbose_name="orang")
    present = models.BooleanField("penyandang disabilitas")
    kinds = models.ManyToManyField(DisabilityKind, related_name="+", verbose_name="ragam")
    accommodation = models.CharField("dukungan yang dibutuhkan", max_length=300, blank=True)
    stated_on = models.DateField("dinyatakan")
    source = models.ForeignKey(Source, models.PROTECT, null=True, related_name="+", verbose_name="sumber")

    class Meta:
        verbose_name = "disabilitas"
        verbose_name_plural = "disabilitas"
        permissions = [("see_disability", "Melihat data disabilitas")]

    def __str__(self) -> str:
        return f"{self.person_id}"


class ConsentPurpose(models.TextChoices):
    GUARDIAN = "guardian", _("persetujuan wali untuk peserta di bawah 18 tahun")
    EMPLOYERS = "employers", _("berbagi data dengan pemberi kerja")
    SURVEYS = "surveys", _("dihubungi untuk survei")
    PHOTO = "photo", _("foto saya dipakai dalam publikasi")
    NOMINATION = "nomination", _("dicalonkan dinas untuk pelatihan berasrama")


class Consent(models.Model):
    """What a person, or a guardian, agreed to, to which text, and until when."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents", verbose_name="orang")
    purpose = models.CharField("tujuan", max_length=12, choices=ConsentPurpose.choices)
    text_version = models.CharField("versi teks", max_length=20)
    given_by = models.CharField("diberikan oleh", max_length=200)
    given_at = models.DateTimeField("diberikan")
    withdrawn_at = models.DateTimeField("dicabut", null=True)

    class Meta:
        verbose_name = "persetujuan"
        verbose_name_plural = "persetujuan"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=models.Q(withdrawn_at=None),
                name="one_consent_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.purpose}"


@keeps_history()
class EmploymentSpell(Timestamped):
    """A time in work, as somebody states it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="employment_spells", verbose_name="orang")
    status = models.ForeignKey(JobStatus, models.PROTECT, related_name="+", verbose_name="status pekerjaan")
    employer = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="pemberi kerja"
    )
    employer_name = models.CharField("nama pemberi kerja atau usaha", max_length=200, blank=True)
    job_title = models.CharField("jabatan", max_length=200, blank=True)
    occupation = models.ForeignKey(
        Occupation, models.PROTECT, null=True, related_name="+", verbose_name="golongan jabatan"
    )
    starts_on = models.DateField("mulai bekerja", null=True)
    ends_on = models.DateField("berhenti bekerja", null=True)
    monthly_wage = models.PositiveBigIntegerField("upah sebulan (rupiah)", null=True)
    evidence = models.CharField("bukti", max_length=10, choices=Evidence.choices)
    reported_on = models.DateField("dilaporkan")
    source = models.ForeignKey(Source, models.PROTECT, null=True, related_name="+", verbose_name="sumber")

    class Meta:
        verbose_name = "masa kerja"
        verbose_name_plural = "masa kerja"
        constraints = [
            models.CheckConstraint(
                name="spell_ends_after_start",
                condition=models.Q(ends_on=None)
                | models.Q(starts_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message="Tanggal berhenti bekerja mendahului tanggal mulai.",
            )
        ]
        indexes = [models.Index(fields=["person", "starts_on"], name="spell_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.status_id}"
