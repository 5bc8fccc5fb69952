"""A real browser against a live server that serves as titian_app, so that both walls stand."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser_kit import CHROMIUM, DESKTOP, HOW
from django.db import connections
from django.db.backends.signals import connection_created
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from factories.world import World, small_world
from kept import Shelf
from titian.accounts.models import User


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True, databases=["default", "fold"]))
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason=HOW))


@pytest.fixture(scope="session")
def browser(django_db_setup: None, _shelf: Shelf) -> Iterator[Browser]:
    """Chromium for the whole run.

    Playwright keeps a loop running in this thread, and beside a loop Django keeps other connections than without
    one: those of either side are closed before they go out of reach.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    expect.set_options(timeout=15_000)
    _shelf.clear()
    connections.close_all()
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-background-networking", "--disable-sync"],
        )
        yield made
        made.close()
        _shelf.clear()
        connections.close_all()


@pytest.fixture
def site(browser: Browser, live_server) -> Iterator[str]:
    """The address of a live server whose threads cannot see past the policies."""

    def serve_as_app(connection, **_more: object) -> None:
        if threading.current_thread() is not threading.main_thread():
            with connection.cursor() as cursor:
                cursor.execute("SET ROLE titian_app")

    connection_created.connect(serve_as_app)
    yield live_server.url
    connection_created.disconnect(serve_as_app)


@pytest.fixture
def world(site: str) -> World:
    return small_world()


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Open a page as somebody; its status and what the console says are kept with it."""
    contexts: list[BrowserContext] = []

    def open_page(path: str, user: User | None = None, *, viewport: dict = DESKTOP, **options) -> Page:
        context = browser.new_context(viewport=viewport, locale="id-ID", base_url=site, **options)
        contexts.append(context)
        if user is not None:
            client = Client()
            client.force_login(user)
            value = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": value, "url": site}])
        page = context.new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: page.said.append(f"error: {error}"))
        answer = page.goto(path)
        page.status = answer.status if answer else 0
        return page

    yield open_page
    for context in contexts:
        context.close()
    connections.close_all()
