"""What the clock and the clerk's button start; the only door through which the engine is loaded."""

from __future__ import annotations

from procrastinate.contrib.django import app

from titian.accounts.models import User
from titian.admissions.actions.run_rule import propose_result
from titian.admissions.models import AdmissionRound
from titian.core.access import acting_as


@app.task(name="admissions.propose", lock="admissions.propose")
def propose(round_id: int, actor_id: int, kind: str) -> int:
    """Run the rule for a round; running twice replaces the first proposal by the same."""
    with acting_as(actor_id):
        run = propose_result(
            AdmissionRound.objects.get(pk=round_id), actor=User.objects.get(pk=actor_id), kind=kind
        )
        return run.number
