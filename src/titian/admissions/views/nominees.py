from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from titian.accounts.requests import UserRequest
from titian.admissions.actions.decide_nomination import accept_nomination, return_nomination, set_quotas
from titian.admissions.models import AdmissionRound, Nomination
from titian.admissions.nomination_forms import QuotaForm
from titian.admissions.permissions import may_keep_round
from titian.admissions.queries.beds import classes_with_beds
from titian.admissions.queries.nominations import as_nominees, nominations_of_round, quotas_of
from titian.admissions.queries.screens import regencies
from titian.admissions.states import RoundState
from titian.admissions.views.rounds import find_round
from titian.core.doors import authorize
from titian.core.errors import DomainError

PAGE_ROWS = 50


@never_cache
@login_required
@require_safe
def listing(request: UserRequest, round_id: int) -> HttpResponse:
    """What offices nominated for the classes with beds of a round, and how many each may."""
    admission_round = find_round(request, round_id)
    authorize(request, may_keep_round, admission_round)
    return _page(request, admission_round, _quota_form(admission_round))


@login_required
@require_POST
def quota(request: UserRequest, round_id: int) -> HttpResponse:
    """Say how many a regency may nominate."""
    admission_round = find_round(request, round_id)
    authorize(request, may_keep_round, admission_round)
    form = _quota_form(admission_round, request)
    if form.is_valid():
        said = form.cleaned_data
        one = get_object_or_404(admission_round.classes, pk=said["round_class"])
        try:
            set_quotas(one, {said["regency"].pk: said["places"]}, actor=request.user)
        except DomainError as error:
            form.add_error("places", error.message)
        else:
            messages.success(request, _("Kuota tersimpan."))
            return redirect("admissions:nominees", round_id)
    return _page(request, admission_round, form)


@login_required
@require_POST
def decide(request: UserRequest, round_id: int, nomination_id: int) -> HttpResponse:
    """Pass a nomination on into the round, or return it with a reason."""
    admission_round = find_round(request, round_id)
    authorize(request, may_keep_round, admission_round)
    nomination = get_object_or_404(
        Nomination.objects.visible_to(request.user).select_related("round_class__round__centre"),
        pk=nomination_id, round_class__round=admission_round,
    )  # fmt: skip
    try:
        if request.POST.get("putusan") == "teruskan":
            done = accept_nomination(nomination, actor=request.user, today=timezone.localdate())
            number = done.application.number if done.application else ""
            messages.success(request, _("Diteruskan menjadi lamaran %(number)s.") % {"number": number})
        else:
            return_nomination(nomination, reason=request.POST.get("alasan", ""), actor=request.user)
            messages.success(request, _("Dikembalikan kepada dinas."))
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("admissions:nominees", round_id)


def _quota_form(admission_round: AdmissionRound, request: UserRequest | None = None) -> QuotaForm:
    classes = classes_with_beds(admission_round)
    return QuotaForm(request.POST if request else None, classes=classes, regencies=regencies())


def _page(request: UserRequest, admission_round: AdmissionRound, form: QuotaForm) -> HttpResponse:
    page = Paginator(nominations_of_round(admission_round), PAGE_ROWS).get_page(request.GET.get("halaman"))
    context = {
        "round": admission_round,
        "lines": as_nominees(admission_round, page.object_list),
        "page": page,
        "page_address": lambda number: (
            f"{reverse('admissions:nominees', args=[admission_round.pk])}?halaman={number}"
        ),
        "quotas": quotas_of(admission_round),
        "form": form,
        "with_beds": bool(form.fields["round_class"].choices),  # type: ignore[attr-defined]
        "open": admission_round.state == RoundState.OPEN,
        "announced": admission_round.state in (RoundState.DRAFT, RoundState.OPEN),
    }
    return render(request, "admissions/nominees.html", context, status=422 if form.errors else 200)
