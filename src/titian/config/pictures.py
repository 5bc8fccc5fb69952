"""Pictures of the screens, for those who look them over and for the README."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.signing import get_cookie_signer
from django.core.wsgi import get_wsgi_application
from django.utils import timezone
from django.utils.translation import gettext as _
from playwright.sync_api import Browser, sync_playwright

from titian.accounts.models import User
from titian.config.screens import screens
from titian.core.errors import DomainError
from titian.people.views.register import COOKIE as REGISTRATION

PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
LOOKS = [
    ("desktop-id", DESKTOP, "id", "light"),
    ("desktop-en", DESKTOP, "en", "light"),
    ("desktop-dark", DESKTOP, "id", "dark"),
    ("phone-id", PHONE, "id", "light"),
    ("phone-en", PHONE, "en", "light"),
    ("phone-dark", PHONE, "id", "dark"),
]


def take(folder: Path, only: Collection[str], looks: Collection[str]) -> Iterator[str]:
    """Take a picture of every screen, or of those named, in the looks named; yield the name of each."""
    chromium = os.environ.get("TITIAN_CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        raise DomainError(
            _("Chromium tidak ada. Pasang dengan: apt-get install chromium"), code="chromium_missing"
        )
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [screen for screen in screens() if not only or screen.name in only]
    sessions = {user: _session(user) for user in {screen.user for screen in wanted if screen.user}}
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for look, viewport, language, colours in LOOKS:
            for screen in wanted if look in looks else ():
                cookies = {settings.LANGUAGE_COOKIE_NAME: language}
                if screen.registration:
                    cookies[REGISTRATION] = get_cookie_signer(salt=REGISTRATION).sign(screen.registration)
                if screen.user:
                    cookies[settings.SESSION_COOKIE_NAME] = sessions[screen.user]
                path = folder / f"{screen.name}-{look}.png"
                _take(browser, address + screen.path, path, viewport, colours, cookies)
                yield path.name
        browser.close()


def _session(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    # As somebody who has just confirmed the password, or the second factor would show that question instead.
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [
        {"method": "password", "at": timezone.now().timestamp() + 3600, "reauthenticated": True}
    ]
    session.set_expiry(3600)
    session.save()
    return str(session.session_key)


@contextmanager
def served() -> Iterator[str]:
    """The address of this site as it is served outside tests, static files included."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet)
    server.set_app(get_wsgi_application())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


def _take(
    browser: Browser, url: str, path: Path, viewport: dict[str, int], colours: str, cookies: dict[str, str]
) -> None:
    context = browser.new_context(
        viewport={"width": viewport["width"], "height": viewport["height"]},
        color_scheme="dark" if colours == "dark" else "light",
        locale="en-GB" if cookies[settings.LANGUAGE_COOKIE_NAME] == "en" else "id-ID",
    )
    site = urljoin(url, "/")  # a page that leads elsewhere is still this person's
    context.add_cookies([{"name": name, "value": value, "url": site} for name, value in cookies.items()])
    page = context.new_page()
    page.goto(url)
    page.screenshot(path=path, full_page=True)
    context.close()
