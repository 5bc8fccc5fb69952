"""Which classes are there, and who sits in one?"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from titian.accounts.models import User
from titian.core.text import key
from titian.network.models import Organisation
from titian.people.queries import masked_nik
from titian.planning.models import TrainingClass
from titian.portal.queries.enrolments import EnrolmentLine, enrolment_lines
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
    classes = TrainingClass.objects.visible_to(user).select_related(
        "programme", "organiser", "centre", "channel"
    )
    if asked.year:
        classes = classes.filter(year=asked.year)
    if asked.channel:
        classes = classes.filter(channel=asked.channel)
    if asked.organiser:
        classes = classes.filter(organiser=asked.organiser)
    if asked.words:
        words = key(asked.words)
        classes = classes.filter(
            Q(code__icontains=asked.words)
            | Q(programme__name_key__contains=words)
            | Q(organiser__name_key__contains=words)
        )
    if asked.unconfirmed:
        classes = classes.filter(organiser__confirmed=False)
    return classes.order_by("-starts_on", "code", "pk")


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


def years_of(user: User) -> list[int]:
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
