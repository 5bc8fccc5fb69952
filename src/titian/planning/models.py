"""What is promised for a year, and the classes that keep the promise."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from titian.core.models import Timestamped
from titian.core.periods import Dated
from titian.journal.models import Source
from titian.network.models import Organisation
from titian.network.reach import Reach, reach_of
from titian.programmes.models import Programme
from titian.standards.models import Channel, EducationLevel, Fund

NORMAL_CAPACITY = 16


class PlanVersion(Timestamped):
    """One dated version of a centre's year; an earlier version stays visible."""

    centre = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="balai penanggung jawab"
    )
    year = models.PositiveSmallIntegerField("tahun")
    number = models.PositiveSmallIntegerField("versi")
    decided_on = models.DateField("ditetapkan")
    reason = models.CharField("alasan", max_length=300)

    class Meta:
        verbose_name = "versi rencana"
        verbose_name_plural = "versi rencana"
        constraints = [models.UniqueConstraint(fields=["centre", "year", "number"], name="plan_version_once")]

    def __str__(self) -> str:
        return f"{self.centre} {self.year} v{self.number}"


class Target(models.Model):
    """Packages, people and rupiah promised for a channel, fund and wave."""

    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="targets", verbose_name="versi")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+", verbose_name="jalur")
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="+", verbose_name="sumber dana")
    wave = models.CharField("gelombang", max_length=20, blank=True)
    label = models.CharField("sebutan", max_length=100, blank=True)
    packages = models.PositiveIntegerField("target paket")
    people = models.PositiveIntegerField("target orang")
    rupiah = models.PositiveBigIntegerField("pagu (rupiah)", null=True)
    rupiah_spent = models.PositiveBigIntegerField("realisasi anggaran (rupiah)", null=True)

    class Meta:
        verbose_name = "target"
        verbose_name_plural = "target"
        constraints = [
            models.UniqueConstraint(fields=["version", "channel", "fund", "wave"], name="target_once")
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.people}"


# Joined by UNION: as alternatives of one condition they made PostgreSQL read every class of the nation.
SEEN = """
    SELECT held.id FROM planning_trainingclass held WHERE held.centre_id = ANY(%s::bigint[]){since}
    UNION SELECT held.id FROM planning_trainingclass held WHERE held.organiser_id = ANY(%s::bigint[]){since}
    UNION SELECT held.id FROM planning_trainingclass held
        JOIN network_organisation organiser ON organiser.id = held.organiser_id
        WHERE organiser.region_id = ANY(%s::text[]){since}
    UNION SELECT held.id FROM planning_classrole once
        JOIN planning_trainingclass held ON held.id = once.training_class_id
        WHERE once.part = 'organiser' AND NOT upper_inf(once.period) AND once.organisation_id = ANY(%s::bigint[]){since}
"""


def classes_seen(reach: Reach, *, since: date | None = None) -> tuple[str, list[Any]]:
    """Return in SQL the ids of the classes of who does not see all, where asked of those that began after a day."""
    branches: list[list[Any]] = [
        [one] for one in (reach.organisations, reach.organisations, reach.regions, reach.organisations)
    ]
    if since is None:
        return SEEN.format(since=""), [value for branch in branches for value in branch]
    return SEEN.format(since=" AND held.starts_on > %s"), [v for branch in branches for v in (*branch, since)]


class TrainingClassQuerySet(models.QuerySet["TrainingClass"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> TrainingClassQuerySet:
        """Classes of the organisations a user reaches, once organised or now, and those of an office's regions."""
        reach = reach_of(user)
        if reach.sees_all:
            return self
        return self.filter(pk__in=RawSQL(*classes_seen(reach)))  # nosec B611: our own words, values apart


class TrainingClass(Timestamped):
    """One package (paket): a class of one programme, normally of 16 people."""

    centre = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="balai penanggung jawab"
    )
    year = models.PositiveSmallIntegerField("tahun anggaran")
    code = models.CharField("kode paket", max_length=40)
    organiser = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="penyelenggara"
    )
    venue = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="tempat"
    )
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+", verbose_name="program")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+", verbose_name="jalur")
    fund = models.ForeignKey(Fund, models.PROTECT, null=True, related_name="+", verbose_name="sumber dana")
    wave = models.CharField("gelombang", max_length=20, blank=True)
    capacity = models.PositiveSmallIntegerField("kapasitas", default=NORMAL_CAPACITY)
    hours = models.PositiveSmallIntegerField("jam pelatihan (JP)", null=True)
    starts_on = models.DateField("mulai")
    ends_on = models.DateField("selesai")
    is_demo = models.BooleanField("data peragaan", default=False)
    source = models.ForeignKey(Source, models.PROTECT, null=True, related_name="+", verbose_name="sumber")

    objects = TrainingClassQuerySet.as_manager()

    class Meta:
        verbose_name = "paket"
        verbose_name_plural = "paket"
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "year", "code"],
                name="class_once",
                violation_error_message="Kode paket ini sudah dipakai balai itu pada tahun itu.",
            ),
            models.CheckConstraint(
                name="class_ends_after_start",
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message="Tanggal selesai mendahului tanggal mulai.",
            ),
        ]
        # The list begins with the latest, also among the 80,000 classes of the nation; its years, and
        # what runs today, are found without reading all of them.
        indexes = [
            models.Index(fields=["-starts_on", "code", "id"], name="class_latest_first"),
            models.Index(fields=["year"], name="class_by_year"),
            models.Index(fields=["ends_on"], name="class_by_end"),
        ]

    def __str__(self) -> str:
        return self.code


