"""After the whole suite: no log line, address, error page or job of it told anybody's name or national number.

People of the tests are called "... Rekaan" or "... Rahasia"; what the product writes where people must not stand
is searched for these words and for sixteen digits. A find fails the run, whichever test caused it.
"""

from __future__ import annotations

import json
import logging
import re
from typing import Any
from urllib.parse import unquote_plus

import pytest
from django.core.handlers.base import BaseHandler
from procrastinate.jobs import JobDeferrer

from titian.core.logs import JsonFormatter, PrivateFormatter

PERSON = re.compile(r"\b[A-Z]\w+ (?:Rekaan|Rahasia)\b|(?<!\d)\d{16}(?!\d)")
ADDRESS = re.compile(r'(?:href|action|src|hx-\w+|formaction)="([^"]*)"')
ERRORS = {403, 404, 405, 429, 500}
MOST_SHOWN = 20


class PersonalData(logging.Handler):
    """Listens to what leaves the product while tests run."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.found: dict[str, str] = {}
        self._formatters = [PrivateFormatter(), JsonFormatter()]

    def emit(self, record: logging.LogRecord) -> None:
        for formatter in self._formatters:
            self._search("log", formatter.format(record))

    def _search(self, where: str, text: str, *, own: str = "") -> None:
        for person in PERSON.findall(unquote_plus(text)):
            if person != own:
                self.found.setdefault(f"{where}: {person}", text[:200])

    def watch(self) -> None:
        """Stand behind every answer and every job."""
        logging.getLogger().addHandler(self)
        answer, defer = BaseHandler.get_response, JobDeferrer.__init__

        def get_response(handler: BaseHandler, request: Any) -> Any:
            response = answer(handler, request)
            self._examine(request, response)
            return response

        def deferred(deferrer: JobDeferrer, *given: Any, **more: Any) -> None:
            defer(deferrer, *given, **more)
            self._search("job", json.dumps(deferrer.job.task_kwargs, default=str))

        BaseHandler.get_response, JobDeferrer.__init__ = get_response, deferred  # type: ignore[method-assign]

    def _examine(self, request: Any, response: Any) -> None:
        self._search("redirect", response.headers.get("Location", ""))
        if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
            return
        page = response.content.decode(errors="replace")
        for address in ADDRESS.findall(page):
            if not address.startswith("data:"):
                self._search("address", address)
        if response.status_code in ERRORS:
            user = request.__dict__.get("user") or request.__dict__.get("_cached_user")
            self._search("error page", page, own=getattr(user, "name", ""))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if hasattr(session.config, "workeroutput"):
            session.config.workeroutput["personal_data"] = self.found
        elif self.found:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        self.found |= getattr(node, "workeroutput", {}).get("personal_data", {})

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if self.found:
            terminalreporter.section("personal data where none may be", red=True)
            for where, text in list(self.found.items())[:MOST_SHOWN]:
                terminalreporter.line(f"{where}\n    {text}")
