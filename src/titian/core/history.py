"""Row history for the tables that decide about people."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pghistory
import pghistory.models
import pgtrigger
from django.db import models
from django.db.models.expressions import Func

M = TypeVar("M", bound=type[models.Model])


class ActingUser(Func):
    """The user the database takes to be acting (`titian.core.access`)."""

    template = "nullif(current_setting('titian.user', true), '')::bigint"
    output_field = models.BigIntegerField()


class Event(pghistory.models.Event):
    """A state of a row, and who acted when it came about: told by the column's default, so no trigger can forget it."""

    acting_user_id = models.BigIntegerField("pelaku", null=True, db_default=ActingUser())

    class Meta:
        abstract = True


def keeps_history(*left_out: str) -> Callable[[M], M]:
    """Keep every state of a row, less the fields `left_out`, by one trigger a statement."""
    track: Callable[[M], M] = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=[*left_out, "created_at", "updated_at"],
        level=pgtrigger.Statement,
        append_only=False,
        base_model=Event,
    )
    return track
