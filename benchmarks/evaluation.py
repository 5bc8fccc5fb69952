"""Every figure of a centre's year, against one plain GROUP BY over the same participation records."""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "titian.config.settings")
django.setup()

from django.db import connection  # noqa: E402

from titian.accounts.actions import system_actor  # noqa: E402
from titian.core.access import acting_as  # noqa: E402
from titian.evaluation.queries import evaluate  # noqa: E402
from titian.network.queries import organisation_by_name  # noqa: E402

CENTRE, YEAR, PAIRS = "BPVP Banyuwangi", 2022, 7
PLAIN = """
    SELECT channel, count(*), count(*) FILTER (WHERE passed), count(*) FILTER (WHERE competent)
    FROM evaluation_participation WHERE centre_id = %s AND year = %s GROUP BY channel
"""


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    reader = system_actor("shell")
    with acting_as(reader.pk), connection.cursor() as cursor:
        centre = organisation_by_name(CENTRE)
        first = seconds(lambda: evaluate(centre, YEAR, user=reader))
        pairs = [
            (
                seconds(lambda: evaluate(centre, YEAR, user=reader)),
                seconds(lambda: cursor.execute(PLAIN, [centre.pk, YEAR])),
            )
            for _pair in range(PAIRS)
        ]
        seats = evaluate(centre, YEAR, user=reader).seats
    print(
        json.dumps(
            {
                "records": seats,
                "first_seconds": round(first, 3),
                "seconds": round(statistics.median(mine for mine, _ in pairs), 3),
                "plain_group_by_seconds": round(statistics.median(peer for _, peer in pairs), 4),
                "ratio": round(statistics.median(mine / peer for mine, peer in pairs), 1),
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
