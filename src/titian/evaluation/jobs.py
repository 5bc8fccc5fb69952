"""What the clock does: staff read fresh figures anyway, so this only spares them the wait."""

from __future__ import annotations

from procrastinate.contrib.django import app

from titian.evaluation.actions.fold import fold_touched, refresh_rollups


@app.periodic(cron="*/10 * * * *")
@app.task(name="evaluation.fold", queueing_lock="evaluation.fold", lock="evaluation.fold")
def fold(timestamp: int) -> int:
    """Fold what was touched and renew what does not add up; running twice finds nothing the second time."""
    folded = fold_touched()
    refresh_rollups()
    return folded
