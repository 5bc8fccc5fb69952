"""What the clock does: messages that are due go out."""

from __future__ import annotations

from procrastinate.contrib.django import app

from titian.accounts.actions import system_actor
from titian.core.access import acting_as
from titian.core.clock import refuse_clocks_apart
from titian.counselling.actions.tell import drain
from titian.counselling.gateways import gateways_of_settings


@app.periodic(cron="* * * * *")
@app.task(name="counselling.drain", queueing_lock="counselling.drain", lock="counselling.drain")
def drain_outbox(timestamp: int) -> dict[str, int]:
    """Send invitations and reminders whose time has come; a second run finds nothing left."""
    refuse_clocks_apart()
    actor = system_actor("shell")
    with acting_as(actor.pk):
        return drain(gateways_of_settings(), actor=actor)
