"""Worlds that many tests start from are built once and kept in a transaction around the tests that want them.

Each test still runs in a savepoint of its own, so it sees the world as built, whatever the test before it did.
A test that wants another world, or none, or commits for real, first has the kept one rolled back.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from django.db import connection, transaction

from factories.country import load_country
from factories.world import small_world

WORLDS: dict[str, Callable[[], Any]] = {"world": small_world, "country": load_country}


class Shelf:
    """Holds at most one world, named after the fixture that gives it to tests."""

    def __init__(self, blocker: Any) -> None:
        self._blocker = blocker  # pytest-django's: outside of a test the database must be asked for
        self._name: str | None = None
        self._made: Any = None
        self._around: transaction.Atomic | None = None

    def hold(self, name: str | None) -> None:
        """Have this world, and only this one, in the database."""
        if name == self._name and self._is_whole():
            return
        self.clear()
        if name is None:
            return
        with self._blocker.unblock():
            self._around = transaction.atomic()
            self._around.__enter__()
            self._made = WORLDS[name]()
        self._name = name

    def take(self) -> Any:
        """Return a copy of what the builder returned, for one test to change as it likes."""
        return deepcopy(self._made)

    def clear(self) -> None:
        if self._around is not None:
            with self._blocker.unblock():
                transaction.set_rollback(True)
                self._around.__exit__(None, None, None)
        self._name = self._made = self._around = None

    def _is_whole(self) -> bool:
        """A test that lost its connection lost the world with it."""
        return self._around is None or (connection.in_atomic_block and not connection.closed_in_transaction)
