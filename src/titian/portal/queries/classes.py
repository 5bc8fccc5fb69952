"""Which classes are there, and who sits in one?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q, QuerySet

from titian.accounts.models import User
from titian.core.text import key
from titian.network.models import Organisation
from titian.network.reach import reach_of
from titian.people.queries import masked_nik
from titian.planning.models import TrainingClass
from titian.portal.queries.enrolments import EnrolmentLine, enrolment_lines
from titian.programmes.models import Programme
from titian.standards.models import JobStatus
from titian.training.models import Enrolment

MOST_ORGANISERS = 200


@dataclass(frozen=True)
class ClassFilter:
    """What the address of the list asks for; empty means all."""

    year: int | None = None
    channel: str = ""
    organiser: int | None = None
    words: str = ""
    unconfirmed: bool = False


def classes_for(user: User, asked: ClassFilter) -> QuerySet[TrainingClass]:
    classes = TrainingClass.objects.visible_to(user)
    if asked.year:
        classes = classes.filter(year=asked.year)
    if asked.channel:
        classes = classes.filter(channel=asked.channel)
    if asked.organiser:
        classes = classes.filter(organiser=asked.organiser)
    if asked.words:
        words = key(asked.words)
        programmes = Programme.objects.filter(name_key__contains=words)
        organisers = Organisation.objects.filter(name_key__contains=words)
        classes = classes.filter(
            Q(code__icontains=asked.words)
            | Q(programme__in=programmes.values("pk"))
            | Q(organiser__in=organisers.values("pk"))
        )
    if asked.unconfirmed:
        classes = classes.filter(organiser__confirmed=False)
    return classes.order_by("-starts_on", "code", "pk")


def with_names(classes: QuerySet[TrainingClass]) -> QuerySet[TrainingClass]:
    """Return the classes with what a line of the list names of each."""
    return classes.select_related("programme", "organiser", "centre", "channel")


def lines_at(ids: Iterable[int]) -> list[TrainingClass]:
    """Return the classes of one page in its order; what comes before the page was passed over without their names."""
    order = list(ids)
    found = with_names(TrainingClass.objects.filter(pk__in=order)).in_bulk()
    return [found[pk] for pk in order]


def participants_of(training_class: TrainingClass, user: User) -> list[EnrolmentLine]:
    """Return the participants this user can see, in the order of the class."""
    enrolments = (
        Enrolment.objects.visible_to(user)
        .filter(training_class=training_class)
        .select_related("person")
        .order_by("number_in_class", "person__name_key", "pk")
    )
    return enrolment_lines(enrolments, masked=masked_nik)


@dataclass(frozen=True)
class Totals:
    """What a class counts to, among the participants this user can see."""

    participants: int
    passed: int
    judged: int
    competent: int
    assessed: int
    covered: int
    working: int
    reported: int


def totals_of(lines: list[EnrolmentLine]) -> Totals:
    return Totals(
        participants=len(lines),
        passed=sum(line.enrolment.passed is True for line in lines),
        judged=sum(line.enrolment.passed is not None for line in lines),
        competent=sum(line.verdict is not None and line.verdict.competent for line in lines),
        assessed=sum(line.verdict is not None for line in lines),
        covered=sum(line.cover is not None for line in lines),
        working=sum(line.report is not None and line.report.status.working for line in lines),
        reported=sum(line.report is not None for line in lines),
    )


def statuses_to_choose() -> list[tuple[str, str]]:
    """Return the job statuses by code, as a report may state them."""
    return list(JobStatus.objects.filter(retired=False).order_by("pk").values_list("code", "name"))


YEARS_OF_ALL = """
    WITH RECURSIVE found AS (
        SELECT max(year) AS year FROM planning_trainingclass
        UNION ALL
        SELECT (SELECT max(c.year) FROM planning_trainingclass c WHERE c.year < f.year) FROM found f WHERE f.year > 0
    )
    SELECT year FROM found WHERE year IS NOT NULL ORDER BY year DESC
"""


def years_of(user: User) -> list[int]:
    """Return the years of the classes this user can see, the latest first."""
    if reach_of(user).sees_all:  # from year to year by the index, instead of reading every class
        with connection.cursor() as cursor:
            cursor.execute(YEARS_OF_ALL)
            return [year for (year,) in cursor.fetchall()]
    return list(
        TrainingClass.objects.visible_to(user).order_by("-year").values_list("year", flat=True).distinct()
    )


def organisers_of(user: User, asked: str) -> list[tuple[int, str]]:
    """Return who ran a class this user can see; too many to choose from, only the one asked for: names are searched."""
    classes = TrainingClass.objects.visible_to(user)
    ran = Organisation.objects.filter(pk__in=classes.values("organiser"))
    names = list(ran.order_by("name", "pk").values_list("pk", "name")[: MOST_ORGANISERS + 1])
    if len(names) <= MOST_ORGANISERS:
        return names
    return list(ran.filter(pk=asked).values_list("pk", "name")) if asked.isdecimal() else []


def participants_seen(user: User, class_ids: list[int]) -> dict[int, int]:
    """Return how many participants of each class this user can see."""
    counts = Enrolment.objects.visible_to(user).filter(training_class__in=class_ids)
    return dict(counts.values_list("training_class").annotate(Count("pk")).order_by())
