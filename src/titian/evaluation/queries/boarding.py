"""What became of those who lived in a dormitory while they trained, as far as the asking user reads them?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from titian.accounts.models import User
from titian.network.models import Organisation
from titian.network.reach import reach_of
from titian.people.models import Evidence
from titian.standards.models import Region

CHANNEL = "boarding"
EVIDENCES = (Evidence.VERIFIED, Evidence.CENTRE, Evidence.SELF)

# One row a person and year, or a person: who was there twice is counted with the last class. The place of work is
# that of the employer on record; one known by its province only can tell away, never home.
PEOPLE = """
WITH taken AS (
    SELECT DISTINCT ON (p.person_id, {once})
        p.person_id, p.year, p.regency, p.passed, p.first_work_on, p.first_work_evidence, p.status_working,
        p.status_reported, employer.region_id AS work_region
    FROM evaluation_participation p
    LEFT JOIN network_organisation employer ON employer.id = p.first_work_employer_id
    WHERE p.channel = %(channel)s AND ({visible}) AND (%(centre)s::bigint IS NULL OR p.centre_id = %(centre)s)
    ORDER BY p.person_id, {once}, p.class_ends_on DESC, p.enrolment_id DESC
), told AS (
    SELECT *, passed IS TRUE AS finished,
        CASE
            WHEN work_region IS NULL OR regency IS NULL THEN NULL
            WHEN left(work_region, 5) = regency THEN true
            WHEN length(work_region) < 5 AND left(regency, 2) = work_region THEN NULL
            ELSE false
        END AS at_home
    FROM taken
)
"""
VISIBLE = """
    p.centre_id = ANY(%(organisations)s::bigint[]) OR p.organiser_id = ANY(%(organisations)s::bigint[])
    OR p.regency = ANY(%(regions)s::text[])
"""
COUNTS = """
SELECT {row} AS row, count(*), count(DISTINCT regency), count(*) FILTER (WHERE regency IS NULL),
    count(*) FILTER (WHERE finished), count(*) FILTER (WHERE passed IS FALSE), count(*) FILTER (WHERE passed IS NULL),
    count(*) FILTER (WHERE finished AND first_work_on IS NULL AND status_working IS FALSE),
    count(*) FILTER (WHERE finished AND first_work_on IS NULL AND status_working),
    count(*) FILTER (WHERE finished AND first_work_on IS NULL AND status_working IS NULL),
    {placed}
FROM told GROUP BY 1 ORDER BY 1
"""
PLACED = """
    count(*) FILTER (WHERE finished AND first_work_evidence = '{kind}' AND at_home),
    count(*) FILTER (WHERE finished AND first_work_evidence = '{kind}' AND NOT at_home),
    count(*) FILTER (WHERE finished AND first_work_evidence = '{kind}' AND at_home IS NULL)
"""


class Placed(NamedTuple):
    """People who began to work after the class, by one kind of evidence; kinds are never added."""

    home: int
    away: int
    somewhere: int

    @property
    def all(self) -> int:
        return self.home + self.away + self.somewhere


COUNTED = (
    "people", "regencies", "without_regency", "finished", "failed", "result_unknown", "idle", "works_undated",
    "work_unknown",
)  # fmt: skip


@dataclass(frozen=True)
class Boarded:
    """One row of the report. `people` are `finished`, `failed` and `result_unknown` together."""

    row: str
    people: int
    regencies: int
    without_regency: int
    finished: int
    failed: int
    result_unknown: int
    idle: int
    works_undated: int
    work_unknown: int
    placed: dict[str, Placed]


@dataclass(frozen=True)
class BoardingReport:
    """Boarding training by year and by regency of origin; `whole` counts everybody once over all years."""

    whole: Boarded | None
    years: list[Boarded]
    regencies: list[Boarded]
    names: dict[str, str]
    centre: Organisation | None
    as_of: date


def boarding_report(user: User, *, as_of: date, centre: Organisation | None = None) -> BoardingReport:
    """Return the report over everybody this user reads; all of it, or one centre's."""
    whole = _counted(user, centre, once="NULL::integer", row="''::text")
    years = _counted(user, centre, once="p.year", row="year::text")
    regencies = _counted(user, centre, once="NULL::integer", row="coalesce(regency, '')")
    return BoardingReport(
        whole[0] if whole else None, years, regencies, _names([one.row for one in regencies]), centre, as_of
    )


def boarding_centres(user: User) -> list[Organisation]:
    """Return the centres whose boarding participants this user reads, by name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT p.centre_id FROM evaluation_participation p"
            f" WHERE p.channel = %(channel)s AND ({_visible(user)})",
            _values(user, None),
        )
        found = [pk for (pk,) in cursor.fetchall()]
    return list(Organisation.objects.filter(pk__in=found).order_by("name_key", "pk"))


def _counted(user: User, centre: Organisation | None, *, once: str, row: str) -> list[Boarded]:
    placed = ", ".join(PLACED.format(kind=kind.value) for kind in EVIDENCES)
    asked = PEOPLE.format(once=once, visible=_visible(user)) + COUNTS.format(row=row, placed=placed)
    with connection.cursor() as cursor:
        cursor.execute(asked, _values(user, centre))
        return [_boarded(told) for told in cursor.fetchall()]


def _boarded(told: Sequence[object]) -> Boarded:
    row, *rest = told
    numbers = [int(str(number)) for number in rest]
    known: dict[str, Any] = dict(zip(COUNTED, numbers, strict=False))
    placed = numbers[len(COUNTED) :]
    kinds = {kind.value: Placed(*placed[place * 3 : place * 3 + 3]) for place, kind in enumerate(EVIDENCES)}
    return Boarded(row=str(row), placed=kinds, **known)


def _visible(user: User) -> str:
    """The second wall says the same; said here, an index serves."""
    return "true" if reach_of(user).sees_all else VISIBLE


def _values(user: User, centre: Organisation | None) -> dict[str, Any]:
    reach = reach_of(user)
    return {
        "channel": CHANNEL,
        "organisations": reach.organisations,
        "regions": reach.regions,
        "centre": centre.pk if centre else None,
    }


def _names(codes: list[str]) -> dict[str, str]:
    return dict(Region.objects.filter(code__in=codes).values_list("code", "name"))
