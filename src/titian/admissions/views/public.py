from __future__ import annotations

from django.contrib.staticfiles import finders
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from titian.admissions.models import AdmissionRound, DepartureCause

SCRIPT = "admissions/verify.js"


@require_safe
def draws(request: HttpRequest) -> HttpResponse:
    """Every announced round, the aborted ones too."""
    found = (
        AdmissionRound.objects.public().filter(~Q(root="") | ~Q(aborted_reason="")).select_related("centre")
    )
    return render(request, "admissions/draws.html", {"rounds": found.order_by("-closes_on", "-pk")[:200]})


@require_safe
def draw(request: HttpRequest, round_id: int) -> HttpResponse:
    """The seal of the list, the rule for the seed, the seed, and the result with masked names."""
    found = get_object_or_404(AdmissionRound.objects.public().select_related("centre", "beacon"), pk=round_id)
    told = found.published
    return render(
        request,
        "admissions/draw.html",
        {
            "round": found,
            "classes": told.get("classes", []),
            "runs": told.get("runs", []),
            "departures": told.get("departures", []),
            "causes": dict(DepartureCause.choices),
            "beacon": getattr(found, "beacon", None),
        },
    )


@require_safe
def leaves(request: HttpRequest, round_id: int) -> HttpResponse:
    """Every leaf in order, so that anybody can compute the root anew; no leaf tells whose it is."""
    found = get_object_or_404(AdmissionRound.objects.public(), pk=round_id)
    return HttpResponse(
        "".join(f"{leaf}\n" for leaf in found.leaves), content_type="text/plain; charset=utf-8"
    )


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Check a letter in the reader's own browser; nothing is sent anywhere."""
    return render(request, "admissions/verify.html", {})


@require_safe
def verify_offline(request: HttpRequest) -> HttpResponse:
    """The same page as one file that works without network, for those who do not trust this site."""
    path = finders.find(SCRIPT)
    assert isinstance(path, str)
    with open(path, encoding="utf-8") as script:
        page = render_to_string("admissions/verify_offline.html", {"script": mark_safe(script.read())})  # nosec B308 B703  # our own file
    return HttpResponse(
        page,
        content_type="text/html",
        headers={"Content-Disposition": 'attachment; filename="periksa-undian.html"'},
    )
