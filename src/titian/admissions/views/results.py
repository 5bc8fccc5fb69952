from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from titian.accounts.requests import UserRequest
from titian.admissions.actions.appeals import Correction, reject_appeal, uphold_appeal
from titian.admissions.actions.confirm import confirm_result
from titian.admissions.actions.offers import (
    accept_offer,
    decline_offer,
    lapse_offer,
    note_no_show,
    register_again,
    remind,
    take_back,
)
from titian.admissions.forms import AnswerForm
from titian.admissions.models import Appeal, Offer, Run
from titian.admissions.permissions import may_confirm, may_keep_round
from titian.admissions.queries.appeals import marks_to_correct, open_appeals
from titian.admissions.queries.departures import costs_of, departures_of
from titian.admissions.queries.progress import class_counts
from titian.admissions.queries.published import last_run
from titian.admissions.queries.reminders import last_day_of, reminders_of
from titian.admissions.queries.results import result_lines, who_loses
from titian.admissions.queries.screens import offers_of
from titian.admissions.queries.shows import call_levels
from titian.admissions.states import LIVE, DepartureState, RunState
from titian.admissions.views.rounds import find_round
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.journal.exports import SIGNED
from titian.journal.models import Entry


@never_cache
@login_required
@require_safe
def page(request: UserRequest, round_id: int) -> HttpResponse:
    """The outcome of the last run, by class; a proposal waits here for the head."""
    admission_round = find_round(request, round_id)
    waiting = Run.objects.filter(round=admission_round, state=RunState.PROPOSED).order_by("-number").first()
    run = waiting or last_run(admission_round)
    may_keep = may_keep_round(request.user, admission_round)
    departures = list(departures_of(admission_round).exclude(state=DepartureState.DROPPED))
    cost = costs_of(waiting, with_names=may_keep) if waiting else None
    agreed = {one.application.number for one in departures if one.state == DepartureState.AGREED}
    context = {
        "departures": departures,
        "cost": cost,
        "unrun": bool(agreed - (cost.carried if cost else set())),
        "rerun": "first" if admission_round.state == "proposed" else "departure",
        "round": admission_round,
        "run": run,
        "waiting": waiting is not None,
        "lines": result_lines(run) if run else [],
        "losers": who_loses(waiting) if waiting else [],
        "counts": class_counts(admission_round, run),
        "appeals": open_appeals(admission_round) if may_keep else [],
        "may_keep": may_keep,
        "may_confirm": may_confirm(request.user, admission_round),
        "own_proposal": waiting is not None and waiting.proposed_by_id == request.user.pk,
    }
    return render(request, "admissions/result.html", context)


@login_required
@require_POST
def confirm(request: UserRequest, round_id: int) -> HttpResponse:
    """Put the proposal in force that the head has read."""
    admission_round = find_round(request, round_id)
    authorize(request, may_confirm, admission_round)
    run = get_object_or_404(Run, round=admission_round, state=RunState.PROPOSED)
    try:
        sha256 = request.POST.get("sha256", "")
        confirm_result(run, actor=request.user, sha256=sha256, today=timezone.localdate())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Hasil ditetapkan; kursi sudah ditawarkan."))
    return redirect("admissions:result", round_id)


@never_cache
@login_required
@require_safe
def bundle(request: UserRequest, round_id: int) -> HttpResponse:
    """The file of a run, the very bytes whose hash was confirmed; `./titian admissions verify` checks it."""
    admission_round = find_round(request, round_id)
    authorize(request, may_keep_round, admission_round)
    run = last_run(admission_round)
    if run is None:
        raise Http404
    Entry.write(request.user, "download_bundle", run)
    name = f"seleksi-{admission_round.pk}-{run.number}.json"
    answer = HttpResponse(
        run.bundle,
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
    setattr(answer, SIGNED, True)
    return answer


@never_cache
@login_required
def offers(request: UserRequest, round_id: int) -> HttpResponse:
    """Every offered seat, and what a clerk does about it."""
    admission_round = find_round(request, round_id)
    if request.method == "POST":
        authorize(request, may_keep_round, admission_round)
        offer = get_object_or_404(offers_of(admission_round), pk=request.POST.get("tawaran") or 0)
        try:
            _act(request, offer)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Tersimpan."))
        return redirect("admissions:offers", round_id)
    found = list(offers_of(admission_round))
    seen, levels = call_levels(admission_round, today=timezone.localdate())
    context = {
        "round": admission_round,
        "seen": seen,
        "levels": levels,
        "offers": found,
        "delivered": {one.pk: reminders_of(one)[0] for one in found},
        "classes": sorted(
            {
                (
                    one.round_class.opening.training_class_id,
                    one.round_class.opening.training_class.programme.name,
                )
                for one in found
                if one.state == "accepted"
            },
            key=lambda told: told[1],
        ),
        "last_days": {one.pk: last_day_of(one) for one in found if one.state in LIVE},
        "may_keep": may_keep_round(request.user, admission_round),
        "today": timezone.localdate(),
    }
    return render(request, "admissions/offers.html", context)


def _act(request: UserRequest, offer: Offer) -> None:
    user, today = request.user, timezone.localdate()
    verbs: dict[str, Callable[[], object]] = {
        "accept": lambda: accept_offer(offer, actor=user),
        "decline": lambda: decline_offer(offer, actor=user),
        "reached": lambda: remind(offer, actor=user, channel="petugas", delivered=True),
        "unreached": lambda: remind(offer, actor=user, channel="petugas", delivered=False),
        "lapse": lambda: lapse_offer(offer, actor=user, today=today),
        "take_back": lambda: take_back(offer, actor=user, today=today),
        "coming": lambda: register_again(offer, actor=user),
        "no_show": lambda: note_no_show(offer, actor=user, today=today),
    }
    verb = verbs.get(request.POST.get("tindakan", ""))
    if verb is None:
        raise DomainError(_("Pilih tindakannya."), code="no_verb")
    verb()


@never_cache
@login_required
def appeal(request: UserRequest, round_id: int, appeal_id: int) -> HttpResponse:
    """Read an appeal and answer it; whoever rates reads none, since it may be against the marks given."""
    admission_round = find_round(request, round_id)
    authorize(request, may_keep_round, admission_round)
    found = get_object_or_404(
        Appeal.objects.filter(application__round=admission_round).select_related("application__person"),
        pk=appeal_id,
    )
    places = marks_to_correct(found.application)
    form = AnswerForm(request.POST or None, places=places)
    if request.method == "POST":
        authorize(request, may_confirm, admission_round)
        if form.is_valid():
            try:
                _answer(request, found, form)
            except DomainError as error:
                form.add_error(None, error.message)
            else:
                messages.success(request, _("Putusan tersimpan."))
                return redirect("admissions:result", round_id)
    context = {
        "round": admission_round,
        "appeal": found,
        "form": form,
        "may_confirm": may_confirm(request.user, admission_round),
    }
    return render(request, "admissions/appeal.html", context, status=422 if form.errors else 200)


def _answer(request: UserRequest, found: Appeal, form: AnswerForm) -> None:
    said = form.cleaned_data
    if said["verdict"] == "reject":
        reject_appeal(found, said["answer"], actor=request.user)
        return
    choice, _colon, test = said["place"].partition(":")
    correction = Correction(papers_complete=True) if said["verdict"] == "papers" else Correction(
        int(choice) if choice else None, test, said["mark"]
    )  # fmt: skip
    uphold_appeal(found, said["answer"], correction, actor=request.user)
