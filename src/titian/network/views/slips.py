"""One-time codes on screen and paper, told once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from markupsafe import Markup

from titian.network.actions import Issued
from titian.network.models import Invitation, Organisation


@dataclass(frozen=True)
class Slip:
    """What the one who was invited needs: where to go, and the code."""

    invitation: Invitation
    code: str
    link: str
    qr: Markup


def tell(request: HttpRequest, organisation: Organisation, issued: Sequence[Issued]) -> HttpResponse:
    """Show the codes; they are stored nowhere, so this page cannot be opened again."""
    slips = [
        Slip(one.invitation, one.code, link, _qr(link))
        for one in issued
        for link in [request.build_absolute_uri(reverse("network:open", args=[one.code]))]
    ]
    context = {
        "organisation": organisation,
        "slips": slips,
        "address": request.build_absolute_uri(reverse("network:code")),
    }
    return render(request, "network/issued.html", context)


def _qr(link: str) -> Markup:
    drawn = segno.make_qr(link, error="m").svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None)
    return Markup(drawn)  # nosec B704: drawn by us from our own address
