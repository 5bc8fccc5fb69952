"""Whom may this user see, fifty at a time, the latest record first?

Each branch of a reader's reach (an organisation, a regency, the nation) has an index in this order that also holds what
the list chooses by, so a page costs nearly the same in a centre of 300 and in the nation. The policy holds below all of
it: whom a link shown to this user serves is shown to this user.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from titian.accounts.models import User
from titian.network.reach import Reach, reach_of
from titian.standards.models import Region
from titian.standards.models.region import RegionLevel

PAGE_ROWS = 50
COUNTED = 1_000  # beyond it a count is "more than", which no reader counts after
EXPORTED = 10_000
YOUTH, ADULT = 25, 40
LAST_TRAINING = """
    SELECT DISTINCT ON (enrolment.person_id) enrolment.person_id, programme.name, held.year
    FROM training_enrolment enrolment
    JOIN planning_trainingclass held ON held.id = enrolment.training_class_id
    JOIN programmes_programme programme ON programme.id = held.programme_id
    WHERE enrolment.person_id = ANY(%s::bigint[])
    ORDER BY enrolment.person_id, held.starts_on DESC, enrolment.id DESC
"""

CHOICES = """
    SELECT (
        SELECT coalesce(json_agg(json_build_array(code, name) ORDER BY name), '[]') FROM standards_region WHERE {}
    ), (
        SELECT json_agg(json_build_array(code, name) ORDER BY rank) FROM standards_educationlevel WHERE NOT retired
    )
"""
OWN_REGENCIES, PROVINCES = "code = ANY(%(regions)s::text[])", "parent_id IS NULL"

# What the branches choose from. OFFSET 0 keeps the planner from choosing the index by what is chosen: it takes the
# people of a regency for fewer than they are, and read every young person of the nation beside them.
OF_REGENCY = "(SELECT id, sex, birth_date, education_id FROM people_person WHERE regency_id {} OFFSET 0) p"
SERVED = """(
    SELECT person_id AS id, sex, birth_date, education_code AS education_id, regency_code AS regency_id,
        trained
    FROM people_servicelink WHERE organisation_id = ANY(%(organisations)s) AND until IS NULL
) p"""
# Of a regency it is said inside OFFSET 0: the index of these alone serves then, and that of all need not tell it.
UNTRAINED = " AND NOT trained"
OF_UNTRAINED = "(SELECT id, sex, birth_date, education_id FROM people_person WHERE NOT trained OFFSET 0) p"


@dataclass(frozen=True)
class PeopleFilter:
    """What the address of the list asks for; empty means all. No name: an address is kept by logs and browsers."""

    place: str = ""
    sex: str = ""
    education: str = ""
    ages: str = ""
    untrained: bool = False


@dataclass(frozen=True)
class PersonLine:
    """One row of the list; the last training is the latest class this user can see of the person."""

    id: int
    name: str
    sex: str
    birth_year: int
    regency: str
    education: str
    programme: str
    year: int | None


@dataclass(frozen=True)
class PeoplePage:
    lines: list[PersonLine]
    count: int
    more_than_counted: bool
    next_after: int | None


def people_page(user: User, asked: PeopleFilter, today: date, *, after: int | None) -> PeoplePage:
    """Return the page that follows the record `after`."""
    reach = reach_of(user)
    people = _people(reach, asked, today, after=after, most=PAGE_ROWS + 1)
    whole = after is None and len(people) <= PAGE_ROWS  # the page is the list
    counted = len(people) if whole else _count(reach, asked, today, most=COUNTED + 1)
    return PeoplePage(
        _lines(people[:PAGE_ROWS]),
        min(counted, COUNTED),
        counted > COUNTED,
        people[PAGE_ROWS - 1][0] if len(people) > PAGE_ROWS else None,
    )


def people_to_export(user: User, asked: PeopleFilter, today: date) -> list[PersonLine]:
    return _lines(_people(reach_of(user), asked, today, after=None, most=EXPORTED))


def _lines(people: list[tuple[Any, ...]]) -> list[PersonLine]:
    """Return these people with their latest training; who sees a person sees the enrolments."""
    with connection.cursor() as cursor:
        cursor.execute(LAST_TRAINING, [[row[0] for row in people]])
        last: dict[int, Any] = {pk: (name, year) for pk, name, year in cursor.fetchall()}
    return [PersonLine(*row, *last.get(row[0], ("", None))) for row in people]


def choices_for(user: User) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the places a list may be narrowed to (regencies of the user's office, else provinces) and the levels."""
    regions = reach_of(user).regions
    with connection.cursor() as cursor:
        cursor.execute(CHOICES.format(OWN_REGENCIES if regions else PROVINCES), {"regions": regions})
        places, levels = cursor.fetchone()
    return places, levels or []


