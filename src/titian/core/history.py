"""Row history for the tables that decide about people."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pghistory
import pgtrigger
from django.db import models

M = TypeVar("M", bound=type[models.Model])


def keeps_history(*left_out: str) -> Callable[[M], M]:
    """Keep every state of a row, less the fields `left_out`, by one trigger a statement."""
    track: Callable[[M], M] = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=[*left_out, "created_at", "updated_at"],
        level=pgtrigger.Statement,
        append_only=False,
    )
    return track
