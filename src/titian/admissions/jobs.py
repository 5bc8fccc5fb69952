"""What the clock and the clerk's button start; the only door through which the engine is loaded."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from titian.accounts.actions import system_actor
from titian.accounts.models import User
from titian.admissions.actions.remind import keep_reminding
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


@app.periodic(cron="*/10 * * * *")
@app.task(name="admissions.remind", queueing_lock="admissions.remind", lock="admissions.remind")
def remind_and_let_go(timestamp: int) -> dict[str, int]:
    """Remind those who have not answered, and let go what was reminded of twice in vain; running twice adds nothing."""
    actor = system_actor("shell")
    with acting_as(actor.pk):
        return keep_reminding(actor=actor, today=timezone.localdate())
