"""Who sits in a class, and which numbers are taken?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from titian.accounts.models import User
from titian.planning.models import TrainingClass
from titian.training.models import Enrolment


@dataclass(frozen=True)
class Waiting:
    """Classes by what they wait for, whoever may see their participants."""

    for_participants: list[int]
    for_results: list[int]


def waiting_among(class_ids: list[int]) -> Waiting:
    """Return which of these classes have nobody in them, and which have somebody without a result."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT class, has_participants, lacks_results FROM classes_waiting(%s)", [class_ids])
        rows = cursor.fetchall()
    return Waiting(
        [pk for pk, has_participants, _lacks in rows if not has_participants],
        [pk for pk, _has, lacks_results in rows if lacks_results],
    )


def enrolments_of(training_class: TrainingClass, user: User) -> QuerySet[Enrolment]:
    """Return the enrolments of a class this user can see, in the order of the class."""
    return (
        Enrolment.objects.visible_to(user)
        .filter(training_class=training_class)
        .select_related("person", "certificate")
        .order_by("number_in_class", "person__name_key", "pk")
    )


def certificate_numbers_taken(issuer_id: int, numbers: Iterable[str]) -> dict[str, int]:
    """Return which of the numbers an enrolment has already, visible or not: number -> enrolment."""
    asked = sorted(set(numbers))
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, enrolment_id FROM training_numbers_taken(%s, %s::text[])", [issuer_id, asked]
        )
        return dict(cursor.fetchall())
