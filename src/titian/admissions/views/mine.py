from __future__ import annotations

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from titian.accounts.requests import UserRequest
from titian.admissions.actions.appeals import file_appeal
from titian.admissions.actions.apply import withdraw_application
from titian.admissions.actions.offers import accept_offer, decline_offer
from titian.admissions.actions.offers import register_again as register_coming
from titian.admissions.forms import AppealForm
from titian.admissions.models import Application, DepartureCause
from titian.admissions.queries.eligibility import facts_of, options_within_reach, rounds_open
from titian.admissions.queries.refusals import refusals_in_words
from titian.admissions.queries.reminders import last_day_of
from titian.admissions.queries.screens import (
    live_offer,
    own_applications,
    person_of,
    public_round,
    repeat_caution,
    result_of,
)
from titian.admissions.queries.tickets import proof_of
from titian.admissions.states import RoundState
from titian.admissions.views.ranking import send
from titian.core.errors import DomainError


@never_cache
@login_required
@require_safe
def listing(request: UserRequest) -> HttpResponse:
    """What I applied for, and what I may apply for."""
    person = person_of(request.user)
    context = {
        "person": person,
        "applications": own_applications(request.user) if person else [],
        "rounds": rounds_open(timezone.localdate()),
    }
    return render(request, "admissions/mine.html", context)


@never_cache
@login_required
def apply(request: UserRequest, round_id: int) -> HttpResponse:
    """Rank classes and send; sent again it replaces the former list."""
    admission_round = public_round(round_id)
    if admission_round is None:
        raise Http404
    person = person_of(request.user, to_write=request.method == "POST")
    if person is None:
        if request.method == "POST":
            raise PermissionDenied
        return render(request, "admissions/mine.html", {"person": None, "applications": [], "rounds": []})
    form, sent, options = send(request, admission_round, person, today=timezone.localdate())
    if sent:
        messages.success(
            request, _("Lamaran Anda tersimpan dengan nomor %(number)s; dapat diubah sampai ditutup.")
            % {"number": sent.number},
        )  # fmt: skip
        return redirect("admissions:my_application", sent.pk)
    context = {
        "round": admission_round,
        "person": person,
        "form": form,
        "options": options,
        "by_clerk": False,
    }
    return render(request, "admissions/apply.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_safe
def page(request: UserRequest, application_id: int) -> HttpResponse:
    """My application: where it stands, my offer, and if I was refused truly why."""
    return _page(request, _own(request, application_id), AppealForm())


@login_required
@require_POST
def answer(request: UserRequest, application_id: int) -> HttpResponse:
    """Take the seat or give it back."""
    application = _own(request, application_id)
    offer = live_offer(application)
    if offer is None:
        messages.error(request, _("Saat ini tidak ada kursi yang ditawarkan kepada Anda."))
        return redirect("admissions:my_application", application_id)
    try:
        if request.POST.get("jawaban") == "terima":
            accept_offer(offer, actor=request.user)
            messages.success(request, _("Kursi Anda terima. Datanglah pada hari pertama."))
        else:
            decline_offer(offer, actor=request.user, reason=request.POST.get("alasan", ""))
            messages.success(request, _("Kursi Anda lepaskan. Terima kasih sudah memberi tahu."))
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("admissions:my_application", application_id)


@login_required
@require_POST
def register_again(request: UserRequest, application_id: int) -> HttpResponse:
    """Say before the first day that I come."""
    offer = live_offer(_own(request, application_id))
    try:
        if offer is None:
            raise DomainError(_("Saat ini tidak ada kursi yang ditawarkan kepada Anda."), code="no_offer")
        register_coming(offer, actor=request.user)
        messages.success(request, _("Daftar ulang Anda tercatat."))
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("admissions:my_application", application_id)


@login_required
@require_POST
def appeal(request: UserRequest, application_id: int) -> HttpResponse:
    """Say what is wrong with the result."""
    application = _own(request, application_id)
    form = AppealForm(request.POST)
    if form.is_valid():
        try:
            file_appeal(application, form.cleaned_data["grounds"], actor=request.user)
        except DomainError as error:
            if error.code != "reason_missing":  # before a result the page has no form to show it in
                messages.error(request, error.message)
                return redirect("admissions:my_application", application_id)
            form.add_error("grounds", error.message)
        else:
            messages.success(request, _("Keberatan Anda diterima dan akan dijawab tertulis."))
            return redirect("admissions:my_application", application_id)
    return _page(request, application, form)


@login_required
@require_POST
def withdraw(request: UserRequest, application_id: int) -> HttpResponse:
    """Take my application back."""
    application = _own(request, application_id)
    try:
        withdraw_application(application, actor=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Lamaran Anda ditarik."))
    return redirect("admissions:my_application", application_id)


def _own(request: UserRequest, application_id: int) -> Application:
    return get_object_or_404(
        own_applications(request.user).select_related("person__education", "document_check"),
        pk=application_id,
    )


def _page(request: UserRequest, application: Application, form: AppealForm) -> HttpResponse:
    result = result_of(application)
    choices = list(application.choices.select_related("round_class__opening__training_class__programme"))
    offer = live_offer(application)
    today = timezone.localdate()
    proof = proof_of(application)
    without = result is not None and offer is None
    asked = [choice.round_class for choice in choices]
    context = {
        "application": application,
        "round": application.round,
        "choices": choices,
        "check": getattr(application, "document_check", None),
        "repeat": repeat_caution(application) if application.round.state == RoundState.OPEN else None,
        "result": result,
        "refusals": refusals_in_words(result) if result else [],
        "offer": offer,
        "come_by": last_day_of(offer) if offer and offer.state == "accepted" else None,
        "departures": [
            one
            for one in application.round.published.get("departures", [])
            if one["number"] == application.number
        ],
        "causes": dict(DepartureCause.choices),
        "former": application.offers.exclude(pk=offer.pk if offer else 0).order_by("-pk"),
        "appeals": application.appeals.order_by("-pk"),
        "options": options_within_reach(facts_of(application), asked, today=today) if without else [],
        "proof": proof,
        "proof_text": json.dumps(proof, indent=1) if proof else "",
        "form": form,
    }
    return render(request, "admissions/my_application.html", context, status=422 if form.errors else 200)
