"""What the code lists answer to other stations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, Max, OuterRef, Value
from django.db.models.functions import JSONArray, Left
from django.utils.translation import get_language

from titian.core.memory import asked_once
from titian.core.text import key, words
from titian.standards.models import (
    Channel,
    CodedModel,
    CodeRelease,
    DisabilityKind,
    EducationLevel,
    Field,
    FieldAlias,
    Fund,
    JobStatus,
    Occupation,
    OccupationTitle,
    ProviderKind,
    Region,
    UnemployedCount,
)
from titian.standards.models.region import RegionLevel

ENTRIES: dict[str, type[CodedModel]] = {
    "occupations": Occupation,
    "education": EducationLevel,
    "disabilities": DisabilityKind,
    "job_statuses": JobStatus,
    "funds": Fund,
    "channels": Channel,
    "provider_kinds": ProviderKind,
    "fields": Field,
}
COMMON = {"code", "name", "name_en", "position", "release", "retired"}


class RegionFilter(NamedTuple):
    """Which regions are asked for; None asks for all."""

    level: int | None = None
    parent: str | None = None
    search: str | None = None


class HeldList(NamedTuple):
    """The release of one code list that is in force."""

    code_list: str
    version: str
    source: str
    licence: str


def held_lists() -> list[HeldList]:
    """Return the newest release of every code list."""
    newest = CodeRelease.objects.values("code_list").annotate(newest=Max("pk")).values("newest")
    return [
        HeldList(*row)
        for row in CodeRelease.objects.filter(pk__in=newest)
        .order_by("code_list")
        .values_list("code_list", "version", "source", "licence")
    ]


@asked_once
def unemployed_people(region: str, year: int) -> int | None:
    """Return how many people of the region were unemployed that year, None where nobody has told."""
    return UnemployedCount.objects.filter(region=region, year=year).values_list("people", flat=True).first()


def unemployed_rows(region: str) -> ArraySubquery:
    """Return year and number for the province of this column, for a question that goes to the database anyway."""
    told = UnemployedCount.objects.filter(region=Left(OuterRef(region), 2))
    return ArraySubquery(told.values(row=JSONArray("year", "people")))


def codes_by_spelling(model: type[CodedModel]) -> dict[str, str]:
    """Return the code for each way to write an entry: code, name, English name (as `text.key`)."""
    rows = list(model._default_manager.filter(retired=False).values_list("code", "name", "name_en"))
    spellings: dict[str, str] = {}
    for column in (2, 1, 0):  # the code wins over the name, the name over the English name
        spellings.update({key(row[column]): row[0] for row in rows})
    return spellings


class FieldNames(NamedTuple):
    """How people name fields and the jobs these lead to: whole names as `text.key`, and single words."""

    whole: dict[str, set[str]]
    words: dict[str, set[str]]


def field_names() -> FieldNames:
    """Return every spelling of the fields, and titles and names, in both languages, of the jobs they train for."""
    pairs = Field.occupations.through.objects
    rows = FieldAlias.objects.values_list("name_key", "field_id", Value(True)).union(
        pairs.filter(occupation__titles__isnull=False).values_list(
            "occupation__titles__name_key", "field_id", Value(True)
        ),
        pairs.values_list("occupation__name", "field_id", Value(False)),
        pairs.values_list("occupation__name_en", "field_id", Value(False)),
    )
    whole, single = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for name, field, is_key in rows:
        if is_key:
            whole[name].add(field)
        else:
            for word in words(name).split():
                single[word].add(field)
    return FieldNames(whole, single)


def occupations_by_title() -> dict[str, str]:
    """Return the occupation code for every known job title (as `text.key`)."""
    return dict(OccupationTitle.objects.values_list("name_key", "occupation_id"))


def field_occupations() -> frozenset[tuple[str, str]]:
    """Return the pairs (field, occupation) in which work matches training."""
    return frozenset(Field.occupations.through.objects.values_list("field_id", "occupation_id"))


def regions_by_level() -> dict[int, int]:
    """Return how many regions of each level are in force."""
    counts = Region.objects.filter(retired=False).values("level").annotate(n=Count("pk")).order_by("level")
    return {row["level"]: row["n"] for row in counts}


def region_names(codes: Collection[str]) -> dict[str, str]:
    """Return the names of these regions by code; nothing is asked where there are none."""
    return dict(Region.objects.filter(pk__in=codes).values_list("pk", "name")) if codes else {}


def provinces() -> dict[str, str]:
    """Return the name of each province by its code."""
    rows = Region.objects.filter(level=RegionLevel.PROVINCE, retired=False).order_by("code")
    return dict(rows.values_list("code", "name"))


def entries_of(code_list: str, limit: int, offset: int) -> tuple[int, list[dict[str, Any]]]:
    """Return how many entries a list has, and one page of them."""
    model = ENTRIES[code_list]
    own = [field.attname for field in model._meta.concrete_fields if field.name not in COMMON]
    entries = model._default_manager.all()
    return entries.count(), [
        {
            "code": entry.code,
            "name": entry.name,
            "name_en": entry.name_en,
            "retired": entry.retired,
            "attributes": {name.removesuffix("_id"): getattr(entry, name) for name in own},
        }
        for entry in entries[offset : offset + limit]
    ]


def versions_of(code_list: str) -> list[dict[str, Any]]:
    """Return every loaded version of a list, newest first."""
    releases = CodeRelease.objects.filter(code_list=code_list).order_by("-pk")
    return [
        dict(release) for release in releases.values("code_list", "version", "source", "licence", "loaded_at")
    ]


def regions(wanted: RegionFilter, limit: int, offset: int) -> tuple[int, list[dict[str, Any]]]:
    """Return how many regions are asked for, and one page of them by code."""
    found = Region.objects.order_by("code")
    if wanted.level is not None:
        found = found.filter(level=wanted.level)
    if wanted.parent is not None:
        found = found.filter(parent=wanted.parent)
    if wanted.search is not None:
        found = found.filter(name_key__contains=key(wanted.search))
    page = found.values("code", "name", "level", "parent", "retired")
    return found.count(), [dict(region) for region in page[offset : offset + limit]]


class Names(dict[str, dict[str, str]]):
    """Names by list and code, each list in its order; `statuses` are those of work with both readings."""

    statuses: dict[str, JobStatus]


def names_of_codes(regions: Iterable[str]) -> Names:
    """Return the names of channels, funds, education levels, fields, job statuses and these regions."""
    lists: dict[str, tuple[type[CodedModel], tuple[str, str]]] = {
        "channel": (Channel, ("position", "position")),
        "fund": (Fund, ("position", "position")),
        "education": (EducationLevel, ("rank", "position")),
        "field": (Field, ("position", "position")),
        "status": (JobStatus, ("position", "position")),
    }
    columns = ("of", "first", "second", "code", "name", "name_en")
    readings = ("statistics_reading", "centre_reading", "own_business")
    nothing = {"statistics_reading": Value(""), "centre_reading": Value(""), "own_business": Value(False)}
    asked = [
        model._default_manager.order_by()
        .annotate(of=Value(of), first=F(first), second=F(second), **({} if of == "status" else nothing))
        .values_list(*columns, *readings)
        for of, (model, (first, second)) in lists.items()
    ]
    places = Region.objects.filter(code__in=list(regions)).order_by()
    places_named = places.annotate(
        of=Value("region"), first=Value(0), second=Value(0), name_en=Value(""), **nothing
    ).values_list(*columns, *readings)
    english = get_language() == "en"
    named = Names({of: {} for of in (*lists, "region")})
    named.statuses = {}
    for of, _first, _second, code, name, name_en, *read in sorted(places_named.union(*asked, all=True)):
        named[of][code] = name_en if english and name_en else name
        if of == "status":
            told = dict(zip(readings, read, strict=True))
            named.statuses[code] = JobStatus(code=code, name=name, name_en=name_en, **told)
    return named
