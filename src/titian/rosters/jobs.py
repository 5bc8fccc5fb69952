"""What the clock does with files handed in on screen."""

from __future__ import annotations

from procrastinate.contrib.django import app

from titian.accounts.actions import system_actor
from titian.accounts.models import User
from titian.core.access import acting_as
from titian.core.clock import refuse_clocks_apart
from titian.rosters.actions.hand_in import forget_old_uploads
from titian.rosters.actions.settle import carry_asked_load
from titian.rosters.actions.stage_uploads import stage_uploads


@app.task(name="rosters.stage")
def stage(load_id: int, actor_id: int) -> int:
    """Read the files of a load; running twice finds nothing the second time."""
    return stage_uploads(load_id, actor=User.objects.get(pk=actor_id))


@app.task(name="rosters.carry")
def carry(load_id: int, actor_id: int) -> int:
    """Carry out the files of a load; running twice finds nothing the second time."""
    return carry_asked_load(load_id, actor=User.objects.get(pk=actor_id))


@app.periodic(cron="17 2 * * *")
@app.task(name="rosters.forget_uploads", queueing_lock="rosters.forget_uploads")
def forget(timestamp: int) -> int:
    """Throw away files that nobody settled in a week."""
    refuse_clocks_apart()
    actor = system_actor("shell")
    with acting_as(actor.pk):
        return forget_old_uploads(actor=actor)
