"""What the clock does for the whole house: jobs of a killed worker are taken up, and what is over goes."""

from __future__ import annotations

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from titian.accounts.actions import system_actor
from titian.config.retention import retire_all, retire_granted, rules
from titian.core.access import acting_as
from titian.journal.queries import was_examined
from titian.journal.retention import fingerprint_of

MOST_ATTEMPTS = 5  # a job that takes its worker down each time must not do so for ever


@app.periodic(cron="* * * * *")
@app.task(name="config.take_up_stalled", queueing_lock="config.take_up_stalled", pass_context=True)
async def take_up_stalled(context: JobContext, timestamp: int) -> int:
    """Queue again what dead workers left half way; without this a lock they held would never be given back."""
    manager = context.app.job_manager
    stalled = [job for job in await manager.get_stalled_jobs() if job.id != context.job.id]
    for job in stalled:
        if job.attempts < MOST_ATTEMPTS:
            try:
                await manager.retry_job(job)
                continue
            except UniqueViolation:
                pass  # another of its kind waits already and will find the same work
        await manager.finish_job(job, status=Status.FAILED, delete_job=False)
    return len(stalled)


@app.periodic(cron="41 2 * * *")
@app.task(name="config.retire", queueing_lock="config.retire")
def retire_nightly(timestamp: int) -> dict[str, int]:
    """Delete and anonymise what is due, once somebody has seen a dry run of these rules."""
    actor = system_actor("shell")
    with acting_as(actor.pk):
        examined = was_examined(fingerprint_of(rules()))
    return retire_all(actor) if examined else {}


@app.periodic(cron="*/5 * * * *")
@app.task(name="config.retire_granted", queueing_lock="config.retire_granted", lock="config.retire")
def carry_out_deletions(timestamp: int) -> dict[str, int]:
    """Delete whom the officer for data protection granted it; that decision is what a dry run is to the others."""
    return retire_granted(system_actor("shell"))
