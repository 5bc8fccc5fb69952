"""What machines read before anything else: what may be indexed, whom to tell of a hole, how to ask."""

from __future__ import annotations

from datetime import timedelta
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from titian.evaluation.queries.published import published_programmes, published_years
from titian.portal.queries.operations import operations

OPEN = ("portal:public", "portal:verify", "portal:definitions", "portal:privacy", "portal:api_docs")
STALE_AFTER = timedelta(days=180)


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """How to use the API: every operation, from the schema it answers by."""
    return render(request, "portal/api_docs.html", {"groups": operations()})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Only public pages are for search engines."""
    lines = ["User-agent: *", "Allow: /$", *(f"Allow: {reverse(name)}" for name in OPEN), "Disallow: /"]
    lines += ["", f"Sitemap: {request.build_absolute_uri(reverse('portal:sitemap'))}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a hole (RFC 9116)."""
    contact = settings.DATA_PROTECTION_CONTACT
    lines = [
        f"Contact: {contact if '://' in contact else f'mailto:{contact}'}",
        f"Expires: {(timezone.now() + STALE_AFTER).strftime('%Y-%m-%dT00:00:00Z')}",
        "Preferred-Languages: id, en",
        f"Canonical: {request.build_absolute_uri(reverse('portal:security'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page."""
    paths = [reverse("portal:home"), *map(reverse, OPEN)]
    for centre in published_years():
        paths.append(reverse("portal:public_centre", args=[centre.id]))
        paths += [reverse("portal:public_tables", args=[centre.id, year]) for year in centre.years]
    paths += [reverse("portal:public_programme", args=[pk]) for pk, _name in published_programmes()]
    places = "".join(f"<url><loc>{escape(request.build_absolute_uri(path))}</loc></url>\n" for path in paths)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    body = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{places}</urlset>\n'
    return HttpResponse(head + body, content_type="application/xml; charset=utf-8")
