"""Who sits in a class, and which numbers are taken?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from titian.accounts.models import User
from titian.planning.models import TrainingClass
from titian.training.models import Enrolment


class Waiting(NamedTuple):
    """A class, and whether it waits for participants or for results, whoever may see its participants."""

    class_id: int
    code: str
    year: int
    starts_on: date
    ends_on: date
    programme: str
    organiser_id: int
    organiser: str
    has_participants: bool
    lacks_results: bool


def waiting_among(among: str, values: Sequence[Any]) -> list[Waiting]:
    """Return which of the classes with these ids, told in SQL, have nobody in them or somebody without a result."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT c.id, c.code, c.year, c.starts_on, c.ends_on, programme.name, c.organiser_id, organiser.name,
                told.has_participants, told.lacks_results
            FROM classes_waiting(ARRAY({among})) AS told
            JOIN planning_trainingclass c ON c.id = told.class
            JOIN programmes_programme programme ON programme.id = c.programme_id
            JOIN network_organisation organiser ON organiser.id = c.organiser_id
            WHERE NOT told.has_participants OR told.lacks_results
            ORDER BY c.ends_on, c.id
            """,
            values,
        )
        return [Waiting(*row) for row in cursor.fetchall()]


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
