"""What later stations learnt of a programme's earlier trainees, reported down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db import transaction

from titian.accounts.models import User
from titian.core.errors import refuse
from titian.journal.models import Entry
from titian.programmes.models import Outlook
from titian.programmes.rules import why_counts_are_refused

COUNTS = ("trained", "known", "yes")


class Outcome(NamedTuple):
    """One measure of a programme over published years; counts of None: too few to say."""

    programme_id: int
    measure: str
    first_year: int
    last_year: int
    counts: tuple[int, int, int] | None  # trained, of whom it is known, of whom it is so
    as_of: date


@transaction.atomic
def record_outlook(outcomes: Sequence[Outcome], *, actor: User) -> int:
    """Replace what is known of all programmes' earlier trainees; a count below the threshold is refused."""
    for one in outcomes:
        if one.counts is not None:
            trained, known, yes = one.counts
            refuse(why_counts_are_refused(trained=trained, known=known, yes=yes), "too_few_to_publish")
    # Two who publish at once write the same rows in the same order: the second waits and then overwrites.
    made = Outlook.objects.bulk_create(
        (
            Outlook(
                programme_id=one.programme_id, measure=one.measure, first_year=one.first_year,
                last_year=one.last_year, as_of=one.as_of,
                **dict(zip(COUNTS, one.counts or (None, None, None), strict=True)),
            )
            for one in sorted(outcomes, key=lambda one: (one.programme_id, one.measure))
        ),
        update_conflicts=True,
        unique_fields=["programme", "measure"],
        update_fields=["first_year", "last_year", "as_of", *COUNTS],
    )  # fmt: skip
    Outlook.objects.exclude(pk__in=[one.pk for one in made]).delete()
    Entry.write(actor, "record_outlook", Outlook._meta.label_lower, count=len(made))
    return len(made)
