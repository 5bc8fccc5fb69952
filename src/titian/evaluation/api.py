"""Figures for machines: the very document of the screens, definitions, and what the public may read."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema

from titian.accounts.requests import UserRequest
from titian.core.api import CLOSED, OPEN, Id, Year
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.evaluation.actions.note_download import note_download
from titian.evaluation.document import Unit
from titian.evaluation.indicators import REGISTRY
from titian.evaluation.permissions import may_download_evaluation
from titian.evaluation.queries.public import public_tables
from titian.evaluation.queries.published import published_years
from titian.evaluation.queries.readers import centres_to_choose
from titian.evaluation.serialise import to_json
from titian.evaluation.views.asked import answer, asked_of
from titian.network.api import opened_by
from titian.network.models import Organisation, Scope

router = Router(tags=["evaluation"])
public_router = Router(tags=["public"])
READ = opened_by(Scope.EVALUATION_READ)


class CentreYears(Schema):
    centre_id: int
    centre: str
    years: list[int]


class Definition(Schema):
    """What a figure means; the page of definitions says the same."""

    code: str
    name: str
    question: str
    numerator: str
    denominator: str
    window: str
    unit: Unit
    source: str


class Counts(Schema):
    """People and packages of one channel."""

    people: int
    packages: int
    passed: int
    assessed: int
    competent: int
    job_employee: int
    job_own_account: int
    job_casual: int
    job_none: int
    disability: int
    female: int
    covered: int


class Document(Schema):
    """A centre's year: counts first, then each indicator with state, denominator and interval."""

    centre: str
    year: int
    as_of: date | None
    read_on: date | None
    channels: dict[str, Counts]
    seats: int
    distinct_people: int | None
    by_regency: dict[str, int]
    held: list[dict[str, Any]]
    repeated: list[dict[str, Any]]
    unknown: dict[str, Any]
    indicators: dict[str, dict[str, Any]]
    indicators_by: dict[str, dict[str, dict[str, Any]]]
    targets: list[dict[str, Any]]
    placement_by_kind: list[dict[str, Any]]
    placement_by_month: list[dict[str, Any]]
    missing: list[dict[str, Any]]
    agreements: list[dict[str, Any]]
    definitions: dict[str, Definition]
    notes: list[Any]


class PublicTableOut(Schema):
    """One published table; a protected cell is null. The last row and the last column are totals.

    `sha256` is the hash of the signed evaluation it was published with; a withdrawn one says why.
    """

    key: str
    title: str
    as_of: date
    rows: list[str]
    columns: list[str]
    values: list[list[int | None]]
    version: int | None
    sha256: str
    withdrawn_on: date | None
    withdrawn_because: str


class PublicYear(Schema):
    centre_id: int
    centre: str
    year: int
    tables: list[PublicTableOut]


class AsOf(Schema):
    as_of: date | None = None


@router.get("/centres", auth=READ, response={200: list[CentreYears], **CLOSED}, summary="Centres and years")
def centres(request: HttpRequest) -> Any:
    """The centres whose evaluation you may read, with the years there is something to read of."""
    found = centres_to_choose(cast(UserRequest, request).user)
    return [{"centre_id": row.centre.pk, "centre": row.centre.name, "years": row.years} for row in found]


@router.get(
    "/centres/{centre_id}/{year}", auth=READ, response={200: Document, **CLOSED}, summary="A centre's year"
)
def document(request: HttpRequest, centre_id: Id, year: Year, on: Annotated[AsOf, Query()]) -> Any:
    """The evaluation, cut to what you may read; the same text as the file of the evaluation page."""
    asked = asked_of(cast(UserRequest, request), centre_id, year)
    authorize(request, may_download_evaluation, asked.centre)
    try:
        evaluation = answer(asked, cast(UserRequest, request))
    except DomainError as error:
        if asked.form.errors:
            raise
        raise Http404 from error
    actor = cast(UserRequest, request).user
    note_download(asked.centre, year, as_of=asked.as_of, kind="api", whole=asked.reading.whole, actor=actor)
    return HttpResponse(to_json(evaluation), content_type="application/json; charset=utf-8")


@router.get(
    "/indicators", response={200: list[Definition], 422: CLOSED[422]}, auth=None, summary="Definitions"
)
def indicators(request: HttpRequest) -> Any:
    """What every figure means, from the registry that computes it. No token needed."""
    return [indicator.definition() for indicator in REGISTRY]


@public_router.get("/centres", response={200: list[CentreYears]}, auth=None, summary="Published years")
def published(request: HttpRequest) -> Any:
    """The centres with published figures and their years. No token needed."""
    return [{"centre_id": row.id, "centre": row.name, "years": row.years} for row in published_years()]


@public_router.get(
    "/centres/{centre_id}/{year}", response={200: PublicYear, **OPEN}, auth=None, summary="Published tables"
)
def tables(request: HttpRequest, centre_id: Id, year: Year) -> Any:
    """The fixed list of published tables, small cells protected. No token needed."""
    centre = get_object_or_404(Organisation, pk=centre_id)
    views = public_tables(centre, year)
    if not views:
        raise Http404
    return {"centre_id": centre.pk, "centre": centre.name, "year": year, "tables": views}
