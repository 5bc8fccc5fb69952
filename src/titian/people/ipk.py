"""The job-seeker half of the IPK III reports, counted from dated events (Kepdirjen 268/PPTK/XII/2012)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.utils.translation import gettext as _

from titian.core.errors import DomainError
from titian.network.models import Organisation
from titian.people.models import Sex
from titian.standards.models import EducationLevel, Occupation

AGES = ((15, 19), (20, 29), (30, 44), (45, 54), (55, 200))
SINCE_SCHOOL = ((0, 0), (1, 1), (2, 2), (3, 5), (6, 200))
AGE_CASE = " ".join(f"WHEN age <= {high} THEN '{place}'" for place, (_low, high) in enumerate(AGES))
SCHOOL_CASE = " ".join(
    f"WHEN years_since_school <= {high} THEN '{place}'" for place, (_low, high) in enumerate(SINCE_SCHOOL)
)
ROWS = {
    "III/1": f"CASE {AGE_CASE} END",
    "III/2": "coalesce(education_id, '')",
    "III/3": "occupation_group",
    "III/7": f"CASE WHEN years_since_school IS NULL THEN '' {SCHOOL_CASE} END || '|' || coalesce(education_id, '')",
}


@dataclass(frozen=True)
class Cell:
    """One cell of a report: who was on the register, came, was placed, was removed, and who is left."""

    start: int = 0
    registered: int = 0
    placed: int = 0
    removed: int = 0

    @property
    def left(self) -> int:
        return self.start + self.registered - self.placed - self.removed

    def __add__(self, other: Cell) -> Cell:
        return Cell(
            self.start + other.start,
            self.registered + other.registered,
            self.placed + other.placed,
            self.removed + other.removed,
        )


@dataclass(frozen=True)
class Line:
    """One row: its words, men and women; `key` sorts."""

    key: str
    words: str
    men: Cell
    women: Cell

    @property
    def both(self) -> Cell:
        return self.men + self.women


@dataclass(frozen=True)
class Register:
    """One report of some offices over a period of days, both ends included."""

    form: str
    begins: date
    ends: date
    lines: list[Line]

    @property
    def total(self) -> Line:
        men, women = Cell(), Cell()
        for line in self.lines:
            men, women = men + line.men, women + line.women
        return Line("", _("Jumlah"), men, women)


def month_of(year: int, month: int) -> tuple[date, date]:
    """Return the first and the last day of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def register_of(form: str, offices: Sequence[Organisation], begins: date, ends: date) -> Register:
    """Count one report. A stock below zero is an error in the events and is told, not hidden."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT {ROWS[form]} AS cell, sex,
                count(*) FILTER (WHERE kind = 'registered' AND "on" < %(begins)s)
                    - count(*) FILTER (WHERE kind <> 'registered' AND "on" < %(begins)s),
                count(*) FILTER (WHERE kind = 'registered' AND "on" >= %(begins)s),
                count(*) FILTER (WHERE kind = 'placed' AND "on" >= %(begins)s),
                count(*) FILTER (WHERE kind = 'removed' AND "on" >= %(begins)s)
            FROM people_jobseekerevent
            WHERE office_id = ANY(%(offices)s) AND "on" <= %(ends)s
            GROUP BY 1, 2
            """,
            {"begins": begins, "ends": ends, "offices": [office.pk for office in offices]},
        )
        counted = {(key or "", sex): Cell(*numbers) for key, sex, *numbers in cursor.fetchall()}
    words = _words(form)
    always = {str(place) for place in range(len(AGES))} if form == "III/1" else set()
    keys = sorted({key for key, _sex in counted} | always)
    lines = [
        Line(key, words(key), counted.get((key, Sex.MALE), Cell()), counted.get((key, Sex.FEMALE), Cell()))
        for key in keys
    ]
    for line in lines:
        for cell in (line.men, line.women):
            if cell.start < 0 or cell.left < 0:
                raise DomainError(
                    _(
                        "Persediaan negatif pada baris %(row)s laporan %(form)s. Perbaiki peristiwa yang keliru."
                    )
                    % {"row": line.words, "form": form},
                    code="negative_stock",
                )
    return Register(form, begins, ends, lines)


def _words(form: str) -> Callable[[str], str]:
    levels = {level.pk: f"{level.ipk_code} {level}".strip() for level in EducationLevel.objects.all()}
    groups = {group.pk: f"{group.pk} {group}" for group in Occupation.objects.filter(level=1)}
    unknown = _("belum didata")

    def said(key: str) -> str:
        if form == "III/1":
            low, high = AGES[int(key)]
            return (
                _("%(age)d tahun ke atas") % {"age": low}
                if high > 100
                else _("%(low)d–%(high)d tahun") % {"low": low, "high": high}
            )
        if form == "III/2":
            return levels.get(key, unknown)
        if form == "III/3":
            return groups.get(key, unknown)
        since, level = key.split("|")
        return f"{_since(since) if since else unknown}, {levels.get(level, unknown)}"

    return said


def _since(place: str) -> str:
    low, high = SINCE_SCHOOL[int(place)]
    if high > 100:
        return _("lulus %(n)d tahun lalu atau lebih") % {"n": low}
    if low == high:
        return _("lulus %(n)d tahun lalu") % {"n": low} if low else _("lulus tahun ini")
    return _("lulus %(low)d-%(high)d tahun lalu") % {"low": low, "high": high}
