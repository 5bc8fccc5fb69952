"""What the clock does for the whole house."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from titian.accounts.actions import system_actor
from titian.accounts.models import User
from titian.config.retention import rules
from titian.core.access import acting_as
from titian.journal.actions.retention import retire
from titian.journal.queries import was_examined
from titian.journal.retention import fingerprint_of

BATCH = 2_000


def retire_all(actor: User) -> dict[str, int]:
    """Apply every rule in its order, a transaction a batch; return how many rows went from each table."""
    now, gone = timezone.now(), {}
    for rule in rules():
        total = 0
        while True:
            with acting_as(actor.pk):
                done = retire(rule, now=now, most=BATCH, actor=actor)
            total += done
            if done < BATCH:
                break
        if total:
            gone[rule.table] = gone.get(rule.table, 0) + total
    return gone


@app.periodic(cron="41 2 * * *")
@app.task(name="config.retire", queueing_lock="config.retire")
def retire_nightly(timestamp: int) -> dict[str, int]:
    """Delete and anonymise what is due, once somebody has seen a dry run of these rules."""
    actor = system_actor("shell")
    with acting_as(actor.pk):
        examined = was_examined(fingerprint_of(rules()))
    return retire_all(actor) if examined else {}
