"""What is promised for a year, and the classes that keep the promise."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models

from titian.core.models import Timestamped
from titian.journal.models import Source
from titian.network.models import Organisation
from titian.network.reach import reach_of
from titian.programmes.models import Programme
from titian.standards.models import Channel, Fund

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


class TrainingClassQuerySet(models.QuerySet["TrainingClass"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> TrainingClassQuerySet:
        """Classes of the organisations a user reaches, and those held in the regions of a user's office."""
        reach = reach_of(user)
        if reach.sees_all:
            return self
        return self.filter(
            models.Q(centre__in=reach.organisations)
            | models.Q(organiser__in=reach.organisations)
            | models.Q(organiser__region__in=reach.regions)
        )


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
        verbose_name = "kelas (paket)"
        verbose_name_plural = "kelas (paket)"
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

    def __str__(self) -> str:
        return self.code
