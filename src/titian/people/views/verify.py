from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from titian.people.queries import card_by_token


def page(request: HttpRequest, token: str) -> HttpResponse:
    """Whether a job-seeker card is genuine and in force; of the name only the first letters."""
    shown = card_by_token(token)
    return render(
        request,
        "people/verify_card.html",
        {"shown": shown, "in_force": bool(shown and shown.valid_until >= timezone.localdate())},
        status=200 if shown else 404,
    )
