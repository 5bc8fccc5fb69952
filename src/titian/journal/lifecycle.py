"""The whole life of a record as one table of moves; only `journal.actions.move` assigns a state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise


@dataclass(frozen=True)
class Move:
    """A verb that leads from any of `sources` to `target`; the label is what a button says."""

    verb: str
    sources: tuple[str, ...]
    target: str
    label: str | Promise


class Lifecycle:
    """The moves a record can make, each verb once."""

    def __init__(self, *moves: Move) -> None:
        self._moves = {move.verb: move for move in moves}
        if len(self._moves) != len(moves):
            raise ValueError("a verb stands once in a table of moves")

    def __iter__(self) -> Iterator[Move]:
        return iter(self._moves.values())

    def __getitem__(self, verb: str) -> Move:
        return self._moves[verb]

    def from_state(self, state: str) -> list[Move]:
        """Return the moves open from this state, in the order of the table."""
        return [move for move in self if state in move.sources]

    def allows(self, verb: str, state: str) -> bool:
        return state in self[verb].sources


class Stateful(models.Model):
    """A record with a state; the subclass names its choices, its first state and its `LIFECYCLE`."""

    LIFECYCLE: Lifecycle

    state = models.CharField("keadaan", max_length=20, editable=False)

    class Meta:
        abstract = True

    def can(self, verb: str) -> bool:
        return self.LIFECYCLE.allows(verb, self.state)
