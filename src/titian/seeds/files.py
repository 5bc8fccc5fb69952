"""What the demo world is made from."""

from __future__ import annotations

import csv
from pathlib import Path

from django.conf import settings

HERE = Path(__file__).parent / "data"
CENTRE, YEAR = "BPVP Banyuwangi", 2022
ROSTER_CLERK = "petugas.banyuwangi"
HEAD_OF_CENTRE = "kepala.banyuwangi"


def rosters_folder() -> Path:
    return Path(settings.ROOT) / "examples" / "rosters-2022"


def seed_table(name: str) -> list[dict[str, str]]:
    """Return the rows of one table of the seeds."""
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
