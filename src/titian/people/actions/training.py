from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from django.db import connection, transaction

from titian.core.db.bulk import staged


class NewTraining(NamedTuple):
    """A training as the training station knows it."""

    person_id: int
    class_number: int
    programme: str
    provider: str
    starts_on: date
    ends_on: date


@transaction.atomic
def record_training(trainings: Sequence[NewTraining]) -> None:
    """Note who takes which training and when, or let a known one say what is stated now."""
    if not trainings:
        return
    with staged(NewTraining, trainings, read_once=True) as stated, connection.cursor() as cursor:
        cursor.execute(f"""
            INSERT INTO people_trainingspell AS known (
                person_id, class_number, programme, provider, starts_on, ends_on)
            SELECT person_id, class_number, programme, provider, starts_on, ends_on FROM {stated} ORDER BY place
            ON CONFLICT (person_id, class_number) DO UPDATE SET
                programme = excluded.programme, provider = excluded.provider,
                starts_on = excluded.starts_on, ends_on = excluded.ends_on
            WHERE (known.programme, known.provider, known.starts_on, known.ends_on)
                IS DISTINCT FROM (excluded.programme, excluded.provider, excluded.starts_on, excluded.ends_on)
        """)


@transaction.atomic
def forget_training(places: Collection[tuple[int, int]]) -> None:
    """Take back trainings stated in error, each by person and class number."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            DELETE FROM people_trainingspell t USING unnest(%s::bigint[], %s::bigint[]) AS gone (person, class)
            WHERE t.person_id = gone.person AND t.class_number = gone.class
            """,
            [[person for person, _class in places], [number for _person, number in places]],
        )
