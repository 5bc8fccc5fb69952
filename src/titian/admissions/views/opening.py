from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import formset_factory
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from titian.accounts.requests import UserRequest
from titian.admissions.forms import GROUPS, GroupForm, OpeningForm
from titian.admissions.queries.screens import regencies
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.core.overtaken import hold
from titian.planning.actions import OpeningPlan, open_for_application
from titian.planning.models import Opening, TrainingClass
from titian.planning.permissions import may_keep_class
from titian.planning.queries import groups_of
from titian.planning.rules import cautions_of_opening
from titian.planning.seats import PlannedGroup

Groups = formset_factory(GroupForm, extra=0, min_num=GROUPS, max_num=GROUPS)


@never_cache
@login_required
def page(request: UserRequest, class_id: int) -> HttpResponse:
    """Who may enter a class and how its seats choose; the plan is checked before it is kept."""
    found = TrainingClass.objects.visible_to(request.user).select_related("programme", "centre")
    training_class = get_object_or_404(found, pk=class_id)
    authorize(request, may_keep_class, training_class)
    hold(training_class, request)
    opening = Opening.objects.filter(training_class=training_class).first()
    places = list(regencies())
    form = OpeningForm(request.POST or None, regencies=regencies(), initial=_said(opening, training_class))
    lines = Groups(
        request.POST or None,
        prefix="kelompok",
        initial=[_group(group) for group in groups_of(opening)] if opening else None,
        form_kwargs={"regencies": places},
    )
    if form.is_valid() & lines.is_valid():  # both are judged, so that both show what differs
        groups = [group for line in lines if (group := line.planned())]
        try:
            open_for_application(training_class, _plan(form), groups, actor=request.user)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Rencana kursi tersimpan."))
            for caution in cautions_of_opening(groups):
                messages.warning(request, caution)
            return redirect("admissions:opening", class_id)
    context = {"class": training_class, "opening": opening, "form": form, "lines": lines}
    return render(
        request, "admissions/opening.html", context, status=422 if form.errors or any(lines.errors) else 200
    )


def _said(opening: Opening | None, training_class: TrainingClass) -> dict[str, Any]:
    if opening is None:
        return {"seats": training_class.capacity}
    return {name: getattr(opening, name) for name in OpeningForm.base_fields}


def _plan(form: OpeningForm) -> OpeningPlan:
    said = dict(form.cleaned_data)
    least = said.pop("minimum_education")
    regions = tuple(region.code for region in said.pop("regions"))
    return OpeningPlan(**said, minimum_education_id=least.pk if least else None, regions=regions)


def _group(group: PlannedGroup) -> dict[str, Any]:
    whom = [tier[0] if tier else "anyone" for tier in group.tiers]
    tiers = dict(zip(("first", "second", "third"), whom, strict=False))
    names = ("name", "seats", "guarantee", "beds_men", "beds_women", "beds_only")
    return {
        **{name: getattr(group, name) or None for name in names},
        **tiers,
    }  # no beds: the field stays blank
