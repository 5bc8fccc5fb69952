"""How many people were unemployed in a province in a year?"""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def unemployed_people() -> dict[tuple[str, int], int]:
    """Return the known yearly numbers of unemployed people by province and year."""
    with (Path(__file__).parents[1] / "data" / "unemployed.csv").open(encoding="utf-8", newline="") as file:
        return {(row["province"], int(row["year"])): int(row["people"]) for row in csv.DictReader(file)}
