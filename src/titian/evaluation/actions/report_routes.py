"""Report down to the counsellors what became of those who were counselled before."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from titian.accounts.models import User
from titian.counselling.actions import record_route_outcomes
from titian.counselling.queries.outcomes import DAYS
from titian.evaluation.queries.routes import outcomes_of_routes


@transaction.atomic
def report_routes(*, actor: User, as_of: date) -> int:
    """Count the outcomes of all routes anew and hand them to counselling; the actor sees the nation."""
    return record_route_outcomes(outcomes_of_routes(DAYS, as_of), days=DAYS, as_of=as_of, actor=actor)
