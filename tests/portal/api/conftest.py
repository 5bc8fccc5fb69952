from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from factories.world import World
from titian.network.actions import make_token
from titian.network.models import Organisation, Scope

MakeToken = Callable[..., str]


@pytest.fixture
def key_of(world: World) -> MakeToken:
    """Make a token of an organisation and return its key."""

    def make(*scopes: str, of: Organisation | None = None, days: int = 30) -> str:
        made = make_token(
            of or world.centre,
            f"Sistem {timezone.now().timestamp()}",
            scopes=scopes or Scope.values,
            expires_at=timezone.now() + timedelta(days=days),
            actor=world.users["centre_head"],
        )
        return made.key

    return make


@pytest.fixture
def ask():
    """Ask the API under the serving role: `ask("/rosters/loads", key)`."""

    def asking(path: str, key: str | None = None, *, user=None, post=None, json=None, **headers: str):
        client = Client(raise_request_exception=False)
        if key:
            headers["authorization"] = f"Bearer {key}"
        address = f"/api/v1{path}"
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE titian_app")
            if user:
                client.force_login(user)
            if json is not None:
                answer = client.post(address, json, content_type="application/json", headers=headers)
            elif post is not None:
                answer = client.post(address, post, headers=headers)
            else:
                answer = client.get(address, headers=headers)
            if not connection.needs_rollback:
                cursor.execute("RESET ROLE")
        return answer

    return asking


@pytest.fixture
def get_page():
    """Ask for a page under the serving role: `get_page("/evaluasi/", clerk)`."""

    def asking(path: str, user=None):
        client = Client(raise_request_exception=False)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE titian_app")
            if user:
                client.force_login(user)
            answer = client.get(path)
            if not connection.needs_rollback:
                cursor.execute("RESET ROLE")
        return answer

    return asking
