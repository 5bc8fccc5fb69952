"""Report down to the programmes what became of their earlier trainees, as far as it was published."""

from __future__ import annotations

from django.db import transaction

from titian.accounts.models import User
from titian.evaluation.queries.outlook import published_outcomes
from titian.programmes.actions import record_outlook


@transaction.atomic
def report_outlook(*, actor: User) -> int:
    """Hand the published figures to the programmes anew; what was withdrawn is gone with it."""
    return record_outlook(published_outcomes(), actor=actor)
