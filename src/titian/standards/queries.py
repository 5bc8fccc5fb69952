"""What the code lists answer to other stations."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Count, Max

from titian.core.text import key
from titian.standards.models import (
    CodedModel,
    CodeRelease,
    Field,
    FieldAlias,
    OccupationTitle,
    Region,
)
from titian.standards.models.region import RegionLevel


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


def codes_by_spelling(model: type[CodedModel]) -> dict[str, str]:
    """Return the code for each way to write an entry: code, name, English name (as `text.key`)."""
    rows = list(model._default_manager.filter(retired=False).values_list("code", "name", "name_en"))
    spellings: dict[str, str] = {}
    for column in (2, 1, 0):  # the code wins over the name, the name over the English name
        spellings.update({key(row[column]): row[0] for row in rows})
    return spellings


def fields_by_spelling() -> dict[str, str]:
    """Return the field code for every known spelling of a vocational field (as `text.key`)."""
    return dict(FieldAlias.objects.values_list("name_key", "field_id"))


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


def provinces() -> dict[str, str]:
    """Return the name of each province by its code."""
    rows = Region.objects.filter(level=RegionLevel.PROVINCE, retired=False).order_by("code")
    return dict(rows.values_list("code", "name"))
