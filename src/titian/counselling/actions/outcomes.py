"""What later stations learnt of the routes, reported down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db import transaction

from titian.accounts.models import User
from titian.counselling.models import RouteOutcome
from titian.counselling.rules import Alike
from titian.journal.models import Entry


class Outcome(NamedTuple):
    """Counts of one route among people alike; the three kinds of evidence are never added."""

    route: str
    alike: Alike
    decided: int
    known: int
    verified: int
    reported: int
    stated: int


@transaction.atomic
def record_route_outcomes(outcomes: Sequence[Outcome], *, days: int, as_of: date, actor: User) -> int:
    """Replace what is known of the routes after so many days; return how many groups there are."""
    RouteOutcome.objects.filter(days=days).delete()
    made = RouteOutcome.objects.bulk_create(
        RouteOutcome(
            route=one.route, schooling=one.alike.schooling, age=one.alike.age, worked=one.alike.worked, days=days,
            decided=one.decided, known=one.known, verified=one.verified, reported=one.reported, stated=one.stated,
            as_of=as_of,
        )
        for one in outcomes
    )  # fmt: skip
    Entry.write(actor, "record_route_outcomes", "counselling.routeoutcome", count=len(made), days=days)
    return len(made)
