"""What was loaded, by whom, and how to take it back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from titian.accounts.requests import UserRequest
from titian.core.errors import DomainError
from titian.rosters.actions import undo
from titian.rosters.forms import UndoForm
from titian.rosters.models import Load, StagedRow
from titian.rosters.queries.hand_ins import sendings_waiting
from titian.rosters.queries.loads import history_of
from titian.rosters.queries.verdicts import file_lines, verdict_counts
from titian.rosters.views.doors import centres_of, load_of

PAGE_ROWS = 25


@never_cache
@login_required
@require_safe
def index(request: UserRequest) -> HttpResponse:
    """The loads of the user's centres, latest first."""
    centres = centres_of(request)
    loads = Load.objects.visible_to(request.user).filter(centre__in=centres).order_by("-pk")
    page = Paginator(loads, PAGE_ROWS).get_page(request.GET.get("halaman"))
    shown = Load.objects.filter(pk__in=[load.pk for load in page]).order_by("-pk")
    held = StagedRow.objects.waiting_for_repair().filter(centre__in=centres).count()
    context = {
        "page": page,
        "lines": history_of(shown),
        "held": held,
        "sendings": sendings_waiting(centres),
        "page_address": lambda number: f"?halaman={number}",
    }
    return render(request, "rosters/history.html", context)


@never_cache
@login_required
def take_back(request: UserRequest, load_id: int) -> HttpResponse:
    """Say what undoing will do, then do it once somebody is sure."""
    load = load_of(request, load_id)
    form = UndoForm(request.POST if request.method == "POST" else None)
    reason = ""
    if request.method == "POST" and form.is_valid():
        try:
            undo(load, actor=request.user)
        except DomainError as error:
            reason = error.message
        else:
            messages.success(request, _("Muatan %(id)d dibatalkan.") % {"id": load.pk})
            return redirect("rosters:history")
    files = file_lines(load)
    context = {
        "load": load,
        "form": form,
        "reason": reason,
        "files": files,
        "counts": verdict_counts(files),
        "enrolled": StagedRow.objects.filter(load=load, live=True, enrolment_id__isnull=False).count(),
        "former": StagedRow.objects.filter(retired_by=load).count(),
    }
    status = 409 if reason else 400 if form.errors else 200
    return render(request, "rosters/undo.html", context, status=status)
