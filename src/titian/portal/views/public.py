from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from titian.evaluation.outputs.charts.tiles import tile_map
from titian.evaluation.queries.public import PublicView, public_tables
from titian.evaluation.queries.published import (
    PROGRAMME,
    published_of,
    published_of_programme,
    published_years,
)
from titian.network.models import Organisation
from titian.programmes.models import Programme
from titian.programmes.queries import outlooks_of


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The centres and years with published figures."""
    return render(request, "portal/public_list.html", {"published": published_years()})


@require_safe
def centre_page(request: HttpRequest, centre_id: int) -> HttpResponse:
    """A centre for everybody: published years, where people come from, what is taught."""
    centre = get_object_or_404(Organisation.objects.select_related("region", "kind"), pk=centre_id)
    years = published_of(centre)
    if not years:
        raise Http404
    latest = next((year for year in years if year.withdrawn_on is None), None)
    drawn = None
    if latest and any(tile.people is not None for tile in latest.tiles):
        drawn = tile_map("peta", _("Peserta berasal dari mana?"), latest.tiles)
    return render(
        request,
        "portal/public_centre.html",
        {"centre": centre, "years": years, "latest": latest, "drawn": drawn},
    )


@require_safe
def programme_page(request: HttpRequest, programme_id: int) -> HttpResponse:
    """A programme for everybody, as far as figures of it were published."""
    programme = get_object_or_404(Programme.objects.select_related("owner", "field"), pk=programme_id)
    years = published_of_programme(programme)
    if not years:
        raise Http404
    told = outlooks_of({programme_id}).get(programme_id, [])
    return render(
        request, "portal/public_programme.html", {"programme": programme, "years": years, "told": told}
    )


@require_safe
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
            "tables": [
                (view, list(zip(view.rows, view.values, strict=True)), first)
                for view, first in map(_upright, tables)
            ],
            "any_protected": any(view.protected for view in tables),
        },
    )


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """How to have a certificate checked today."""
    return render(request, "portal/verify.html")


def _upright(view: PublicView) -> tuple[PublicView, str]:
    """Let programmes stand below each other: there are many of them. Return what the rows are, too."""
    if view.key != PROGRAMME:
        return view, _("Jalur")
    turned = tuple(zip(*view.values, strict=True))
    return replace(view, rows=view.columns, columns=view.rows, values=turned), _("Program")
