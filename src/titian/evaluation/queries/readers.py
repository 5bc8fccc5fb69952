"""Whose evaluations may this user know of, and how much of one do they read?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.query import RawQuerySet
from django.utils import timezone

from titian.accounts.models import User
from titian.core.memory import asked_once, remember
from titian.evaluation.queries.folding import WAITS, something_waits, waits, waits_values
from titian.network.models import Organisation, Role
from titian.network.queries import all_areas_of, area_rows, areas_told, organisations_of, roles_of
from titian.network.reach import reach_of
from titian.planning.models import PlanVersion, TrainingClass
from titian.standards.models import Region
from titian.standards.queries import unemployed_people, unemployed_rows

# Own and supervised ones, those who look after a region of the user, and who signed an agreement with the user's own.
KNOWN = """
    SELECT unnest(%s::bigint[])
    UNION ALL
    SELECT supervisor_id FROM network_supervisionarea WHERE region_id = ANY(%s::text[]) AND period @> %s::date
    UNION ALL
    SELECT partner.organisation_id FROM network_agreementparty signed
    JOIN network_agreementparty partner ON partner.agreement_id = signed.agreement_id
    WHERE signed.organisation_id = ANY(%s::bigint[])
"""
# Of those with classes or a plan, by name: the years of both, and whether a fold waits.
READ = f"""
    SELECT centre.*, {WAITS} AS fold_waits,
        ARRAY(SELECT DISTINCT year FROM planning_trainingclass WHERE centre_id = centre.id) AS class_years,
        ARRAY(SELECT DISTINCT year FROM planning_planversion WHERE centre_id = centre.id) AS plan_years
    FROM network_organisation centre
    WHERE {{among}} AND (
        EXISTS (SELECT FROM planning_trainingclass WHERE centre_id = centre.id)
        OR EXISTS (SELECT FROM planning_planversion WHERE centre_id = centre.id))
    ORDER BY centre.name_key, centre.id LIMIT %s
"""
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
    if reach_of(user).sees_all:
        return Organisation.objects.all()
    known = RawSQL(KNOWN, _knowing(user))  # nosec B611: no part of it is typed by anybody
    return Organisation.objects.filter(pk__in=known)


def _knowing(user: User) -> list[Any]:
    """Return the values of KNOWN."""
    reach, today = reach_of(user), timezone.localdate()
    own = organisations_of(user, today)
    return [[*reach.organisations, *own], reach.regions, today, list(own)]


def centre_known_to(user: User, centre_id: int) -> Organisation | None:
    """Return such a centre with all that every page about it asks: letterhead, years, whether a fold waits."""
    known = centres_known_to(user).filter(pk=centre_id).select_related("letterhead")
    beside: dict[str, Any] = {
        "area_rows": area_rows(),
        "fold_waits": waits(),
        "unemployed": unemployed_rows("region"),
    }
    if reach_of(user).regions:
        beside["regency_names"] = ArraySubquery(_regencies_reached(user).values("name"))
    centre = known.annotate(**_YEARS, **beside).first()
    if centre is not None:
        if reach_of(user).regions:
            remember(_regencies_of, tuple(centre.regency_names), user)  # type: ignore[attr-defined]
        remember(years_of, _years(centre), centre)
        remember(something_waits, centre.fold_waits)  # type: ignore[attr-defined]
        remember(all_areas_of, areas_told(centre), centre)
        unemployed: dict[int, int] = dict(centre.unemployed)  # type: ignore[attr-defined]
        for year in _years(centre):
            remember(unemployed_people, unemployed.get(year), (centre.region_id or "")[:2], year)
    return centre


def reading_of(user: User, centre: Organisation) -> Reading:
    """Return what row-level security lets this user count of the centre's people."""
    reach = reach_of(user)
    if reach.sees_all or centre.pk in reach.organisations:
        return Reading(whole=True)
    if not roles_of(user, timezone.localdate()) & OFFICES:
        return Reading(whole=False)
    return Reading(whole=False, regencies=_regencies_of(user))


def readings_of(user: User) -> dict[int, Reading]:
    """Return, for each centre with classes or a plan this user knows of and reads anything of, how much that is."""
    reach = reach_of(user)
    part = _part_of(user)
    return {
        centre.pk: Reading(True, (), centre.name)
        if reach.sees_all or centre.pk in reach.organisations
        else Reading(False, part, centre.name)
        for centre in _read_by(user)
    }


def _part_of(user: User) -> tuple[str, ...]:
    """Return the regencies whose people an office reads of any centre it knows."""
    offices = roles_of(user, timezone.localdate()) & OFFICES
    return _regencies_of(user) if offices else ()


def _read_by(user: User, *, most: int | None = None) -> RawQuerySet[Organisation]:
    """Return those centres by name, the first `most` of them, each with its years and whether a fold waits."""
    reach = reach_of(user)
    among, values = "true", []
    if not reach.sees_all and _part_of(user):
        among, values = f"centre.id IN ({KNOWN})", _knowing(user)
    elif not reach.sees_all:
        among, values = "centre.id = ANY(%s::bigint[])", [reach.organisations]
    return Organisation.objects.raw(READ.format(among=among), [*waits_values(), *values, most])


@asked_once
def _regencies_of(user: User) -> tuple[str, ...]:
    return tuple(_regencies_reached(user).values_list("name", flat=True))


def _regencies_reached(user: User) -> QuerySet[Region]:
    return Region.objects.filter(code__in=reach_of(user).regions).order_by("code")


@asked_once
def years_of(centre: Organisation) -> list[int]:
    """Return the years for which the centre has classes or a plan, latest first."""
    return _years(Organisation.objects.annotate(**_YEARS).get(pk=centre.pk))


def years_of_classes(centres: Iterable[int]) -> list[int]:
    """Return the years in which any of these centres had classes."""
    years = TrainingClass.objects.filter(centre__in=list(centres)).values_list("year", flat=True)
    return sorted(set(years.distinct()))


def centres_to_choose(user: User, *, most: int | None = None) -> list[CentreYears]:
    """Return the centres whose evaluation this user may open, with their years, by name; the first `most` of them."""
    found = [CentreYears(centre, _years(centre)) for centre in _read_by(user, most=most)]
    if found:
        remember(something_waits, found[0].centre.fold_waits)  # type: ignore[attr-defined]
    return found


def _distinct_years(of: type[TrainingClass] | type[PlanVersion]) -> ArraySubquery:
    years = of._default_manager.filter(centre=OuterRef("pk")).order_by()
    return ArraySubquery(years.values("year").distinct())


_YEARS = {"class_years": _distinct_years(TrainingClass), "plan_years": _distinct_years(PlanVersion)}


def _years(centre: Organisation) -> list[int]:
    return sorted({*centre.class_years, *centre.plan_years}, reverse=True)  # type: ignore[attr-defined]
