"""Is somebody elsewhere on the same days, or was lately in training?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import QuerySet

from titian.admissions.models import AdmissionRound, RoundClass
from titian.admissions.rules import months_before
from titian.admissions.states import LIVE, OfferState
from titian.core.db.worded import worded_once
from titian.people.models import Person, TrainingSpell


def overlapping_seat(
    person: Person,
    classes: Iterable[RoundClass],
    admission_round: AdmissionRound,
    *,
    states: Iterable[OfferState] = LIVE,
) -> str | None:
    """Return the programme, of another round, in which the person holds a seat on days of one of these classes."""
    days = [one.opening.training_class for one in classes]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT p.name FROM admissions_offer o
            JOIN admissions_application a ON a.id = o.application_id
            JOIN admissions_roundclass r ON r.id = o.round_class_id
            JOIN planning_opening g ON g.id = r.opening_id
            JOIN planning_trainingclass c ON c.id = g.training_class_id
            JOIN programmes_programme p ON p.id = c.programme_id
            WHERE a.person_id = %s AND a.round_id <> %s AND o.state = ANY(%s::text[]) AND EXISTS (
                SELECT FROM unnest(%s::date[], %s::date[]) other (starts_on, ends_on)
                WHERE c.starts_on <= other.ends_on AND other.starts_on <= c.ends_on)
            ORDER BY o.id LIMIT 1
            """,
            [
                person.pk, admission_round.pk, [str(one) for one in states],
                [one.starts_on for one in days], [one.ends_on for one in days],
            ],
        )  # fmt: skip
        found = cursor.fetchone()
    return str(found[0]) if found else None


def overlapping_training(person: Person, classes: Iterable[RoundClass]) -> TrainingSpell | None:
    """Return another training which the person takes on days of one of these classes."""
    wanted = [one.opening.training_class for one in classes]
    for spell in _spells(person.pk):
        for one in wanted:
            if (
                spell.class_number != one.pk
                and spell.starts_on <= one.ends_on
                and one.starts_on <= spell.ends_on
            ):
                return spell
    return None


@worded_once
def _spells(person_id: int) -> QuerySet[TrainingSpell]:
    return TrainingSpell.objects.filter(person=person_id)


def recent_training(person: Person, months: int, *, on: date) -> TrainingSpell | None:
    """Return the last training that ended within so many months before a day; None where there is none."""
    ended = TrainingSpell.objects.filter(
        person=person, ends_on__gt=months_before(on, months), ends_on__lte=on
    )
    return ended.order_by("-ends_on").first()
