"""Trainings a person took or takes, as the training station reports them down."""

from __future__ import annotations

from django.db import models

from titian.people.models.person import Person


class TrainingSpell(models.Model):
    """One training of one person; the class stands on a later floor, so it is known by its number only."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="trainings", verbose_name="orang")
    class_number = models.BigIntegerField("nomor kelas")
    programme = models.CharField("program", max_length=200)
    provider = models.CharField("penyelenggara", max_length=200)
    starts_on = models.DateField("mulai")
    ends_on = models.DateField("selesai")

    class Meta:
        verbose_name = "pelatihan yang diikuti"
        verbose_name_plural = "pelatihan yang diikuti"
        constraints = [models.UniqueConstraint(fields=["person", "class_number"], name="training_spell_once")]
        indexes = [models.Index(fields=["class_number"], name="training_spell_of_class")]

    def __str__(self) -> str:
        return self.programme
