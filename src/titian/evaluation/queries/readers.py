"""Whose evaluations may this user know of, and how much of one do they read?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from titian.accounts.models import User
from titian.core.memory import asked_once
from titian.network.models import Organisation, Role, SupervisionArea
from titian.network.models.agreement import AgreementParty
from titian.network.queries import organisations_of, roles_of
from titian.network.reach import reach_of
from titian.planning.models import PlanVersion, TrainingClass
from titian.standards.models import Region

OFFICES = {Role.PROVINCIAL_OFFICE, Role.REGENCY_OFFICE}


@dataclass(frozen=True)
class Reading:
    """How much of a centre's year a user reads: all of it, or the people of some regencies, or nothing."""

    whole: bool
    regencies: tuple[str, ...] = ()
    centre_name: str = ""

    @property
    def anything(self) -> bool:
        return self.whole or bool(self.regencies)


@dataclass(frozen=True)
class CentreYears:
    centre: Organisation
    years: list[int]


def centres_known_to(user: User) -> QuerySet[Organisation]:
    """Return the centres a user has to do with; of any other this user gets to know nothing."""
    reach = reach_of(user)
    if reach.sees_all:
        return Organisation.objects.all()
    today = timezone.localdate()
    own = organisations_of(user, today)
    areas = SupervisionArea.objects.filter(region__in=reach.regions, period__contains=today)
    signed = AgreementParty.objects.filter(organisation__in=own).values("agreement")
    partners = AgreementParty.objects.filter(agreement__in=signed)
    return Organisation.objects.filter(
        Q(pk__in=[*reach.organisations, *own])
        | Q(pk__in=areas.values("supervisor"))
        | Q(pk__in=partners.values("organisation"))
    )


def reading_of(user: User, centre: Organisation) -> Reading:
    """Return what row-level security lets this user count of the centre's people."""
    reach = reach_of(user)
    if reach.sees_all or centre.pk in reach.organisations:
        return Reading(whole=True)
    if not roles_of(user, timezone.localdate()) & OFFICES:
        return Reading(whole=False)
    names = Region.objects.filter(code__in=reach.regions).order_by("code").values_list("name", flat=True)
    return Reading(whole=False, regencies=tuple(names))


def readings_of(user: User) -> dict[int, Reading]:
    """Return, for each centre with classes or a plan this user knows of and reads anything of, how much that is."""
    reach = reach_of(user)
    known = centres_known_to(user).filter(
        Exists(TrainingClass.objects.filter(centre=OuterRef("pk")))
        | Exists(PlanVersion.objects.filter(centre=OuterRef("pk")))
    )
    offices = roles_of(user, timezone.localdate()) & OFFICES
    regions = Region.objects.filter(code__in=reach.regions if offices else []).order_by("code")
    part = tuple(regions.values_list("name", flat=True)) if offices else ()
    found = {
        pk: Reading(True, (), name)
        if reach.sees_all or pk in reach.organisations
        else Reading(False, part, name)
        for pk, name in known.order_by("name_key", "pk").distinct().values_list("pk", "name")
    }
    return {pk: reading for pk, reading in found.items() if reading.anything}


@asked_once
def years_of(centre: Organisation) -> list[int]:
    """Return the years for which the centre has classes or a plan, latest first."""
    classes = TrainingClass.objects.filter(centre=centre).order_by().values_list("year", flat=True)
    plans = PlanVersion.objects.filter(centre=centre).order_by().values_list("year", flat=True)
    return sorted(classes.union(plans), reverse=True)


def years_of_classes(centres: Iterable[int]) -> list[int]:
    """Return the years in which any of these centres had classes."""
    years = TrainingClass.objects.filter(centre__in=list(centres)).values_list("year", flat=True)
    return sorted(set(years.distinct()))


def centres_to_choose(user: User, *, most: int | None = None) -> list[CentreYears]:
    """Return the centres whose evaluation this user may open, with their years, by name; the first `most` of them."""
    readings = list(readings_of(user))[:most]
    years: dict[int, set[int]] = {}
    for model in (TrainingClass, PlanVersion):
        rows = (
            model.objects.filter(centre__in=readings).order_by().values_list("centre_id", "year").distinct()
        )
        for centre_id, year in rows:
            years.setdefault(centre_id, set()).add(year)
    centres = Organisation.objects.in_bulk(readings)
    return [CentreYears(centres[pk], sorted(years[pk], reverse=True)) for pk in readings]