def _people(
    reach: Reach, asked: PeopleFilter, today: date, *, after: int | None, most: int
) -> list[tuple[Any, ...]]:
    """Return the latest `most` of each branch, merged: the latest `most` of all are among them."""
    born, rest, values = _conditions(asked, today)
    where = f"{rest} AND {born}"
    before = "" if after is None else " AND id < %(after)s"
    untrained = UNTRAINED if asked.untrained else ""
    latest = "ORDER BY p.id DESC LIMIT %(most)s"
    branches = []
    for branch, more in _branches(reach, asked):
        values.update(more)
        if branch == "everybody":
            branches.append(f"(SELECT p.id FROM people_person p WHERE {where}{untrained}{before} {latest})")
        elif branch == "regions":
            # One branch a regency: merged in order, they are read no further than the page goes.
            for n in range(1, len(more["regions"]) + 1):
                regency = OF_REGENCY.format(
                    f"= (%(regions)s::text[])[{n}]{untrained}{before} ORDER BY id DESC"
                )
                branches.append(f"(SELECT p.id FROM {regency} WHERE {where} {latest})")
        else:
            branches.append(f"""
                (SELECT p.id FROM (
                    SELECT DISTINCT p.id FROM {SERVED}
                    WHERE {where}{untrained}{more.get("within", "")}{before} ORDER BY p.id DESC OFFSET 0) p
                {latest})
            """)
    question = """
        SELECT p.id, p.name, p.sex, extract(year FROM p.birth_date)::int,
            coalesce(r.name, ''), coalesce(e.name, '')
        FROM (SELECT DISTINCT id FROM ({}) found ORDER BY id DESC LIMIT %(most)s) latest
        JOIN people_person p ON p.id = latest.id
        LEFT JOIN standards_region r ON r.code = p.regency_id
        LEFT JOIN standards_educationlevel e ON e.code = p.education_id
        ORDER BY p.id DESC
    """
    return _asked(branches, question, {**values, "most": most, "after": after})


def _count(reach: Reach, asked: PeopleFilter, today: date, *, most: int) -> int:
    """Count no further than `most`, in whatever order is at hand."""
    born, rest, values = _conditions(asked, today)
    untrained = UNTRAINED if asked.untrained else ""
    where = f"{rest} AND {born}"
    branches = []
    for branch, more in _branches(reach, asked):
        values.update(more)
        # By age as well: an index holds the people of a regency in the order of their birth.
        of_nation = OF_UNTRAINED if asked.untrained else "people_person p"
        of_regencies = OF_REGENCY.format(f"= ANY(%(regions)s) AND {born}{untrained}")
        branches.append(
            {
                "everybody": f"(SELECT p.id FROM {of_nation} WHERE {where} LIMIT %(most)s)",
                "regions": f"(SELECT p.id FROM {of_regencies} WHERE {rest} LIMIT %(most)s)",
                # Whom two organisations serve is met twice.
                "served": f"""
                    (SELECT p.id FROM {SERVED} WHERE {where}{untrained}{more.get("within", "")}
                    LIMIT 2 * %(most)s)
                """,
            }[branch]
        )
    found = _asked(branches, "SELECT count(DISTINCT id) FROM ({}) found", {**values, "most": most})
    return min(found[0][0], most) if found else 0


def _branches(reach: Reach, asked: PeopleFilter) -> list[tuple[str, dict[str, Any]]]:
    """Return by which ways this reader reaches people, with the values of each."""
    wanted = _regions_within(asked.place)
    if reach.sees_all:
        return [("regions", {"regions": wanted})] if asked.place else [("everybody", {})]
    branches: list[tuple[str, dict[str, Any]]] = []
    if reach.organisations:
        within = " AND p.regency_id = ANY(%(wanted)s)" if asked.place else ""
        branches.append(
            ("served", {"organisations": reach.organisations, "wanted": wanted, "within": within})
        )
    if reach.regions:
        seen = [code for code in reach.regions if not asked.place or code in wanted]
        branches.append(("regions", {"regions": seen}))
    return branches


def _asked(branches: list[str], question: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    if not branches:
        return []
    with connection.cursor() as cursor:
        cursor.execute(question.format(" UNION ALL ".join(branches)), values)
        return list(cursor.fetchall())


def _conditions(asked: PeopleFilter, today: date) -> tuple[str, str, dict[str, Any]]:
    """Return the condition on the birth date, that on the rest, and the values of both."""
    conditions: list[str] = ["true"]
    values: dict[str, Any] = {}
    if asked.sex:
        conditions.append("p.sex = %(sex)s")
        values["sex"] = asked.sex
    if asked.education:
        conditions.append("p.education_id = %(education)s")
        values["education"] = asked.education
    born = "true"
    if asked.ages:
        youth, adult = (
            today.replace(year=today.year - YOUTH, day=1),
            today.replace(year=today.year - ADULT, day=1),
        )
        values.update(youth=youth, adult=adult)
        born = {
            "muda": "birth_date >= %(youth)s",
            "dewasa": "birth_date < %(youth)s AND birth_date >= %(adult)s",
            "matang": "birth_date < %(adult)s",
        }[asked.ages]
    return born, " AND ".join(conditions), values


def _regions_within(place: str) -> list[str]:
    """Return the regencies that are, or lie in, this region."""
    if not place:
        return []
    regencies = Region.objects.filter(level=RegionLevel.REGENCY)
    found = regencies.filter(pk=place) if "." in place else regencies.filter(parent=place)
    return list(found.values_list("pk", flat=True))
