"""The list of what was deleted, kept outside the database so that a restored backup can be brought up to it."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Tombstone:
    """Rows of one table that were deleted or blanked together: numbers alone, nothing of what they held."""

    table: str
    deed: str
    keys: Sequence[int]
    at: datetime


def bury(stone: Tombstone) -> None:
    """Append to the list and have it on disk: before the deletion commits, for a grave too many does no harm."""
    told = {"table": stone.table, "deed": stone.deed, "keys": list(stone.keys), "at": stone.at.isoformat()}
    path = Path(settings.TOMBSTONES)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, (json.dumps(told, separators=(",", ":")) + "\n").encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def buried(*, since: datetime | None = None) -> list[Tombstone]:
    """Return the list in order; a line torn by a crash is left out, for its deletion never committed."""
    path = Path(settings.TOMBSTONES)
    stones = []
    for line in path.read_text().splitlines() if path.exists() else []:
        try:
            told = json.loads(line)
        except json.JSONDecodeError:
            continue
        stone = Tombstone(told["table"], told["deed"], told["keys"], datetime.fromisoformat(told["at"]))
        if since is None or stone.at >= since:
            stones.append(stone)
    return stones
