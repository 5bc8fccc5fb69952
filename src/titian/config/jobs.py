"""What the clock does for the jobs themselves: those of a worker that was killed are taken up again."""

from __future__ import annotations

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

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
