from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from titian.accounts.requests import UserRequest
from titian.admissions.actions.judge import check_documents
from titian.admissions.forms import DocumentForm
from titian.admissions.models import AdmissionRound, Application
from titian.admissions.permissions import may_keep_round
from titian.admissions.queries.eligibility import entry_rules_of, facts_of
from titian.admissions.queries.refusals import refusals_in_words
from titian.admissions.queries.screens import (
    application_lines,
    live_offer,
    repeat_caution,
    result_of,
)
from titian.admissions.rules import why_not_eligible
from titian.admissions.views.ranking import send
from titian.admissions.views.rounds import find_round
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.core.overtaken import hold
from titian.people.actions import note_look
from titian.people.actions.note_look import RECORD
from titian.people.models import Person


@never_cache
@login_required
@require_safe
def listing(request: UserRequest, round_id: int) -> HttpResponse:
    """The applications of a round, by what is still to be done."""
    admission_round = find_round(request, round_id)
    only = request.GET.get("hanya", "")
    lines = application_lines(admission_round, only=only)
    context = {
        "round": admission_round,
        "lines": lines,
        "only": only,
        "may_keep": may_keep_round(request.user, admission_round),
    }
    return render(request, "admissions/applications.html", context)


@never_cache
@login_required
def page(request: UserRequest, round_id: int, application_id: int) -> HttpResponse:
    """One application as the centre sees it, and the check of its papers."""
    admission_round = find_round(request, round_id)
    hold(_application(request, admission_round, application_id), request)
    application = _application(request, admission_round, application_id)
    check = getattr(application, "document_check", None)
    given = {"complete": "ya" if check.complete else "tidak", "reason": check.reason} if check else None
    form = DocumentForm(request.POST or None, initial=given)
    if request.method == "POST":
        authorize(request, may_keep_round, admission_round)
        if form.is_valid():
            try:
                check_documents(application, actor=request.user, **form.cleaned_data)
            except DomainError as error:
                form.add_error("reason", error.message)
            else:
                messages.success(request, _("Pemeriksaan berkas tersimpan."))
                return redirect("admissions:applications", round_id)
    note_look(application.person, RECORD, request.user)
    choices = list(
        application.choices.select_related(
            "round_class__opening__training_class__programme", "round_class__opening__minimum_education"
        )
    )
    facts = facts_of(application)
    result = result_of(application)
    may_keep = may_keep_round(request.user, admission_round)
    context = {
        "round": admission_round,
        "application": application,
        "choices": [
            (one, why_not_eligible(facts, entry_rules_of(one.round_class.opening))) for one in choices
        ],
        "check": check,
        "repeat": repeat_caution(application),
        "form": form,
        "result": result,
        "refusals": refusals_in_words(result) if result else [],
        "offer": live_offer(application),
        "appeals": application.appeals.order_by("-pk") if may_keep else [],
        "may_keep": may_keep,
    }
    return render(request, "admissions/application.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
def enter(request: UserRequest, round_id: int, person_id: int) -> HttpResponse:
    """A clerk enters the application of somebody at the counter."""
    admission_round = find_round(request, round_id)
    person = get_object_or_404(
        Person.objects.visible_to(request.user).select_related("education", "regency"), pk=person_id
    )
    authorize(request, may_keep_round, admission_round)
    hold(person, request)
    form, sent, options = send(request, admission_round, person, today=timezone.localdate())
    if sent:
        messages.success(request, _("Lamaran %(number)s tersimpan.") % {"number": sent.number})
        return redirect("admissions:application", round_id, sent.pk)
    context = {"round": admission_round, "person": person, "form": form, "options": options, "by_clerk": True}
    return render(request, "admissions/apply.html", context, status=422 if form.errors else 200)


def _application(request: UserRequest, admission_round: AdmissionRound, application_id: int) -> Application:
    return get_object_or_404(
        Application.objects.visible_to(request.user)
        .filter(round=admission_round)
        .select_related("person__education", "person__regency", "document_check", "round__centre"),
        pk=application_id,
    )
