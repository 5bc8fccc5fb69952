"""The public network of the ministry and of East Java as it lies in the repository."""

from __future__ import annotations

import csv
from pathlib import Path

FOLDER = Path(__file__).parent / "data"


def network_table(name: str, folder: Path = FOLDER) -> list[dict[str, str]]:
    """Return the rows of one table of the folder."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
