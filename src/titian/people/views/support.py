"""The desk of the disability service unit (PP 60/2020)."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.people.actions import note_look
from titian.people.actions.accommodations import promise_accommodation, settle_accommodation
from titian.people.actions.note_look import DISABILITY
from titian.people.forms import AccommodationForm, SettleForm
from titian.people.models import Accommodation, Needs
from titian.people.permissions import may_serve_unit
from titian.people.queries import units_of
from titian.people.support import half_year, open_promises, person_to_promise, promises_kept, without_promise


@never_cache
@login_required
def page(request: UserRequest) -> HttpResponse:
    """What has still to be brought, and the half-year so far."""
    authorize(request, may_serve_unit)
    units = [unit.pk for unit in units_of(request.user)]
    begins, ends = half_year(timezone.localdate())
    return render(
        request,
        "people/support.html",
        {
            "asking": without_promise(),
            "waiting": open_promises(units),
            "kept": promises_kept(units, timezone.localdate()),
            "begins": begins,
            "ends": ends,
            "today": timezone.localdate(),
        },
    )


@never_cache
@login_required
def promise(request: UserRequest, person_id: int) -> HttpResponse:
    """What one person finds difficult and asks for, and a promise."""
    person = person_to_promise(request.user, person_id)
    if person is None:
        raise Http404
    authorize(request, may_serve_unit)
    note_look(person, DISABILITY, request.user)
    form = AccommodationForm(request.POST or None, units=units_of(request.user))
    if form.is_valid():
        said = form.cleaned_data
        try:
            promise_accommodation(
                person, said["unit"], kind=said["kind"], setting=said["setting"], note=said["note"],
                due_on=said["due_on"], companion=said["companion"], actor=request.user,
            )  # fmt: skip
        except DomainError as error:
            form.add_error("due_on", error.message)
        else:
            messages.success(request, _("Akomodasi dijanjikan."))
            return redirect("people:support")
    needs = Needs.objects.filter(person=person).first()
    return render(
        request,
        "people/promise.html",
        {"person": person, "needs": needs, "form": form},
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
def settle(request: UserRequest, accommodation_id: int) -> HttpResponse:
    units = units_of(request.user)
    promised = get_object_or_404(Accommodation, pk=accommodation_id, unit__in=units)
    authorize(request, may_serve_unit)
    form = SettleForm(request.POST)
    if form.is_valid() and ("diberikan" in request.POST or form.cleaned_data["because"].strip()):
        because = "" if "diberikan" in request.POST else form.cleaned_data["because"]
        try:
            settle_accommodation(promised, because=because, actor=request.user)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Dicatat."))
    else:
        messages.error(request, _("Tulis alasan bila tidak diberikan."))
    return redirect("people:support")
