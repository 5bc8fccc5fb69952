from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from titian.accounts.requests import UserRequest
from titian.certification.actions import Saved, state_results
from titian.certification.queries import results_of
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.core.overtaken import ComparedForm, hold
from titian.placement.actions import Updated, update_outcomes
from titian.placement.queries import outcomes_of
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
    bound: dict[int, ResultRowForm] = {}
    if request.method == "POST":
        hold(training_class, request)
        forms = {
            line.enrolment.pk: ResultRowForm(
                request.POST, prefix=_prefix(line.enrolment.pk), initial=ResultRowForm.filled(line.result)
            )
            for line in results_of(training_class, request.user)
        }
        bound = {pk: form for pk, form in forms.items() if form.was_shown}
        stated = {pk: form.result() for pk, form in bound.items() if form.is_valid()}
        saved = state_results(training_class, stated, actor=request.user)
        if _all_saved(request, bound, saved):
            return redirect("portal:class", class_id)
    rows = []
    for line in results_of(training_class, request.user):
        pk = line.enrolment.pk
        form = _kept(bound, pk) or ResultRowForm(
            prefix=_prefix(pk), initial=ResultRowForm.filled(line.result)
        )
        rows.append({"line": line, "form": form})
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
        hold(training_class, request)
        forms = {
            line.enrolment.pk: OutcomeRowForm(
                request.POST,
                prefix=_prefix(line.enrolment.pk),
                statuses=statuses,
                initial=line.outcome._asdict(),
            )
            for line in outcomes_of(training_class, request.user)
            if not line.verified
        }
        bound = {pk: form for pk, form in forms.items() if form.was_shown}
        stated = {pk: form.outcome() for pk, form in bound.items() if form.is_valid()}
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
        kept = bound.get(pk) if refused else _kept(bound, pk)
        form = kept or OutcomeRowForm(prefix=_prefix(pk), statuses=statuses, initial=line.outcome._asdict())
        rows.append({"line": line, "form": form})
    return render(
        request,
        "portal/class_outcomes.html",
        {"class": training_class, "rows": rows, "asked": asked, "wrong": _wrong(rows)},
        status=200 if request.method == "GET" else 422,
    )


def _prefix(enrolment_id: int) -> str:
    return f"p{enrolment_id}"


def _all_saved(request: UserRequest, bound: dict[int, Any], saved: Saved | Updated) -> bool:
    """Tell how many rows were saved, put what was refused beside its field; return whether nothing was."""
    count = len(saved.written)
    if count:
        messages.success(
            request, ngettext("%(n)d baris disimpan.", "%(n)d baris disimpan.", count) % {"n": count}
        )
    for pk, (field, sentence) in saved.refused.items():
        bound[pk].add_error(field, sentence)
    if any(form.errors for form in bound.values()):
        return False
    if not count:
        messages.info(request, _("Tidak ada yang berubah, jadi tidak ada yang disimpan."))
    return True


def _kept(bound: dict[int, Any], pk: int) -> Any:
    """Return the form as it was sent where its row could not be saved."""
    form = bound.get(pk)
    return form if form is not None and form.errors else None


def _wrong(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    def needs_repair(row: dict[str, Any]) -> bool:
        form: ComparedForm = row["form"]
        return form.is_bound and bool(form.errors)

    return [row for row in rows if needs_repair(row)]
