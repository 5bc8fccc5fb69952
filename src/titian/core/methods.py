"""A browser reads and sends forms; whatever else is asked of a page is refused before anything looks at it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

OF_PAGES = ("GET", "HEAD", "POST")
OF_MACHINES = "/api/v1/"  # names its own methods, and refuses in its own words


class MethodMiddleware:
    """Views need not think of PUT, DELETE or TRACE: only the machine's door may know other methods."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in OF_PAGES or request.path.startswith(OF_MACHINES):
            return self.get_response(request)
        return HttpResponseNotAllowed(OF_PAGES)
