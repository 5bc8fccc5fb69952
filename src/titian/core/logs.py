"""Logs tell what went wrong, never about whom."""

from __future__ import annotations

import json
import logging
import re
import secrets
import time
from collections.abc import Callable, ItemsView
from datetime import UTC, datetime
from typing import Any

import structlog
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.debug import SafeExceptionReporterFilter

_DETAIL = re.compile(
    r"^(DETAIL|CONTEXT|HINT):.*(\n(?=\s).*)*", re.MULTILINE
)  # PostgreSQL quotes the row here
_LONG_NUMBER = re.compile(r"\d{9,}")  # NIK, phone and membership numbers
_QUERY = re.compile(r"\?[^\s\"']*")  # what somebody searched for
_GIVEN_ID = re.compile(r"[0-9A-Za-z-]{8,64}\Z")
NUMBER = (
    "titian.request"  # where a request keeps its number: Django notes refusals after every middleware is left
)
ACCESS = structlog.stdlib.get_logger("titian.access")


def private(text: str) -> str:
    """Return the text without quoted rows, queries of addresses and long numbers."""
    return _LONG_NUMBER.sub("#", _QUERY.sub("?-", _DETAIL.sub(r"\1: -", text)))


def message_of(record: logging.LogRecord) -> str:
    """Return what was said, with the name of the page where Django tells its address, which carries codes."""
    request = getattr(record, "request", None)
    if not isinstance(request, HttpRequest):
        return record.getMessage()
    match = request.resolver_match
    return record.getMessage().replace(request.path, match.view_name if match else "-")


class PrivateFormatter(logging.Formatter):
    """One line for a person to read."""

    def format(self, record: logging.LogRecord) -> str:
        told = _plain(record.msg) if isinstance(record.msg, dict) else message_of(record)
        return private(super().format(logging.makeLogRecord({**record.__dict__, "msg": told, "args": ()})))


class JsonFormatter(logging.Formatter):
    """One JSON object a line for a machine to read: when, how grave, which request, what."""

    def format(self, record: logging.LogRecord) -> str:
        told = dict(record.msg) if isinstance(record.msg, dict) else {"event": message_of(record)}
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            **_number_of(record),
            **structlog.contextvars.get_contextvars(),
            **told,
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(
            {
                key: private(value) if isinstance(value, str) and key != "request" else value
                for key, value in line.items()
            },
            ensure_ascii=False,
            default=str,
        )


class RequestLogMiddleware:
    """Give every request a number that its log lines, its answer and its proxy share, and note how it went.

    The line names the page by its route, never by its address: addresses carry numbers of people and searches.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        number = (
            given if _GIVEN_ID.match(given) else secrets.token_hex(7)
        )  # never sixteen digits, as a NIK has
        request.META[NUMBER] = number
        started = time.monotonic()
        with structlog.contextvars.bound_contextvars(request=number):
            response = self.get_response(request)
            match = request.resolver_match
            ACCESS.info(
                "request",
                method=request.method,
                page=match.view_name if match else "",
                status=response.status_code,
                ms=round((time.monotonic() - started) * 1000, 1),
                user=getattr(getattr(request, "user", None), "pk", None),
            )
        response.headers["X-Request-ID"] = number
        return response


class NothingPersonal(SafeExceptionReporterFilter):
    """Error reports carry no form contents and no local variables."""

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        return {}

    def get_traceback_frame_variables(
        self, request: HttpRequest | None, tb_frame: Any
    ) -> ItemsView[str, Any]:
        return {}.items()


def _number_of(record: logging.LogRecord) -> dict[str, str]:
    request = getattr(record, "request", None)
    return (
        {"request": request.META[NUMBER]}
        if isinstance(request, HttpRequest) and NUMBER in request.META
        else {}
    )


def _plain(told: dict[str, Any]) -> str:
    context = {**structlog.contextvars.get_contextvars(), **told}
    event = context.pop("event", "")
    return " ".join([str(event), *(f"{key}={value}" for key, value in context.items())])


structlog.configure(
    processors=[structlog.stdlib.filter_by_level, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
