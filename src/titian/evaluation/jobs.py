"""What the clock does: staff read fresh figures anyway, so this only spares them the wait."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from titian.accounts.actions import system_actor
from titian.core.access import acting_as
from titian.evaluation.actions.export_records import export_records
from titian.evaluation.actions.fold import fold_touched, refresh_rollups
from titian.evaluation.actions.report_outlook import report_outlook
from titian.evaluation.actions.report_routes import report_routes


@app.periodic(cron="*/10 * * * *")
@app.task(name="evaluation.fold", queueing_lock="evaluation.fold", lock="evaluation.fold")
def fold(timestamp: int) -> int:
    """Fold what was touched and renew what does not add up; running twice finds nothing the second time."""
    folded = fold_touched()
    refresh_rollups()
    return folded


@app.periodic(cron="17 3 * * *")
@app.task(name="evaluation.report_routes", queueing_lock="evaluation.report_routes")
def report_routes_nightly(timestamp: int) -> int:
    """Tell the counsellors what became of those counselled before; a second run replaces the first."""
    actor = system_actor("shell")
    with acting_as(actor.pk):
        return report_routes(actor=actor, as_of=timezone.localdate())


@app.periodic(cron="27 3 * * *")
@app.task(name="evaluation.report_outlook", queueing_lock="evaluation.report_outlook")
def report_outlook_nightly(timestamp: int) -> int:
    """Tell the catalogue what became of earlier trainees; it was told when published, so this only mends."""
    actor = system_actor("shell")
    with acting_as(actor.pk):
        return report_outlook(actor=actor)


@app.periodic(cron="41 3 * * *")
@app.task(name="evaluation.export_records", queueing_lock="evaluation.export_records")
def export_records_nightly(timestamp: int) -> int:
    """Renew the files of the analytics engine where an installation asked for it; a second run replaces the first."""
    if not settings.ANALYTICS_NIGHTLY:
        return 0
    fold_touched()
    actor = system_actor("shell")
    with acting_as(actor.pk):
        return export_records(settings.ANALYTICS_FOLDER, actor=actor)
