from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def page(request: HttpRequest) -> HttpResponse:
    """How personal data are kept, and whom to ask."""
    return render(request, "portal/privacy.html")
