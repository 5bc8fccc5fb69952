"""Questions about who is who, who belongs where and who looks after whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.core.memory import asked_once
from titian.core.text import key
from titian.network.models import (
    AgreementPromise,
    Letterhead,
    Membership,
    Organisation,
    Ownership,
    SupervisionArea,
)
from titian.standards.models import Region
from titian.standards.models.region import RegionLevel

MINISTRY_CENTRES = ("uptp_bbpvp", "uptp_bpvp")
GOVERNMENTS = (
    "ministry", "directorate_general", "government_province", "government_regency", "agency_province",
    "agency_regency",
)  # fmt: skip
OWNERS = (*GOVERNMENTS, "community_body", "employer", "lpk_company", "other")
PARTNERS = (*OWNERS, "certification_body", "insurer")
NAMED_AT_MOST = 5
LIKE_ENOUGH = 0.3


class ProvinceWithoutCentre(NamedTuple):
    """A province in which the ministry has no centre, and the service points that serve it."""

    code: str
    name: str
    satellites: list[str]


class Promise(NamedTuple):
    """What a party of an agreement promised; the later stations count what was delivered."""

    agreement_id: int
    title: str
    promised_by_id: int
    promised_by: str
    kind: str
    places: int
    is_demo: bool


class Held(NamedTuple):
    """One membership: where, as what, and what the place is called."""

    organisation_id: int
    role: str
    organisation_name: str


@asked_once
def held_by(user: User, on: date) -> list[Held]:
    """Return where the user belongs on that day and as what, the first joined first."""
    held = Membership.objects.filter(user=user, period__contains=on).order_by("pk")
    return [Held(*row) for row in held.values_list("organisation_id", "role", "organisation__name")]


def roles_of(user: User, on: date) -> set[str]:
    """Return the roles the user holds anywhere on that day."""
    return {held.role for held in held_by(user, on)}


def organisations_of(user: User, on: date, roles: Iterable[str] | None = None) -> list[int]:
    """Return the organisations the user belongs to on that day, in these roles or in any."""
    wanted = None if roles is None else set(roles)
    return sorted(
        {held.organisation_id for held in held_by(user, on) if wanted is None or held.role in wanted}
    )


def supervised_by(centre: Organisation, on: date) -> QuerySet[Organisation]:
    """Return the organisations the centre guides (binaan) on that day, by name."""
    return Organisation.objects.filter(
        supervised_by__supervisor=centre, supervised_by__period__contains=on
    ).order_by("name_key", "pk")


def areas_of(centre: Organisation, on: date) -> list[Region]:
    """Return the regencies the centre looks after on that day, in the order it reports them."""
    areas = SupervisionArea.objects.filter(supervisor=centre, period__contains=on).select_related("region")
    return [area.region for area in areas.order_by("position", "region")]


def responsible_centre(region: Region, on: date) -> Organisation | None:
    """Return the centre that looks after the regency on that day."""
    area = (
        SupervisionArea.objects.filter(region=region, period__contains=on)
        .select_related("supervisor")
        .first()
    )
    return area.supervisor if area else None


def owner_of(organisation: Organisation, on: date) -> Organisation | None:
    """Return whose centre it is on that day, None where that is not recorded."""
    held = (
        Ownership.objects.filter(organisation=organisation, period__contains=on)
        .select_related("owner")
        .first()
    )
    return held.owner if held else None


def letterhead_of(organisation: Organisation) -> Letterhead | None:
    return Letterhead.objects.filter(organisation=organisation).first()


def organisation_by_name(name: str) -> Organisation:
    """Return the organisation of that name, present, short or former; "name, owner" tells namesakes apart."""
    found = _named(name)
    if not found and "," in name:
        plain, _comma, owner = name.rpartition(",")
        wanted = key(owner)
        found = [one for one in _named(plain) if wanted in _owner_keys(one)]
    if len(found) == 1:
        return found[0]
    if found:
        raise DomainError(_several(name, found), code="organisation_ambiguous")
    raise DomainError(_unknown(name), code="organisation_unknown")


def provinces_without_centre() -> list[ProvinceWithoutCentre]:
    """Return the provinces where no centre of the ministry has its seat, with their service points."""
    seats = Organisation.objects.filter(kind__in=MINISTRY_CENTRES).values_list("region", flat=True)
    covered = {code[:2] for code in seats if code}
    satellites: dict[str, list[str]] = {}
    points = Organisation.objects.filter(kind="uptp_satpel").order_by("name")
    for code, name in points.values_list("region", "name"):
        satellites.setdefault((code or "")[:2], []).append(name)
    return [
        ProvinceWithoutCentre(code, name, satellites.get(code, []))
        for code, name in Region.objects.filter(level=RegionLevel.PROVINCE, retired=False)
        .exclude(code__in=covered)
        .order_by("code")
        .values_list("code", "name")
    ]


def promises_of(organisation: Organisation, first: date, last: date) -> list[Promise]:
    """Return what was promised in agreements of the organisation that were in force in that time."""
    promises = (
        AgreementPromise.objects.filter(agreement__parties__organisation=organisation)
        .filter(agreement__starts_on__lte=last)
        .filter(Q(agreement__ends_on=None) | Q(agreement__ends_on__gte=first))
        .order_by("agreement__starts_on", "agreement_id", "promised_by__name")
    )
    return [
        Promise(*row)
        for row in promises.values_list(
            "agreement_id",
            "agreement__title",
            "promised_by_id",
            "promised_by__name",
            "kind",
            "places",
            "agreement__is_demo",
        )
    ]


def _named(name: str) -> list[Organisation]:
    """Return those whose present name it is, else those who are or were also called so."""
    name_key = key(name)
    organisations = Organisation.objects.select_related("region").order_by("name", "pk")
    present = list(organisations.filter(name_key=name_key))
    if present:
        return present
    also = Q(short_name__iexact=" ".join(name.split())) | Q(former_names__name_key=name_key)
    return list(organisations.filter(also).distinct())


def _owners(organisation: Organisation) -> list[Organisation]:
    held = organisation.ownerships.filter(period__upper_inf=True).select_related("owner")
    return [ownership.owner for ownership in held]


def _owner_keys(organisation: Organisation) -> set[str]:
    """Return the ways to name the owner, or the regency where no owner is recorded."""
    names = [name for owner in _owners(organisation) for name in (owner.name, owner.short_name) if name]
    if organisation.region:
        names.append(organisation.region.name)
    return {key(name) for name in names}


def _described(organisation: Organisation) -> str:
    """Return the name with what tells it from its namesakes."""
    mark = _mark(organisation)
    return f"{organisation.name} ({mark})" if mark else organisation.name


def _mark(organisation: Organisation) -> str:
    owners = _owners(organisation)
    if owners:
        return owners[0].name
    return organisation.region.name if organisation.region else ""


def _several(name: str, found: list[Organisation]) -> str:
    return _(
        "Ada %(n)d lembaga bernama %(name)s: %(candidates)s. Sebutkan pemiliknya, misalnya “%(example)s”."
    ) % {
        "n": len(found),
        "name": name,
        "candidates": "; ".join(_described(one) for one in found[:NAMED_AT_MOST]),
        "example": f"{name}, {_mark(found[0])}",
    }


def _unknown(name: str) -> str:
    similar = (
        Organisation.objects.annotate(likeness=TrigramSimilarity("name_key", key(name)))
        .filter(likeness__gt=LIKE_ENOUGH)
        .order_by("-likeness", "name")[:NAMED_AT_MOST]
    )
    names = ", ".join(dict.fromkeys(one.name for one in similar))
    if names:
        return _("Lembaga %(name)s tidak dikenal. Mungkin maksudnya: %(names)s.") % {
            "name": name,
            "names": names,
        }
    return _("Lembaga %(name)s tidak dikenal. Periksa ejaannya.") % {"name": name}
