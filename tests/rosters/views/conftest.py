from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from titian.accounts.models import User
from titian.rosters.models import UploadedRoster


@pytest.fixture
def ask() -> Callable[..., Any]:
    """Ask for a page as somebody under the serving role: `ask("/roster/", clerk, post={...})`."""

    def run(path: str, user: User, *, post: dict[str, Any] | None = None, follow: bool = False) -> Any:
        client = Client()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE titian_app")
            client.force_login(user)
            made = client.get(path, follow=follow) if post is None else client.post(path, post, follow=follow)
            if not connection.needs_rollback:
                cursor.execute("RESET ROLE")
        return made

    return run


@pytest.fixture
def hand_in(ask: Callable[..., Any]) -> Callable[..., str]:
    """Send files and say where they belong; return the address of the load."""

    def run(user: User, *paths: Path, channel: str = "institutional", year: int = 2022) -> str:
        files = [path.open("rb") for path in paths]
        placing = ask("/roster/muat/", user, post={"rosters": files})
        for file in files:
            file.close()
        assert placing.status_code == 302, placing.content.decode()
        told: dict[str, Any] = {}
        for upload in UploadedRoster.objects.filter(batch=placing.url.split("/")[-2]):
            told |= {
                f"{upload.pk}-centre": upload.centre_id, f"{upload.pk}-year": year,
                f"{upload.pk}-channel": channel,
            }  # fmt: skip
        load = ask(placing.url, user, post=told)
        assert load.status_code == 302, load.content.decode()
        return load.url

    return run


@pytest.fixture
def carry(ask: Callable[..., Any], clerk: User) -> Callable[..., Any]:
    """Ask for a load to be carried out and let that be done; return the answer to the asking."""

    def run(address: str, told: dict[str, Any]) -> Any:
        asked = ask(f"{address}jalankan/", clerk, post=told)
        ask(f"{address}proses/", clerk, post={})
        return asked

    return run
