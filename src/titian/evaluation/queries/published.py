"""Which figures may everybody read? Asked of published tables alone, never of people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from titian.evaluation.document import Tile
from titian.evaluation.models import PublicTable
from titian.network.models import Organisation
from titian.programmes.models import Programme
from titian.standards.models import Channel, Region

TILES_A_ROW = 6
REGENCY, PROGRAMME = "regency", "programme"


@dataclass(frozen=True)
class CentreYears:
    """A centre and the years for which it has published figures, latest first."""

    id: int
    name: str
    years: list[int]


@dataclass(frozen=True)
class ProgrammeFigure:
    """A programme in one year's table; None where the figure is protected."""

    id: int
    name: str
    people: int | None


@dataclass(frozen=True)
class PublishedYear:
    """A centre's year as published; `tiles` only where origins were published."""

    year: int
    as_of: date
    people: int | None
    withdrawn_on: date | None
    programmes: list[ProgrammeFigure]
    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class ProgrammeYear:
    """A programme at one centre in one year, by channel; None where the figure is protected."""

    centre_id: int
    centre: str
    year: int
    as_of: date
    channels: list[tuple[str, int | None]]
    people: int | None


def published_years() -> list[CentreYears]:
    """Return the centres with published tables and the years of these, latest first."""
    years: dict[int, list[int]] = {}
    rows = PublicTable.objects.order_by("-year").values_list("centre_id", "year").distinct()
    for centre_id, year in rows:
        years.setdefault(centre_id, []).append(year)
    names = Organisation.objects.filter(pk__in=years).order_by("name").values_list("pk", "name")
    return [CentreYears(pk, name, years[pk]) for pk, name in names]


def published_of(centre: Organisation) -> list[PublishedYear]:
    """Return what a centre published, latest year first."""
    by_year: dict[int, dict[str, PublicTable]] = {}
    for table in PublicTable.objects.filter(centre=centre).order_by("-year", "pk"):
        by_year.setdefault(table.year, {})[table.key] = table
    taught = [tables[PROGRAMME] for tables in by_year.values() if PROGRAMME in tables]
    programmes = _names_of(code for table in taught for code in table.cells["columns"])
    regions = _regions_of(tables[REGENCY] for tables in by_year.values() if REGENCY in tables)
    found = []
    for year, tables in by_year.items():
        first = next(iter(tables.values()))
        found.append(
            PublishedYear(
                year,
                first.as_of,
                first.cells["values"][-1][-1],
                first.withdrawn_on,
                _taught(tables[PROGRAMME], programmes) if PROGRAMME in tables else [],
                _tiles(tables[REGENCY], regions) if REGENCY in tables else (),
            )
        )
    return found


def published_of_programme(programme: Programme) -> list[ProgrammeYear]:
    """Return the published years of a programme, latest first; withdrawn ones are left out."""
    tables = PublicTable.objects.filter(
        key=PROGRAMME, withdrawn_on=None, cells__contains={"columns": [str(programme.pk)]}
    )
    channels = {channel.code: str(channel) for channel in Channel.objects.all()}
    found = []
    for table in tables.select_related("centre").order_by("-year", "centre__name"):
        place = table.cells["columns"].index(str(programme.pk))
        column = [row[place] for row in table.cells["values"]]
        by_channel = zip(table.cells["rows"], column[:-1], strict=True)
        found.append(
            ProgrammeYear(
                table.centre_id,
                table.centre.name,
                table.year,
                table.as_of,
                [(channels.get(code, code), people) for code, people in by_channel if people != 0],
                column[-1],
            )
        )
    return found


def published_programmes() -> list[tuple[int, str]]:
    """Return number and name of every programme in a published table, by name."""
    tables = PublicTable.objects.filter(key=PROGRAMME, withdrawn_on=None).values_list("cells", flat=True)
    names = _names_of(code for cells in tables for code in cells["columns"])
    return sorted(((int(code), name) for code, name in names.items()), key=lambda row: (row[1], row[0]))


def _names_of(codes: Iterable[str]) -> dict[str, str]:
    wanted = {int(code) for code in codes if str(code).isdigit()}
    return {str(pk): name for pk, name in Programme.objects.filter(pk__in=wanted).values_list("pk", "name")}


def _regions_of(tables: Iterable[PublicTable]) -> dict[str, str]:
    codes = {code for table in tables for code in table.cells["columns"]}
    return dict(Region.objects.filter(code__in=codes).values_list("code", "name"))


def _taught(table: PublicTable, names: dict[str, str]) -> list[ProgrammeFigure]:
    totals = table.cells["values"][-1]
    found = [
        ProgrammeFigure(int(code), names[code], people)
        for code, people in zip(table.cells["columns"], totals[:-1], strict=True)
        if code in names
    ]
    return sorted(found, key=lambda row: (row.name, row.id))


def _tiles(table: PublicTable, names: dict[str, str]) -> tuple[Tile, ...]:
    totals = dict(zip(table.cells["columns"], table.cells["values"][-1], strict=False))
    codes = [code for code in table.cells["columns"] if code in names]
    return tuple(
        Tile(
            code,
            names[code],
            names[code].removeprefix("Kabupaten "),
            place % TILES_A_ROW,
            place // TILES_A_ROW,
            totals[code],
            None,
        )
        for place, code in enumerate(codes)
    )
