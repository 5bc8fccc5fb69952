from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from titian.accounts.models import User
from titian.core.later import ViewLater
from titian.evaluation.queries.published import published_years

_DESK = ViewLater("titian.portal.views.desk.page")


def page(request: HttpRequest) -> HttpResponseBase:
    """What Titian is, for a visitor; the desk, for somebody who signed in."""
    if isinstance(request.user, User):
        return _DESK(request)
    return render(request, "portal/welcome.html", {"published": published_years()})
