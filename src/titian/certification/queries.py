"""How did a class end, as the screen of results shows it?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection

from titian.accounts.models import User
from titian.certification.models import Verdict
from titian.certification.rules import Result
from titian.planning.models import TrainingClass
from titian.protection.models import Cover
from titian.training.models import Enrolment
from titian.training.queries import enrolments_of


class ResultLine(NamedTuple):
    """One participant with the result on record and what later statements must keep."""

    enrolment: Enrolment
    result: Result
    verdict: Verdict | None
    cover: Cover | None


def results_of(training_class: TrainingClass, user: User) -> list[ResultLine]:
    """Return the results of the participants this user can see, in the order of the class."""
    enrolments = list(enrolments_of(training_class, user))
    verdicts = {
        verdict.enrolment_id: verdict
        for verdict in Verdict.objects.filter(enrolment__in=[one.pk for one in enrolments]).select_related(
            "certificate"
        )
    }
    covers = {
        cover.person_id: cover
        for cover in Cover.objects.filter(
            training_class=training_class, person__in=[one.person_id for one in enrolments]
        )
    }
    return [_line(one, verdicts.get(one.pk), covers.get(one.person_id)) for one in enrolments]


def competency_numbers_taken(numbers: Iterable[str]) -> dict[str, int]:
    """Return which of the numbers a certificate has already, visible or not: number -> enrolment."""
    asked = sorted(set(numbers))
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, enrolment_id FROM competency_numbers_taken(%s::text[])", [asked])
        return dict(cursor.fetchall())


def _line(enrolment: Enrolment, verdict: Verdict | None, cover: Cover | None) -> ResultLine:
    certificate = getattr(enrolment, "certificate", None)
    competency = getattr(verdict, "certificate", None) if verdict else None
    result = Result(
        enrolment.passed,
        certificate.number if certificate else "",
        verdict.competent if verdict else None,
        competency.number if competency else "",
        cover.member_number if cover else "",
    )
    return ResultLine(enrolment, result, verdict, cover)
