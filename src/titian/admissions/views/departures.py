from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from procrastinate.contrib.django import app

from titian.accounts.requests import UserRequest
from titian.admissions.actions.departures import (
    agree_departure,
    ask_departure,
    drop_departure,
    propose_departure,
)
from titian.admissions.forms import DepartureForm, LawForm
from titian.admissions.models import Application, Departure
from titian.admissions.permissions import may_keep_round
from titian.admissions.queries.departures import departures_of, touched_by
from titian.admissions.views.rounds import find_round
from titian.core.doors import authorize
from titian.core.errors import DomainError


@never_cache
@login_required
def ask(request: UserRequest, round_id: int, application_id: int) -> HttpResponse:
    """Say which change against the rule is to be weighed for one applicant."""
    admission_round = find_round(request, round_id)
    application = get_object_or_404(
        Application.objects.visible_to(request.user)
        .filter(round=admission_round)
        .select_related("person", "round__centre"),
        pk=application_id,
    )
    authorize(request, may_keep_round, admission_round)
    choices = list(application.choices.select_related("round_class__opening__training_class__programme"))
    form = DepartureForm(request.POST or None, choices=choices)
    if form.is_valid():
        said = form.cleaned_data["what"]
        choice = next((one for one in choices if str(one.pk) == said), None)
        try:
            made = ask_departure(application, choice, actor=request.user)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            app.configure_task("admissions.weigh", lock="admissions.propose").defer(
                departure_id=made.pk, actor_id=request.user.pk
            )
            return redirect("admissions:departure", round_id, made.pk)
    context = {"round": admission_round, "application": application, "form": form}
    return render(request, "admissions/departure_new.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
def page(request: UserRequest, round_id: int, departure_id: int) -> HttpResponse:
    """One change against the rule: who loses by it, why it is to be, and who agreed."""
    admission_round = find_round(request, round_id)
    departure = get_object_or_404(departures_of(admission_round), pk=departure_id)
    form = LawForm(request.POST if request.POST.get("langkah") == "usul" else None)
    if request.method == "POST":
        authorize(request, may_keep_round, admission_round)
        if _acted(request, departure, form):
            return redirect("admissions:departure", round_id, departure_id)
    may_keep = may_keep_round(request.user, admission_round)
    context = {
        "round": admission_round,
        "departure": departure,
        "losers": touched_by(departure, "losers", with_names=may_keep),
        "winners": touched_by(departure, "winners", with_names=may_keep),
        "form": form,
        "may_keep": may_keep,
        "asked": departure.asked_by_id == request.user.pk,
    }
    return render(request, "admissions/departure.html", context, status=422 if form.errors else 200)


def _acted(request: UserRequest, departure: Departure, form: LawForm) -> bool:
    """Do what was pressed; False where the form has to be shown again."""
    verb = request.POST.get("langkah", "")
    if form.is_bound and not form.is_valid():
        return False
    try:
        if verb == "usul":
            propose_departure(departure, actor=request.user, **form.cleaned_data)
            messages.success(request, _("Perubahan diusulkan. Sekarang orang kedua membacanya."))
        elif verb == "setuju":
            agree_departure(departure, actor=request.user)
            messages.success(
                request, _("Perubahan disetujui. Jalankan aturan lagi, lalu hasilnya ditetapkan.")
            )
        elif verb == "batal":
            drop_departure(departure, actor=request.user)
            messages.success(request, _("Perubahan dibatalkan; ia tetap tercatat."))
        else:
            raise DomainError(_("Pilih tindakannya."), code="no_verb")
    except DomainError as error:
        if not form.is_bound or departure.asked_by_id != request.user.pk:  # who did not ask sees no form
            messages.error(request, error.message)
            return True
        form.add_error(None, error.message)
        return False
    return True
