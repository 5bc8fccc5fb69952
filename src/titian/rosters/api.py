"""Rosters for machines: the same verbs as on screen, and never what a cell holds."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from titian.accounts.models import User
from titian.core.api import CLOSED, Id, Page, Year
from titian.core.errors import DomainError
from titian.network.api import opened_by
from titian.network.models import Organisation, Scope
from titian.network.reach import reach_of
from titian.rosters.actions import RosterFile, hand_in_rosters, settle, undo
from titian.rosters.models import Load, LoadState, StagedRow
from titian.rosters.permissions import may_load_rosters
from titian.rosters.queries.loads import load_report
from titian.rosters.queries.without_people import held_page, loads_page
from titian.rosters.reading.files import KINDS
from titian.standards.models import Channel

router = Router(tags=["rosters"])
READ, WRITE = opened_by(Scope.ROSTERS_READ), opened_by(Scope.ROSTERS_WRITE)
FILES_AT_ONCE = 20
LONGEST_STEM = 60


class SkippedSheet(Schema):
    sheet: str
    code: str


class FileReport(Schema):
    """One file of a load and how many of its rows were judged how."""

    name: str
    channel: str
    state: LoadState
    classes: int
    skipped_sheets: list[SkippedSheet]
    accepted: int
    warning: int
    held: int
    repeated: int


class RowReport(Schema):
    """Where a row stands and why; `cells` names the cell of each field."""

    file: str
    sheet: str
    package: str
    row: int
    codes: list[str]
    cells: dict[str, str]


class SheetProblem(Schema):
    file: str
    sheet: str
    code: str


class Vanished(Schema):
    """A row the class had and the file has no more; `removed` once somebody confirmed."""

    sheet: str
    package: str
    row: int
    removed: bool


class Report(Schema):
    """What a load brought and what stands in its way."""

    load: int
    centre: str
    year: int
    files: list[FileReport]
    held: list[RowReport]
    repeated: list[RowReport]
    problems: list[SheetProblem]
    vanished: list[Vanished]


class LoadLine(Schema):
    load: int
    centre_id: int
    centre: str
    year: int
    started_at: datetime
    undone_at: datetime | None
    files: int
    rows: int
    state: LoadState


class Loads(Schema):
    count: int
    items: list[LoadLine]


class Reason(Schema):
    code: str
    sentence: str
    cells: list[str]


class HeldRow(Schema):
    """A row that became nobody yet: where it stands and what to correct there."""

    centre_id: int
    year: int
    load: int
    file: str
    sheet: str
    package: str
    row: int
    reasons: list[Reason]


class HeldRows(Schema):
    count: int
    items: list[HeldRow]


class Handed(Schema):
    """Where the files belong."""

    centre_id: Id
    year: Year
    channel: Annotated[str, Field(pattern=r"^[a-z_]{2,40}$")]


class CarryOut(Schema):
    """`confirm_vanished` removes the rows that the files no longer name."""

    confirm_vanished: bool = False


class Which(Schema):
    centre_id: Id | None = None
    year: Year | None = None


@router.get("/loads", auth=READ, response={200: Loads, **CLOSED}, summary="History of loads")
def loads(request: HttpRequest, page: Page, which: Annotated[Which, Query()]) -> Any:
    """The loads of the centres you reach, latest first."""
    count, items = loads_page(_of(_seen(request.user), which), page.limit, page.offset)
    return {"count": count, "items": items}


@router.post("/loads", auth=WRITE, response={201: Report, **CLOSED}, summary="Hand in rosters")
def hand_in(
    request: HttpRequest, handed: Annotated[Handed, Form()], files: Annotated[list[UploadedFile], File()]
) -> Any:
    """Read and judge workbooks (.xlsx, .ods, .csv). Nothing is recorded before the load is carried out.

    The same files sent again within ten minutes are answered with the same load.
    """
    user = _somebody(request)
    centre = _centre(user, handed.centre_id)
    if not Channel.objects.filter(code=handed.channel, retired=False).exists():
        raise DomainError(
            _("Jalur %(code)s tidak ada. Pakai kode dari /api/v1/codelists/channels.")
            % {"code": handed.channel},
            code="channel_unknown",
        )
    with TemporaryDirectory(prefix="titian-") as folder:
        found = [RosterFile(path, handed.channel) for path in _laid_out(files, Path(folder))]
        load = hand_in_rosters(found, centre=centre, year=handed.year, actor=user)
    return Status(201, load_report(load))


@router.get("/loads/{load_id}", auth=READ, response={200: Report, **CLOSED}, summary="Report of a load")
def report(request: HttpRequest, load_id: Id) -> Any:
    """The counts of a load and its held, repeated and vanished rows, by cell."""
    return load_report(_load(_somebody(request), load_id))


@router.post(
    "/loads/{load_id}/carry-out", auth=WRITE, response={200: Report, **CLOSED}, summary="Carry a load out"
)
def carry_out_load(request: HttpRequest, load_id: Id, how: CarryOut) -> Any:
    """Make the accepted rows of every file of the load true: all of them, or none."""
    user = _somebody(request)
    load = _load(user, load_id)
    settle.carry_out_load(load, actor=user, confirm_vanished=how.confirm_vanished)
    return load_report(load)


@router.post("/loads/{load_id}/undo", auth=WRITE, response={200: Report, **CLOSED}, summary="Undo a load")
def undo_load(request: HttpRequest, load_id: Id) -> Any:
    """Take a whole load back: what it brought goes, what it corrected stands as before."""
    user = _somebody(request)
    return load_report(undo(_load(user, load_id), actor=user))


@router.get("/held", auth=READ, response={200: HeldRows, **CLOSED}, summary="Held rows")
def held(request: HttpRequest, page: Page, which: Annotated[Which, Query()]) -> Any:
    """The rows in force that became nobody yet, of the centres you reach: place, reason, cells to correct."""
    rows = _of_reach(StagedRow.objects.all(), request.user)
    count, items = held_page(_of(rows, which), page.limit, page.offset)
    return {"count": count, "items": items}


def _somebody(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _of_reach(found: QuerySet[Any], user: Any) -> QuerySet[Any]:
    reach = reach_of(user)
    return found if reach.sees_all else found.filter(centre__in=reach.organisations)


def _seen(user: Any) -> QuerySet[Load]:
    return _of_reach(Load.objects.all(), user)


def _of(found: QuerySet[Any], which: Which) -> QuerySet[Any]:
    if which.centre_id is not None:
        found = found.filter(centre=which.centre_id)
    if which.year is not None:
        found = found.filter(year=which.year)
    return found


def _load(user: User, load_id: int) -> Load:
    """Find the load (404 to a stranger); who may not load rosters does not read of them either."""
    load = get_object_or_404(_seen(user).select_related("centre"), pk=load_id)
    if not may_load_rosters(user, load.centre):
        raise PermissionDenied
    return load


def _centre(user: User, centre_id: int) -> Organisation:
    reach = reach_of(user)
    seen = (
        Organisation.objects.all()
        if reach.sees_all
        else Organisation.objects.filter(pk__in=reach.organisations)
    )
    centre = get_object_or_404(seen, pk=centre_id)
    if not may_load_rosters(user, centre):
        raise PermissionDenied
    return centre


def _laid_out(files: list[UploadedFile], folder: Path) -> list[Path]:
    """Write each file under its own name, shortened to what a disk takes, in a folder of its own."""
    if len(files) > FILES_AT_ONCE:
        raise DomainError(
            _("Paling banyak %(n)d berkas sekali kirim. Kirim sisanya sesudah ini.") % {"n": FILES_AT_ONCE},
            code="too_many_files",
        )
    paths = []
    for number, file in enumerate(files):
        name = Path(file.name or "")
        if name.suffix.lower() not in KINDS:
            raise DomainError(
                _("Berkas ke-%(n)d bukan lembar kerja. Kirim berkas %(kinds)s.")
                % {"n": number + 1, "kinds": ", ".join(KINDS)},
                code="file_unreadable",
            )
        (folder / str(number)).mkdir()
        path = folder / str(number) / f"{name.stem[:LONGEST_STEM]}{name.suffix}"
        with path.open("wb") as written:
            for chunk in file.chunks():
                written.write(chunk)
        paths.append(path)
    return paths
