from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseFormSet, formset_factory
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from titian.accounts.requests import UserRequest
from titian.admissions.forms import MOST_GROUPS, GroupForm, OpeningForm
from titian.admissions.queries.screens import regencies, regencies_by_province
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.core.overtaken import hold
from titian.planning.actions import OpeningPlan, open_for_application
from titian.planning.models import Opening, TrainingClass
from titian.planning.permissions import may_keep_class
from titian.planning.queries import groups_of
from titian.planning.rules import cautions_of_opening
from titian.planning.seats import PlannedGroup

Groups = formset_factory(GroupForm, extra=1, max_num=MOST_GROUPS, absolute_max=MOST_GROUPS)
ONE_MORE = "tambah"


@never_cache
@login_required
def page(request: UserRequest, class_id: int) -> HttpResponse:
    """Who may enter a class and how its seats choose; the plan is checked before it is kept."""
    found = TrainingClass.objects.visible_to(request.user).select_related("programme", "centre")
    training_class = get_object_or_404(found, pk=class_id)
    authorize(request, may_keep_class, training_class)
    hold(training_class, request)
    opening = Opening.objects.filter(training_class=training_class).first()
    on_record = [_group(group) for group in groups_of(opening)] if opening else []
    form = OpeningForm(request.POST or None, regencies=regencies(), initial=_said(opening, training_class))
    lines = Groups(
        _lines_sent(request.POST, len(on_record)) if request.method == "POST" else None,
        prefix="kelompok",
        initial=on_record,
        form_kwargs={"provinces": regencies_by_province(training_class.centre.region_id or "")},
    )
    if opening and opening.locked:
        lines.extra = 0
    if ONE_MORE in request.POST:
        for unjudged in (form, *lines):
            unjudged.errors.clear()  # nobody asked to save yet
        lines.forms[-1].fields["name"].widget.attrs["autofocus"] = True
        return _show(request, training_class, opening, form, lines)
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
    return _show(request, training_class, opening, form, lines)


def _show(
    request: UserRequest,
    training_class: TrainingClass,
    opening: Opening | None,
    form: OpeningForm,
    lines: BaseFormSet[GroupForm],
) -> HttpResponse:
    context = {
        "class": training_class,
        "opening": opening,
        "form": form,
        "lines": lines,
        "may_grow": len(lines.forms) < MOST_GROUPS,
        "one_more": ONE_MORE,
    }
    wrong = form.errors or any(line.errors for line in lines)
    return render(request, "admissions/opening.html", context, status=422 if wrong else 200)


def _lines_sent(sent: QueryDict, on_record: int) -> QueryDict:
    """Return what was sent, with a line for each group on record and, where asked for, one more to fill.

    A group that a colleague added since the page was opened was not on it, and must not be lost by saving.
    """
    told = sent.get("kelompok-TOTAL_FORMS", "")
    count = max(int(told) if told.isdecimal() else 0, on_record) + (ONE_MORE in sent)
    found = sent.copy()
    found["kelompok-TOTAL_FORMS"] = str(min(count, MOST_GROUPS))
    found["kelompok-INITIAL_FORMS"] = str(on_record)
    return found


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
