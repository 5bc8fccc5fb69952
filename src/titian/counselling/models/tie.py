"""What ties an officer to a person or an organisation, so that the officer does not decide there."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from titian.network.models import Organisation
from titian.people.models import Person


class TieKind(models.TextChoices):
    SPOUSE = "spouse", _("suami atau istri")
    PARENT_OR_CHILD = "parent_child", _("orang tua atau anak")
    SIBLING = "sibling", _("saudara kandung")
    OTHER_KIN = "other_kin", _("kerabat lain")
    MEMBER = "member", _("anggota atau pengurus lembaga")


class Tie(models.Model):
    """An officer declares to be a relative of a person, or a member of an organisation outside these walls."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="petugas"
    )
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="kerabat")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="lembaga"
    )
    kind = models.CharField("hubungan", max_length=12, choices=TieKind.choices)
    declared_on = models.DateField("dinyatakan")
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="dinyatakan oleh"
    )
    ended_on = models.DateField("berakhir", null=True)

    class Meta:
        verbose_name = "kepentingan"
        verbose_name_plural = "kepentingan"
        constraints = [
            models.CheckConstraint(
                name="tie_to_a_person_or_an_organisation",
                condition=models.Q(person__isnull=False, organisation=None) & ~models.Q(kind="member")
                | models.Q(person=None, organisation__isnull=False, kind="member"),
                violation_error_message="Nyatakan kerabat atau lembaga, salah satu.",
            ),
            models.UniqueConstraint(
                fields=["user", "person"], condition=models.Q(ended_on=None), name="kin_declared_once"
            ),
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=models.Q(ended_on=None),
                name="membership_declared_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}"


class FamilyCard(models.Model):
    """A keyed hash of the number of a family card (KK), of a person or of an officer; the number is not kept.

    `links`: through how many keys of the chain the hash went; a new key is hashed over it, for no number is left.
    """

    person = models.OneToOneField(Person, models.CASCADE, null=True, related_name="+", verbose_name="orang")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", verbose_name="petugas"
    )
    card_hash = models.BinaryField("sidik nomor KK")
    links = models.PositiveSmallIntegerField("kunci yang dilalui", default=1, db_default=1)
    noted_on = models.DateField("dicatat")

    class Meta:
        verbose_name = "kartu keluarga"
        verbose_name_plural = "kartu keluarga"
        constraints = [
            models.CheckConstraint(
                name="card_of_a_person_or_an_officer",
                condition=models.Q(person__isnull=False, user=None)
                | models.Q(person=None, user__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