class ClassPart(models.TextChoices):
    ORGANISER = "organiser", _("penyelenggara")
    VENUE = "venue", _("tempat")


class ClassRole(Dated):
    """Who organises a class or houses it, and when; the class itself names the last of them."""

    training_class = models.ForeignKey(
        TrainingClass, models.CASCADE, related_name="roles", verbose_name="paket"
    )
    part = models.CharField("peran", max_length=9, choices=ClassPart.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="lembaga")

    class Meta:
        verbose_name = "peran lembaga di paket"
        verbose_name_plural = "peran lembaga di paket"
        constraints = [
            ExclusionConstraint(
                name="one_holder_of_a_class_role_at_a_time",
                expressions=[
                    ("training_class", RangeOperators.EQUAL),
                    ("part", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_(
                    "Pada satu hari, satu paket hanya mempunyai satu pemegang peran ini."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()}: {self.organisation}"


class Opening(Timestamped):
    """A class open for application: when, for how many, for whom, and how marks count.

    `locked` once a round uses it: what people applied under does not change any more.
    """

    training_class = models.OneToOneField(
        TrainingClass, models.PROTECT, related_name="opening", verbose_name="paket"
    )
    decree = models.CharField("keputusan", max_length=120)
    seats = models.PositiveSmallIntegerField("kursi", default=NORMAL_CAPACITY)
    reserves = models.PositiveSmallIntegerField("cadangan", default=2)
    beds_men = models.PositiveSmallIntegerField("tempat tidur putra", default=0)
    beds_women = models.PositiveSmallIntegerField("tempat tidur putri", default=0)
    accessible_beds_men = models.PositiveSmallIntegerField("di antaranya kamar aksesibel putra", default=0)
    accessible_beds_women = models.PositiveSmallIntegerField("di antaranya kamar aksesibel putri", default=0)
    minimum_age = models.PositiveSmallIntegerField("usia minimum", default=17)
    maximum_age = models.PositiveSmallIntegerField("usia maksimum", null=True, blank=True)
    minimum_education = models.ForeignKey(
        EducationLevel,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="pendidikan minimum",
    )
    must_read = models.BooleanField("harus dapat membaca dan menulis", default=True)
    must_not_work = models.BooleanField("tidak sedang bekerja", default=False)
    must_not_study = models.BooleanField("tidak sedang bersekolah", default=False)
    regions = ArrayField(
        models.CharField(max_length=8), verbose_name="hanya dari wilayah", default=list, blank=True
    )
    only_sex = models.CharField(
        "hanya untuk", max_length=1, blank=True, choices=[("L", "laki-laki"), ("P", "perempuan")]
    )
    only_sex_reason = models.CharField("dasar hukum pembatasan", max_length=200, blank=True)
    written_weight = models.PositiveSmallIntegerField("bobot tes tertulis (%)", default=60)
    interview_weight = models.PositiveSmallIntegerField("bobot wawancara (%)", default=40)
    band = models.PositiveSmallIntegerField("lebar jenjang nilai", default=1)
    pass_mark = models.PositiveSmallIntegerField("nilai batas", default=0)
    locked = models.BooleanField("dipakai seleksi", default=False)

    class Meta:
        verbose_name = "pembukaan paket"
        verbose_name_plural = "pembukaan paket"
        constraints = [
            models.CheckConstraint(
                name="weights_make_a_hundred",
                condition=models.Q(written_weight=100 - models.F("interview_weight")),
                violation_error_message="Bobot tes tertulis dan wawancara harus berjumlah 100.",
            ),
            models.CheckConstraint(
                name="sex_only_with_a_legal_reason",
                condition=models.Q(only_sex="") | ~models.Q(only_sex_reason=""),
                violation_error_message="Pembatasan jenis kelamin memerlukan dasar hukum.",
            ),
            models.CheckConstraint(name="band_is_at_least_one", condition=models.Q(band__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.training_class}"


class SeatGroup(models.Model):
    """Seats that choose alike, in the order of the decree.

    `tiers`: whom a seat takes first, then whom, each tier a list of traits: a regency's code or "disability"; an
    empty list is anyone. So [["35.10"], ["disability"], []] is home regency, else disability, else anyone.
    """

    opening = models.ForeignKey(Opening, models.CASCADE, related_name="groups", verbose_name="pembukaan")
    position = models.PositiveSmallIntegerField("urutan")
    name = models.CharField("nama", max_length=80)
    guarantee = models.BooleanField("jaminan minimum", default=False)
    seats = models.PositiveSmallIntegerField("kursi")
    beds_men = models.PositiveSmallIntegerField("kursi dengan tempat tidur putra", default=0)
    beds_women = models.PositiveSmallIntegerField("kursi dengan tempat tidur putri", default=0)
    beds_only = models.BooleanField("kursi asrama hanya untuk yang tinggal di asrama", default=False)
    tiers = models.JSONField("mengutamakan")

    class Meta:
        verbose_name = "kelompok kursi"
        verbose_name_plural = "kelompok kursi"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["opening", "position"], name="seat_group_once")]

    def __str__(self) -> str:
        return self.name
