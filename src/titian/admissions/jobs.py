"""What the clock and the clerk's button start; the only door through which the engine is loaded."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from titian.accounts.actions import system_actor
from titian.accounts.models import User
from titian.admissions.actions.remind import keep_reminding
from titian.admissions.actions.run_rule import note_trouble, propose_result
from titian.admissions.actions.take_light import take_light
from titian.admissions.actions.weigh import weigh_departure
from titian.admissions.models import AdmissionRound, Departure
from titian.admissions.queries.tickets import rounds_awaiting_light
from titian.core.access import acting_as
from titian.core.clock import refuse_clocks_apart
from titian.core.errors import DomainError


@app.task(name="admissions.propose", lock="admissions.propose")
def propose(round_id: int, actor_id: int, kind: str) -> int | None:
    """Run the rule for a round; running twice replaces the first proposal by the same. The page tells a refusal."""
    with acting_as(actor_id):
        actor = User.objects.get(pk=actor_id)
        admission_round = AdmissionRound.objects.get(pk=round_id)
        try:
            return propose_result(admission_round, actor=actor, kind=kind).number
        except DomainError as refusal:
            note_trouble(admission_round, refusal.message, actor=actor)
            return None


@app.task(name="admissions.weigh", lock="admissions.propose")
def weigh(departure_id: int, actor_id: int) -> str:
    """Write down who would lose by a change against the rule; running twice changes nothing."""
    with acting_as(actor_id):
        departure = Departure.objects.select_related("round", "application").get(pk=departure_id)
        return str(weigh_departure(departure, actor=User.objects.get(pk=actor_id)).state)


@app.periodic(cron="*/5 * * * *")
@app.task(name="admissions.light", queueing_lock="admissions.light", lock="admissions.light")
def take_due_lights(timestamp: int) -> int:
    """Ask the beacon for every sealed list whose round has come; running twice asks once more at most."""
    actor, now = system_actor("shell"), timezone.now()
    with acting_as(actor.pk):
        waiting = list(rounds_awaiting_light(now))
    for one in waiting:  # each in a transaction of its own: a slow mirror holds up no other round
        with acting_as(actor.pk):
            take_light(one, actor=actor, now=now)
    return len(waiting)


@app.periodic(cron="*/10 * * * *")
@app.task(name="admissions.remind", queueing_lock="admissions.remind", lock="admissions.remind")
def remind_and_let_go(timestamp: int) -> dict[str, int]:
    """Remind those who have not answered, and let go what was reminded of twice in vain; running twice adds nothing."""
    refuse_clocks_apart()
    actor = system_actor("shell")
    with acting_as(actor.pk):
        return keep_reminding(actor=actor, today=timezone.localdate())
