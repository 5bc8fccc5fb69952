from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from titian.evaluation.queries import public_tables
from titian.network.models import Organisation
from titian.evaluation.queries.published import published_years


def listing(request: HttpRequest) -> HttpResponse:
    """The centres and years with published figures."""
    return render(request, "portal/public_list.html", {"published": published_years()})


def page(request: HttpRequest, centre_id: int, year: int) -> HttpResponse:
    """A centre's year for everybody: a fixed list of tables with small cells protected."""
    centre = get_object_or_404(Organisation, pk=centre_id)
    tables = public_tables(centre, year)
    if not tables:
        raise Http404
    return render(
        request,
        "portal/public.html",
        {
            "centre": centre,
            "year": year,
            "as_of": tables[0].as_of,
            "tables": [(view, list(zip(view.rows, view.values, strict=True))) for view in tables],
            "any_protected": any(view.protected for view in tables),
        },
    )
