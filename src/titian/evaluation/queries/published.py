"""Which figures may everybody read?"""

from __future__ import annotations

from dataclasses import dataclass

from titian.evaluation.models import PublicTable
from titian.network.models import Organisation


@dataclass(frozen=True)
class CentreYears:
    """A centre and the years for which it has published figures, latest first."""

    id: int
    name: str
    years: list[int]


def published_years() -> list[CentreYears]:
    """Return the centres with published tables and the years of these, latest first."""
    years: dict[int, list[int]] = {}
    rows = PublicTable.objects.order_by("-year").values_list("centre_id", "year").distinct()
    for centre_id, year in rows:
        years.setdefault(centre_id, []).append(year)
    names = Organisation.objects.filter(pk__in=years).order_by("name").values_list("pk", "name")
    return [CentreYears(pk, name, years[pk]) for pk, name in names]
