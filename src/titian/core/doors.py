"""The door of a view: who may not see gets 404 from the queryset, who may not do gets 403 here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def authorize(request: HttpRequest, may: Callable[..., bool], *subject: Any) -> None:
    """Refuse with 403 unless `may(request.user, *subject)`."""
    if not may(request.user, *subject):
        raise PermissionDenied
