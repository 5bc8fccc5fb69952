"""The code lists for machines."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from titian.core.api import CLOSED, Page
from titian.standards.models.region import RegionLevel
from titian.standards.queries import ENTRIES, RegionFilter, entries_of, held_lists, regions, versions_of

router = Router(tags=["codelists"])
Code = Annotated[str, Field(pattern=r"^[0-9]{2}(\.[0-9]{2}(\.[0-9]{2})?)?$")]
Words = Annotated[str, Field(min_length=2, max_length=60, pattern=r"^[\w .,'()/-]+$")]
ListName = StrEnum("ListName", {name.upper(): name for name in ENTRIES})  # type: ignore[misc]


class CodeList(Schema):
    """A code list in the version in force."""

    code_list: str
    version: str
    source: str
    licence: str


class Version(CodeList):
    loaded_at: datetime


class Entry(Schema):
    """One code; a retired one is kept because old records name it."""

    code: str
    name: str
    name_en: str
    retired: bool
    attributes: dict[str, Any]


class Entries(Schema):
    count: int
    items: list[Entry]


class RegionEntry(Schema):
    """A province, regency or district by its Home Affairs code."""

    code: str
    name: str
    level: RegionLevel
    parent: str | None
    retired: bool


class Regions(Schema):
    count: int
    items: list[RegionEntry]


class RegionQuery(Schema):
    level: RegionLevel | None = None
    parent: Code | None = None
    search: Words | None = None


@router.get("/codelists", response={200: list[CodeList], **CLOSED}, summary="Code lists in force")
def code_lists(request: HttpRequest) -> Any:
    """Every code list with the version in force, its source and its licence."""
    return [row._asdict() for row in held_lists()]


@router.get("/codelists/{code_list}", response={200: Entries, **CLOSED}, summary="Entries of a code list")
def code_list_entries(request: HttpRequest, code_list: ListName, page: Page) -> Any:
    """The entries of one list in its own order, retired ones included."""
    count, items = entries_of(str(code_list), page.limit, page.offset)
    return {"count": count, "items": items}


@router.get(
    "/codelists/{code_list}/versions", response={200: list[Version], **CLOSED}, summary="Versions of a list"
)
def code_list_versions(request: HttpRequest, code_list: ListName) -> Any:
    """Every version that was loaded, newest first."""
    return versions_of(str(code_list))


@router.get("/regions", response={200: Regions, **CLOSED}, summary="Regions")
def region_entries(request: HttpRequest, page: Page, asked: Annotated[RegionQuery, Query()]) -> Any:
    """Provinces (level 1), regencies and cities (2), districts (3), by code."""
    wanted = RegionFilter(asked.level, asked.parent, asked.search)
    count, items = regions(wanted, page.limit, page.offset)
    return {"count": count, "items": items}
