"""Who sat in which class and how it ended."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models

from titian.core.history import keeps_history
from titian.core.models import Timestamped
from titian.journal.models import Source
from titian.network.models import Organisation
from titian.people.models import Person
from titian.planning.models import TrainingClass
from titian.standards.models import EducationLevel, Region


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> EnrolmentQuerySet:
        """Who sees the person sees the enrolment."""
        return self.filter(person__in=Person.objects.visible_to(user))


@keeps_history()
class Enrolment(Timestamped):
    """One person in one class. `passed` is None until a result is known."""

    training_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="+", verbose_name="paket")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="orang")
    number_in_class = models.PositiveSmallIntegerField("nomor urut", null=True)
    domicile = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="+", verbose_name="asal kabupaten/kota"
    )
    education = models.ForeignKey(
        EducationLevel, models.PROTECT, null=True, related_name="+", verbose_name="pendidikan saat masuk"
    )
    worked_at_entry = models.BooleanField("bekerja saat masuk", null=True)
    passed = models.BooleanField("lulus", null=True)
    result_on = models.DateField("tanggal hasil", null=True)
    note = models.CharField("keterangan", max_length=500, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, null=True, related_name="+", verbose_name="sumber")

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = "kepesertaan"
        verbose_name_plural = "kepesertaan"
        constraints = [
            models.UniqueConstraint(
                fields=["training_class", "person"],
                name="one_enrolment_a_class",
                violation_error_message="Orang ini sudah menjadi peserta paket itu.",
            )
        ]
        indexes = [
            models.Index(fields=["person"], name="enrolment_of_person"),
            # Of the nation's enrolments those of the running classes.
            models.Index(
                fields=["training_class"], condition=models.Q(passed=None), name="enrolment_without_result"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.training_class_id}/{self.person_id}"


class TrainingCertificate(Timestamped):
    """The centre's own certificate of a passed training; its number is once per issuing centre."""

    enrolment = models.OneToOneField(
        Enrolment, models.PROTECT, related_name="certificate", verbose_name="kepesertaan"
    )
    issuer = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="penerbit")
    number = models.CharField("nomor sertifikat pelatihan", max_length=80)
    issued_on = models.DateField("tanggal terbit", null=True)
    source = models.ForeignKey(Source, models.PROTECT, null=True, related_name="+", verbose_name="sumber")

    class Meta:
        verbose_name = "sertifikat pelatihan"
        verbose_name_plural = "sertifikat pelatihan"
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "number"],
                name="training_certificate_number_once",
                violation_error_message="Nomor sertifikat ini sudah dipakai.",
            )
        ]
        indexes = [models.Index(fields=["number"], name="training_certificate_by_number")]

    def __str__(self) -> str:
        return self.number
