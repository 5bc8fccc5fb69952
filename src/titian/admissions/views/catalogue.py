"""The classes anybody may apply for: list, calendar, one class, and its dates for the visitor's own calendar."""

from __future__ import annotations

from collections.abc import Callable

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from titian.admissions.filters import CatalogueForm, month_asked, months_beside
from titian.admissions.models import RoundClass
from titian.admissions.outputs.dates import calendar_of
from titian.admissions.queries.catalogue import (
    days_of,
    found_by,
    offered,
    offered_class,
    open_on,
    shown,
)
from titian.admissions.queries.eligibility import entry_rules_of, rules_of
from titian.admissions.rules import why_not_apply
from titian.admissions.seats_in_words import whom_seats_take
from titian.admissions.states import RoundState
from titian.core import formats
from titian.planning.queries import groups_of
from titian.programmes.queries import outlooks_of
from titian.standards.queries import region_names

PAGE_ROWS = 20


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The classes open today, found by words, filters and nearness, all in the address."""
    today = timezone.localdate()
    choices = offered(today, request.GET.get("dekat", "")[:8])
    form = CatalogueForm(request.GET, offered=choices)
    asked = form.asked()
    found = found_by(asked, open_on(today))
    page = Paginator(found.classes, PAGE_ROWS).get_page(request.GET.get("halaman"))
    rows = shown(list(page), asked.near)
    rules = rules_of([one.opening for one in rows])
    told = outlooks_of({one.opening.training_class.programme_id for one in rows})
    context = {
        "form": form,
        "asked": asked,
        "page": page,
        "found": [
            (one, rule, told.get(one.opening.training_class.programme_id, []))
            for one, rule in zip(rows, rules, strict=True)
        ],
        "read_as": found.read_as,
        "places": choices.places,
        "page_address": _address(request.GET, "halaman"),
        "place_address": _address(request.GET, "tempat"),
        "query": _without(request.GET, "halaman"),
    }
    return render(request, "admissions/catalogue.html", context)


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """A month of the same classes: when applications open and close, and when classes start."""
    today = timezone.localdate()
    form = CatalogueForm(request.GET, offered=offered(today, ""))
    year, month = month_asked(request.GET.get("bulan", "")) or (today.year, today.month)
    before, after = months_beside(year, month)
    context = {
        "form": form,
        "title": formats.month(year, month),
        "days": days_of(form.asked(), year, month, today),
        "today": today,
        "before": before,
        "after": after,
        "month_address": _address(request.GET, "bulan"),
        "query": _without(request.GET, "bulan"),
    }
    return render(request, "admissions/calendar.html", context)


@require_safe
def page(request: HttpRequest, offered_id: int) -> HttpResponse:
    """One class: for whom, seats by group, beds, dates, how one is chosen, and what came of it before."""
    one = _offered(offered_id)
    groups = groups_of(one.opening)
    traits = {trait for group in groups for tier in group.tiers for trait in tier}
    programme = one.opening.training_class.programme_id
    context = {
        "one": one,
        "rules": entry_rules_of(one.opening),
        "groups": list(zip(groups, whom_seats_take(groups, region_names(traits)), strict=True)),
        "told": outlooks_of({programme}).get(programme, []),
        "closed": why_not_apply(
            is_open=one.round.state == RoundState.OPEN,
            opens_on=one.round.opens_on,
            closes_on=one.round.closes_on,
            today=timezone.localdate(),
        ),
    }
    return render(request, "admissions/offered.html", context)


@require_safe
def ics(request: HttpRequest, offered_id: int) -> HttpResponse:
    """The dates of a class as a file for the visitor's own calendar."""
    one = _offered(offered_id)
    address = request.build_absolute_uri(request.path.removesuffix("kalender.ics"))
    return HttpResponse(
        calendar_of(one, address),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="paket-{one.pk}.ics"'},
    )


def _offered(offered_id: int) -> RoundClass:
    return get_object_or_404(offered_class(), pk=offered_id)


def _address(asked: QueryDict, name: str) -> Callable[[object], str]:
    """Return the address of the same question with one part of it changed, from its first page."""

    def address(value: object) -> str:
        again = asked.copy()
        again.pop("halaman", None)
        again[name] = str(value)
        return f"?{again.urlencode()}"

    return address


def _without(asked: QueryDict, name: str) -> str:
    again = asked.copy()
    again.pop(name, None)
    return again.urlencode()
