from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from titian.network.models import Organisation
from titian.portal.queries.published import published_tables, published_years


def listing(request: HttpRequest) -> HttpResponse:
    """The centres and years with published figures."""
    return render(request, "portal/public_list.html", {"published": published_years()})


def page(request: HttpRequest, centre_id: int, year: int) -> HttpResponse:
    """A centre's year for everybody: a fixed list of tables with small cells protected."""
    centre = get_object_or_404(Organisation, pk=centre_id)
    published = published_tables(centre, year)
    if published is None:
        raise Http404
    return render(request, "portal/public.html", {"centre": centre, "year": year, "published": published})
