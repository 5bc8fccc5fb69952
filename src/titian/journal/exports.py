"""The one door through which files leave: each is counted, noted and marked, whatever page made it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import PurePath

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from titian.core.watermark import MARK, marked, rows_in
from titian.journal.actions.note_export import note_export
from titian.journal.queries import recent_exports
from titian.journal.rules import why_no_more_exports

HOUR = timedelta(hours=1)
TABLES = {".csv", ".xlsx", ".pptx"}  # a PDF or JSON may be a page that opens in the browser
_GAVE: set[str] = set()  # names of views that gave a file
ASKED = "asked"  # attribute of an answer: by which filters its rows were chosen, kept with the note
SIGNED = "signed"  # attribute of an answer whose very bytes were signed: marking it would break the hash


class ExportMiddleware:
    """Stands inside the request's transaction: what cannot be noted does not leave."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.get_response(request)
        mark = _mark(request)
        token = MARK.set(mark)
        try:
            response = self.get_response(request)
        finally:
            MARK.reset(token)
        if response.status_code == 200 and isinstance(response, HttpResponse) and _leaves(response):
            return _let_out(request, response, mark)
        return response

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Refuse before it is made: what is refused costs nothing."""
        known = request.user.is_authenticated and _is_known_to_leave(request)
        return _refused(request) if known else None


def _leaves(response: HttpResponse) -> bool:
    """Whether the answer is a file; a paper that opens in the browser is one tap from being kept, too."""
    return "filename=" in response.headers.get("Content-Disposition", "")


def _is_known_to_leave(request: HttpRequest) -> bool:
    """Whether the address is of a table or of slides, or has given this process a file before."""
    if PurePath(request.path).suffix in TABLES:
        return True
    return request.resolver_match is not None and request.resolver_match.view_name in _GAVE


def _refused(request: HttpRequest) -> HttpResponse | None:
    recent = recent_exports(request.user.pk or 0, within=HOUR)
    if reason := why_no_more_exports(recent, most=settings.EXPORTS_AN_HOUR):
        return render(request, "429.html", {"reason": reason}, status=429)
    return None


def _let_out(request: HttpRequest, response: HttpResponse, mark: str) -> HttpResponse:
    known = _is_known_to_leave(request)
    if not known and (refused := _refused(request)):
        return refused
    name = response.headers["Content-Disposition"].partition('filename="')[2].rstrip('"')
    kind = PurePath(name).suffix.lstrip(".").lower()
    match = request.resolver_match
    if match:
        _GAVE.add(match.view_name)
    note_export(
        request.user,  # type: ignore[arg-type]
        page=match.view_name if match else "",
        kind=kind,
        rows=rows_in(response.content, kind),
        size=len(response.content),
        **getattr(response, ASKED, {}),
    )
    if not hasattr(response, SIGNED):
        response.content = marked(response.content, kind, mark)
    return response


def _mark(request: HttpRequest) -> str:
    when = timezone.localtime()
    return _("Diunduh oleh %(who)s pada %(day)s pukul %(time)s; hanya untuk tugas penerimanya.") % {
        "who": request.user.get_username(),
        "day": date_format(when, "j F Y"),
        "time": f"{when:%H.%M}",
    }
