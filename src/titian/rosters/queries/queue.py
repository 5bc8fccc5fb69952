"""Which held rows wait, and what does one of them need?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, QuerySet

from titian.accounts.models import User
from titian.people.models import Person
from titian.rosters.models import StagedRow
from titian.rosters.queries.repair import held_row, reasons_of
from titian.rosters.reading.fields import FIELD_LABELS
from titian.rosters.reading.titles import CLASS_FIELDS
from titian.rosters.writing import doubtful_nik
from titian.rosters.writing.held import HeldRow

SHOWN_DIGITS = 4
NAME_DISAGREES = "name_disagrees_with_known_nik"


class Place(NamedTuple):
    """A centre's package with rows that wait."""

    centre_id: int
    centre: str
    year: int
    package: str
    waiting: int


class CellLine(NamedTuple):
    """One original cell: its address, what it says, whether it is to be corrected."""

    address: str
    label: str
    text: str
    wrong: bool


@dataclass(frozen=True)
class RepairCase:
    """One held row as the screen shows it. `known` is the person on record, if this user may see who it is."""

    row: StagedRow
    cells: list[CellLine]
    reasons: list[str]
    fields: dict[str, str]
    known: Person | None
    known_elsewhere: bool


NO_CODE = "-"  # how an address names the rows of sheets whose class has no code


def rows_waiting(
    user: User, centres: Sequence[int], *, centre_id: int | None, year: int | None, package: str
) -> QuerySet[StagedRow]:
    """Return the held rows in force of these centres, in the order of files and lines."""
    rows = StagedRow.objects.visible_to(user).waiting_for_repair().filter(centre__in=centres)
    if centre_id is not None:
        rows = rows.filter(centre=centre_id)
    if year is not None:
        rows = rows.filter(year=year)
    if package:
        rows = rows.filter(package="" if package == NO_CODE else package)
    return rows.order_by("centre", "-year", "sheet__file__name", "sheet__position", "line", "pk")


def places_waiting(rows: QuerySet[StagedRow]) -> list[Place]:
    """Return the packages in which rows wait, with how many."""
    counted = (
        rows.order_by("centre__name", "-year", "package")
        .values_list("centre", "centre__name", "year", "package")
        .annotate(n=Count("pk"))
    )
    return [Place(*line) for line in counted]


def next_after(ids: Sequence[int], current: int | None) -> int | None:
    """Return the row that follows, from the top again after the last; None if none is left."""
    if current in ids:
        rest = [*ids[ids.index(current) + 1 :], *ids[: ids.index(current)]]
        return rest[0] if rest else None
    return ids[0] if ids else None


def repair_case(row: StagedRow, user: User) -> RepairCase:
    """Return all that somebody needs to put one held row right."""
    told = held_row(row)
    fields = {name: _as_written(told, name) for name in told.to_fill if name not in CLASS_FIELDS}
    letters = row.sheet.columns
    cells = [
        CellLine(
            f"{letters[name]}{row.line}" if name in letters and not row.sheet.partial else "",
            FIELD_LABELS.get(name, name), _shown(name, text, fields), name in fields,
        )
        for name, text in told.cells.items() if text
    ]  # fmt: skip
    disagrees = NAME_DISAGREES in row.codes and row.person_id is not None
    known = Person.objects.visible_to(user).filter(pk=row.person_id or 0).first() if disagrees else None
    return RepairCase(row, cells, reasons_of(row, told.cells), fields, known, disagrees and known is None)


def _as_written(told: HeldRow, name: str) -> str:
    return doubtful_nik(told).get(name) or told.cells.get(name) or ""


def _shown(name: str, text: str, fields: dict[str, str]) -> str:
    """A NIK that is not in question stays masked."""
    if name == "nik" and name not in fields:
        return "•" * max(0, len(text) - SHOWN_DIGITS) + text[-SHOWN_DIGITS:]
    return text
