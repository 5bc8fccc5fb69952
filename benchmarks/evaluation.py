"""Every figure of a centre's year, against one plain GROUP BY over the same participation records."""

from __future__ import annotations

import contextlib
import os

from django.core.management import call_command
from django.db import connection

from benchmarks.measuring import paired, seconds
from benchmarks.report import Figure, Report
from titian.accounts.actions import system_actor
from titian.core.access import acting_as
from titian.evaluation.actions import fold_touched
from titian.evaluation.queries.evaluate import evaluate
from titian.network.queries import organisation_by_name

DATABASE = True
CENTRE, YEAR = "BPVP Banyuwangi", 2022
RUNS = {"small": 5, "full": 31}
PLAIN = """
    SELECT channel, count(*), count(*) FILTER (WHERE passed), count(*) FILTER (WHERE competent)
    FROM evaluation_participation WHERE centre_id = %s AND year = %s GROUP BY channel
"""


def run(size: str) -> Report:
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stderr(nowhere):
        call_command("seed_demo", stdout=nowhere, stderr=nowhere)
    fold_touched()
    reader = system_actor("shell")
    with acting_as(reader.pk), connection.cursor() as cursor:
        centre = organisation_by_name(CENTRE)
        first = seconds(lambda: evaluate(centre, YEAR, user=reader))
        pair = paired(
            lambda: evaluate(centre, YEAR, user=reader),
            lambda: cursor.execute(PLAIN, [centre.pk, YEAR]),
            runs=RUNS[size],
        )
        seats = evaluate(centre, YEAR, user=reader).seats
    figure = Figure(
        "the whole document of a centre's year", pair.ours, "one plain GROUP BY by channel", pair.peer,
        "the same GROUP BY", pair.peer, statistic=f"median of {RUNS[size]} paired runs",
        more={"first_in_a_process": first, "median_of_ratios": pair.ratio},
    )  # fmt: skip
    return Report(
        "How long does a centre's whole evaluation take?", {"records": seats, "centres": 1}, (figure,)
    )
