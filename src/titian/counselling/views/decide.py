from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.counselling.actions.decide import (
    change_choice,
    finish_step,
    keep_choice,
    show_outcomes,
)
from titian.counselling.actions.decide import decide as decide_for
from titian.counselling.forms import DecideForm, RouteForm, StepDoneForm, VerdictForm
from titian.counselling.models import Decision, DecisionRoute, Interview, Route, RouteDraw
from titian.counselling.outputs.plan import write_plan
from titian.counselling.permissions import may_act_for
from titian.counselling.queries.interviews import current_answers
from titian.counselling.queries.outcomes import alike_of, shown_ranges, words_of
from titian.counselling.queries.screens import partners
from titian.counselling.queries.ties import ties_to
from titian.counselling.questions import QUESTIONS
from titian.counselling.rules import FEWEST_KNOWN, why_not_counselled_by
from titian.counselling.views.finding import INTERVIEW, find_person
from titian.people.actions import note_look


@never_cache
@login_required
def page(request: UserRequest, person_id: int) -> HttpResponse:
    """Choose routes. Nothing of what became of others stands here: the officer chooses first."""
    person, office = find_person(request, person_id)
    interview = Interview.objects.filter(person=person, office=office).first()
    if interview is None:
        messages.info(request, _("Wawancara dahulu, baru putuskan."))
        return redirect("counselling:case", person_id)
    note_look(person, INTERVIEW, request.user)
    ours = Decision.objects.in_force().filter(person=person, office=office)
    former = ours.select_related("office", "author").first()
    known = partners()
    routes = [RouteForm(request.POST or None, route=route, partners=known) for route in Route.values]
    form = DecideForm(
        request.POST or None,
        replaces=former is not None,
        may_draw=settings.DRAW_EQUAL_ROUTES,
        initial={"key": uuid4()},
    )
    if request.method == "POST" and all([form.is_valid(), *[one.is_valid() for one in routes]]):
        steps = [one.step_told for one in routes if one.cleaned_data["chosen"]]
        said = form.cleaned_data
        try:
            made = decide_for(
                interview,
                steps,
                key=said["key"],
                change=said.get("change", ""),
                actor=request.user,
                equal=said.get("equal", False),
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Keputusan tersimpan."))
            return redirect("counselling:compare", made.pk)
    answers = {one.question: one for one in current_answers(interview)}
    return render(
        request,
        "counselling/decide.html",
        {
            "person": person,
            "former": former,
            "form": form,
            "routes": routes,
            "answers": [(one, answers[one.code]) for one in QUESTIONS if one.code in answers],
            "tied": why_not_counselled_by(ties_to(request.user, person)),
            "today": timezone.localdate(),
        },
        status=422 if form.errors or any(one.errors for one in routes) else 200,
    )


@never_cache
@login_required
def compare(request: UserRequest, decision_id: int) -> HttpResponse:
    """What became of similar people on each route, now that the choice is made; then keep it or choose anew."""
    decision = _find(request, decision_id)
    compared = show_outcomes(decision, actor=request.user)
    draw: RouteDraw | None = getattr(decision, "draw", None)
    form = VerdictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        verb = change_choice if "ubah" in request.POST else keep_choice
        try:
            verb(decision, form.cleaned_data["reason"], actor=request.user)
        except DomainError as error:
            form.add_error("reason", error.message)
        else:
            if "ubah" in request.POST:
                return redirect("counselling:decide", decision.person_id)
            messages.success(request, _("Pilihan dan alasannya disimpan."))
            return redirect("counselling:case", decision.person_id)
    return render(
        request,
        "counselling/compare.html",
        {
            "decision": decision,
            "compared": compared,
            "chosen": {one.route for one in decision.routes.all()},
            "ranges": shown_ranges(compared.shown),
            "names": dict(Route.choices),
            "group": words_of(alike_of(decision)),
            "fewest": FEWEST_KNOWN,
            "form": form,
            "draw": draw,
            "drawn_after": ", ".join(str(Route(one).label) for one in draw.order[1:]) if draw else "",
        },
        status=422 if form.errors else 200,
    )


@never_cache
@login_required
@require_safe
def pdf(request: UserRequest, decision_id: int) -> HttpResponse:
    """The plan on one page, for the person; the person fetches it too."""
    decision = get_object_or_404(_decisions(request), pk=decision_id)
    response = HttpResponse(write_plan(decision), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="rencana-{decision.pk}.pdf"'
    return response


@login_required
@require_POST
def step(request: UserRequest, route_id: int) -> HttpResponse:
    """Note what came of a step; the next card opens by itself."""
    seen = Decision.objects.visible_to(request.user)
    taken = get_object_or_404(
        DecisionRoute.objects.select_related("decision__person"), pk=route_id, decision__in=seen
    )
    authorize(request, may_act_for, taken.decision)
    form = StepDoneForm(request.POST)
    if form.is_valid():
        try:
            finish_step(taken, form.cleaned_data["note"], actor=request.user)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Hasil langkah dicatat."))
            if "dari" in request.POST:
                motive = request.POST["dari"][:20]
                return redirect(f"/konseling/berikutnya/?alasan={motive if motive.isalpha() else ''}")
    else:
        messages.error(request, _("Tulis hasilnya."))
    return redirect("counselling:case", taken.decision.person_id)


def _decisions(request: UserRequest) -> QuerySet[Decision]:
    return (
        Decision.objects.visible_to(request.user)
        .select_related("person__regency", "office", "author", "version", "draw")
        .prefetch_related("routes__referred_to")
    )


def _find(request: UserRequest, decision_id: int) -> Decision:
    decision = get_object_or_404(_decisions(request), pk=decision_id)
    authorize(request, may_act_for, decision)
    return decision
