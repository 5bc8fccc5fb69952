from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from titian.accounts.requests import UserRequest
from titian.certification.actions import Saved, StatedResult, state_results
from titian.certification.queries import results_of
from titian.certification.rules import Result
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.placement.actions import StatedOutcome, Updated, update_outcomes
from titian.placement.queries import outcomes_of
from titian.placement.rules import Outcome
from titian.planning.permissions import may_keep_class
from titian.portal.entry_forms import OutcomeRowForm, ResultRowForm, RoundForm
from titian.portal.queries.classes import statuses_to_choose
from titian.portal.views.classes import find_class
from titian.training.permissions import may_state_results


@never_cache
@login_required
def results(request: UserRequest, class_id: int) -> HttpResponse:
    """How the class ended, every participant in one form; each row is saved for itself."""
    training_class = find_class(request, class_id)
    authorize(request, may_state_results, training_class)
    saved = Saved()
    bound: dict[int, ResultRowForm] = {}
    if request.method == "POST":
        lines = results_of(training_class, request.user)
        bound = {
            line.enrolment.pk: ResultRowForm(request.POST, prefix=_prefix(line.enrolment.pk))
            for line in lines
            if _seen(request, line.enrolment.pk)
        }
        stated = {
            pk: StatedResult(form.result(), _seen(request, pk))
            for pk, form in bound.items()
            if form.is_valid()
        }
        saved = state_results(training_class, stated, actor=request.user)
        if _all_saved(request, bound, saved):
            return redirect("portal:class", class_id)
    rows = []
    for line in results_of(training_class, request.user):
        pk = line.enrolment.pk
        form = _kept(bound, saved, pk) or ResultRowForm(
            prefix=_prefix(pk), initial=ResultRowForm.filled(line.result)
        )
        rows.append({"line": line, "form": form, "theirs": _result_words(saved.overtaken.get(pk))})
    return render(
        request,
        "portal/class_results.html",
        {"class": training_class, "rows": rows, "wrong": _wrong(rows)},
        status=200 if request.method == "GET" else 422,
    )


@never_cache
@login_required
def outcomes(request: UserRequest, class_id: int) -> HttpResponse:
    """Update the work of a whole class: when and how the news came once, then each participant."""
    training_class = find_class(request, class_id)
    authorize(request, may_keep_class, training_class)
    statuses = statuses_to_choose()
    asked = RoundForm(request.POST or None)
    updated = Updated()
    bound: dict[int, OutcomeRowForm] = {}
    refused = False
    if request.method == "POST":
        lines = outcomes_of(training_class, request.user)
        bound = {
            line.enrolment.pk: OutcomeRowForm(
                request.POST, prefix=_prefix(line.enrolment.pk), statuses=statuses
            )
            for line in lines
            if _seen(request, line.enrolment.pk) and not line.verified
        }
        stated = {
            pk: StatedOutcome(form.outcome(), _seen(request, pk))
            for pk, form in bound.items()
            if form.is_valid()
        }
        refused = not asked.is_valid()
        if not refused:
            try:
                updated = update_outcomes(
                    training_class,
                    stated,
                    means=asked.cleaned_data["means"],
                    informed_on=asked.cleaned_data["informed_on"],
                    on=timezone.localdate(),
                    actor=request.user,
                )
            except DomainError as error:
                asked.add_error("informed_on", error.message)
                refused = True
        if not refused and _all_saved(request, bound, updated):
            return redirect("portal:class", class_id)
    rows = []
    for line in outcomes_of(training_class, request.user):
        pk = line.enrolment.pk
        kept = bound.get(pk) if refused else _kept(bound, updated, pk)
        form = kept or OutcomeRowForm(prefix=_prefix(pk), statuses=statuses, initial=line.outcome._asdict())
        seen = _seen(request, pk) if refused and kept else line.seen
        theirs = _outcome_words(updated.overtaken.get(pk), dict(statuses))
        rows.append({"line": line, "form": form, "theirs": theirs, "seen": seen})
    return render(
        request,
        "portal/class_outcomes.html",
        {"class": training_class, "rows": rows, "asked": asked, "wrong": _wrong(rows)},
        status=200 if request.method == "GET" else 422,
    )


def _prefix(enrolment_id: int) -> str:
    return f"p{enrolment_id}"


def _seen(request: UserRequest, enrolment_id: int) -> str:
    return str(request.POST.get(f"{_prefix(enrolment_id)}-seen", ""))


def _all_saved(request: UserRequest, bound: dict[int, Any], saved: Saved | Updated) -> bool:
    """Tell how many rows were saved, put what was refused beside its field; return whether nothing was."""
    count = len(saved.written)
    if count:
        messages.success(
            request, ngettext("%(n)d baris disimpan.", "%(n)d baris disimpan.", count) % {"n": count}
        )
    for pk, (field, sentence) in saved.refused.items():
        bound[pk].add_error(field, sentence)
    if saved.overtaken or any(form.errors for form in bound.values()):
        return False
    if not count:
        messages.info(request, _("Tidak ada yang berubah, jadi tidak ada yang disimpan."))
    return True


def _kept(bound: dict[int, Any], saved: Saved | Updated, pk: int) -> Any:
    """Return the form as it was sent where its row could not be saved."""
    form = bound.get(pk)
    return form if form is not None and (form.errors or pk in saved.overtaken) else None


def _wrong(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    def needs_repair(row: dict[str, Any]) -> bool:
        form: Form = row["form"]
        return bool(row["theirs"]) or (form.is_bound and bool(form.errors))

    return [row for row in rows if needs_repair(row)]


def _result_words(result: Result | None) -> str:
    """Return what somebody else has saved in between, in words."""
    if result is None:
        return ""
    passed = {True: _("lulus"), False: _("tidak lulus"), None: _("belum ada hasil")}
    competent = {True: _("kompeten (K)"), False: _("belum kompeten (BK)"), None: _("belum diuji")}
    parts = [
        passed[result.passed],
        result.certificate_number,
        competent[result.competent],
        result.competency_number,
        result.member_number,
    ]
    return ", ".join(part for part in parts if part)


def _outcome_words(outcome: Outcome | None, statuses: dict[str, str]) -> str:
    if outcome is None:
        return ""
    parts = [
        statuses.get(outcome.status, _("belum diketahui")),
        outcome.employer_name,
        outcome.job_title,
        outcome.starts_on.isoformat() if outcome.starts_on else "",
        str(outcome.monthly_wage or ""),
    ]
    return ", ".join(part for part in parts if part)
