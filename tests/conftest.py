"""What every test may ask for."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from django.db.backends.utils import CursorWrapper
from hypothesis import settings as hypothesis

from factories.world import World
from kept import WORLDS, Shelf
from personal_data import PersonalData
from titian.accounts.models import User
from titian.core import access

hypothesis.register_profile("titian", deadline=None)  # a busy machine is no fault of the code
hypothesis.load_profile("titian")


def pytest_configure(config: pytest.Config) -> None:
    """Search what the whole suite writes for people (personal_data.py)."""
    search = PersonalData()
    search.watch()
    config.pluginmanager.register(search, "personal-data")


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Mark what asks PostgreSQL, before `-m` chooses: on another server only that can come out otherwise.

    Tests that say they take long begin first, so no core works alone at the end; the others stay shuffled among
    those that start from the same world, which is then built once and not at every change. Who commits for real
    comes last, as pytest-django has it.
    """
    for item in items:
        if item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(item.fixturenames):
            item.add_marker(pytest.mark.database)
    yield
    items.sort(key=lambda item: (_commits(item), -_seconds_allowed(item), _world_of(item) or ""))


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    for_real = marker is not None and marker.kwargs.get("transaction", False)
    return bool({"transactional_db", "live_server"} & set(item.fixturenames)) or for_real


def _seconds_allowed(item: pytest.Item) -> float:
    marker = item.get_closest_marker("timeout")
    return float(marker.args[0]) if marker else 0.0


def _world_of(item: pytest.Item) -> str | None:
    """Return the name of the kept world the test starts from; who commits for real starts from none."""
    return None if _commits(item) else next(iter(set(item.fixturenames) & WORLDS.keys()), None)


@pytest.fixture(scope="session")
def _server() -> Iterator[None]:
    """Start the embedded server, or join it; the last test run that uses it stops it."""
    if settings.EXTERNAL_DATABASE:
        yield
        return
    with settings.EMBEDDED.running(fast=True):
        yield
        connections.close_all()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(_server: None, django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Have a server before the test database is made."""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Name whoever still holds the test database at the end: it could not be dropped, and nobody would know why."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        connections["fold"].close()  # opened for tests that name it among their databases
        deadline = (
            time.monotonic() + 5
        )  # as long as DROP DATABASE waits: a closed session goes a moment later
        while left := _other_sessions(cursor):
            assert time.monotonic() < deadline, f"sessions left open by a test: {left}"
            time.sleep(0.05)


def _other_sessions(cursor: CursorWrapper) -> list[tuple[str, str]]:
    cursor.execute("""
        SELECT state, left(query, 200) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
    """)
    return cursor.fetchall()


@pytest.fixture(autouse=True)
def _fold_inside_the_test(request: pytest.FixtureRequest, _django_db_marker: None) -> Iterator[None]:
    """Fold on the test's own connection: another one would not see what the test has not committed."""
    wanted = {"db", "transactional_db"} & set(request.fixturenames)
    if not wanted and request.node.get_closest_marker("django_db") is None:
        yield
        return
    request.getfixturevalue("_django_db_helper")
    own = connections["fold"]
    connections["fold"] = connections["default"]
    yield
    connections["fold"] = own


@pytest.fixture(scope="session")
def _shelf(django_db_setup: None, django_db_blocker: Any) -> Iterator[Shelf]:
    shelf = Shelf(django_db_blocker)
    yield shelf
    shelf.clear()


@pytest.fixture
def _kept(request: pytest.FixtureRequest, _shelf: Shelf) -> Shelf:
    """Have the world this test asks for in the database before its own savepoint begins."""
    _shelf.hold(_world_of(request.node))
    return _shelf


@pytest.fixture
def _django_db_helper(_kept: Shelf, _django_db_helper: None) -> None:
    """What pytest-django does for each test, after the world it starts from is there."""


@pytest.fixture
def world(_kept: Shelf, db: None) -> World:
    """A small world with somebody in every role."""
    return _kept.take()


@pytest.fixture
def country(_kept: Shelf, db: None) -> User:
    """The code lists, the public network and the words of rosters; the actor who loaded them."""
    return _kept.take()


@pytest.fixture
def acting_as() -> Callable[[User | None], AbstractContextManager[None]]:
    """Act as a user under the serving role, so that policies hold: `with acting_as(clerk): ...`."""

    @contextmanager
    def act(user: User | None) -> Iterator[None]:
        with access.acting_as(user.pk if user else None), connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE titian_app")
            yield
            if not connection.needs_rollback:
                cursor.execute("RESET ROLE")

    return act
