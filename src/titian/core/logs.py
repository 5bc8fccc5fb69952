"""Logs tell what went wrong, never about whom."""

from __future__ import annotations

import logging
import re
from collections.abc import ItemsView
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter

_DETAIL = re.compile(
    r"^(DETAIL|CONTEXT|HINT):.*(\n(?=\s).*)*", re.MULTILINE
)  # PostgreSQL quotes the row here
_LONG_NUMBER = re.compile(r"\d{9,}")  # NIK, phone and membership numbers


class PrivateFormatter(logging.Formatter):
    """Leave out the rows that PostgreSQL quotes and hide long numbers."""

    def format(self, record: logging.LogRecord) -> str:
        return _LONG_NUMBER.sub("#", _DETAIL.sub(r"\1: -", super().format(record)))


class NothingPersonal(SafeExceptionReporterFilter):
    """Error reports carry no form contents and no local variables."""

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        return {}

    def get_traceback_frame_variables(
        self, request: HttpRequest | None, tb_frame: Any
    ) -> ItemsView[str, Any]:
        return {}.items()
