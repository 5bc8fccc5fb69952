from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from titian.core.models import Timestamped
from titian.core.periods import Dated
from titian.core.search import words_of
from titian.network.reach import charge_of, reach_of
from titian.standards.models import ProviderKind, Region


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> OrganisationQuerySet:
        """Where the user works, what is below there, and what stands in the regions of the user's office."""
        reach = reach_of(user)
        if reach.sees_all:
            return self
        charge = charge_of(user)
        known = {*reach.organisations, *charge.own, *charge.inviting}
        return self.filter(models.Q(pk__in=known) | models.Q(region__in=reach.regions))


class Organisation(Timestamped):
    """An office, centre, certification body, employer, insurer or other body.

    Its key is kind, name and regency: the kind says at which level the owner stands, so that the provincial
    and the regency centre of Pasuruan are two.
    """

    kind = models.ForeignKey(ProviderKind, models.PROTECT, related_name="+", verbose_name="jenis")
    name = models.CharField("nama", max_length=200)
    name_key = models.CharField("nama tanpa ejaan", max_length=200)
    short_name = models.CharField("nama pendek", max_length=60, blank=True)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="wilayah kedudukan"
    )
    part_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="satellites",
        verbose_name="satuan pelayanan dari",
    )
    confirmed = models.BooleanField("terkonfirmasi", default=True)
    is_demo = models.BooleanField("data peragaan", default=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "lembaga"
        verbose_name_plural = "lembaga"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "name_key", "region"],
                name="organisation_once",
                nulls_distinct=False,
                violation_error_message="Lembaga dengan jenis, nama dan wilayah ini sudah ada.",
            )
        ]
        indexes = [
            GinIndex(words_of("name"), name="organisation_words"),
            models.Index(fields=["name_key", "id"], name="organisation_by_name"),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationName(Dated):
    """A former name and when it was in use."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="former_names", verbose_name="lembaga"
    )
    name = models.CharField("nama lama", max_length=200)
    name_key = models.CharField("nama tanpa ejaan", max_length=200, db_index=True)

    class Meta:
        verbose_name = "nama lama"
        verbose_name_plural = "nama lama"

    def __str__(self) -> str:
        return self.name
