from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from titian.accounts.models import User


@pytest.fixture
def ask(db: None) -> Callable[..., HttpResponse]:
    """Ask for a page as somebody, under the serving role, so that policies hold."""

    def asked(
        path: str, user: User | None = None, post: dict[str, object] | None = None, **more
    ) -> HttpResponse:
        client = Client()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE titian_app")
            if user:
                client.force_login(user)
            answer = (
                client.get(path, **more) if post is None else client.post(path, post, follow=True, **more)
            )
            if not connection.needs_rollback:
                cursor.execute("RESET ROLE")
        return answer

    return asked
