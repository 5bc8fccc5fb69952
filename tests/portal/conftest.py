from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client

from titian.accounts.models import User


@contextmanager
def as_app() -> Iterator[None]:
    """Answer requests under the serving role, so that policies hold."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE titian_app")
        yield
        if not connection.needs_rollback:
            cursor.execute("RESET ROLE")


@pytest.fixture
def get() -> Callable[..., object]:
    """Ask for a page as somebody: `get("/paket/", clerk)`."""

    def ask(path: str, user: User | None = None, *, post: dict[str, str] | None = None, **headers: str):
        client = Client(raise_request_exception=False)
        with as_app():
            if user:
                client.force_login(user)
            return client.get(path, **headers) if post is None else client.post(path, post, **headers)

    return ask
