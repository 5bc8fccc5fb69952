from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from titian.evaluation.indicators.registry import REGISTRY


def page(request: HttpRequest) -> HttpResponse:
    """What every figure means, from the registry that computes it."""
    return render(
        request,
        "portal/definitions.html",
        {"definitions": [indicator.definition() for indicator in REGISTRY]},
    )
