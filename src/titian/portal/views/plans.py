from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from titian.accounts.models import User
from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.core.overtaken import hold
from titian.network.models import Organisation, Role
from titian.network.permissions import may_open_organisation
from titian.network.queries import organisations_of, roles_of
from titian.planning.actions.targets import set_plan
from titian.planning.permissions import may_set_targets
from titian.planning.queries import PlannedYear, target_history
from titian.portal.plan_forms import PlanLines, VersionForm, aligned, initial_lines, rows_of
from titian.standards.models import Channel, Fund


@never_cache
@login_required
@require_safe
def page(request: UserRequest, centre_id: int, year: int) -> HttpResponse:
    """Every version of the year side by side, with its reason; an earlier promise stays visible."""
    centre = _find(request, centre_id)
    authorize(request, may_open_organisation, centre)
    versions = target_history(centre, year)
    names = {entry.code: str(entry) for model in (Channel, Fund) for entry in model.objects.all()}
    context = {
        "centre": centre,
        "year": year,
        "versions": versions,
        "lines": _side_by_side(versions, names),
        "may_plan": _may_plan(request.user, centre),
    }
    return render(request, "portal/plan.html", context)


@never_cache
@login_required
def revise(request: UserRequest, centre_id: int, year: int) -> HttpResponse:
    """Write the next version: the lines in force, changed."""
    centre = _find(request, centre_id)
    authorize(request, _may_plan, centre)
    if not 2000 <= year <= 2100:
        raise Http404
    hold(centre, request)
    history = target_history(centre, year)
    former = history[-1] if history else None
    today = timezone.localdate()
    form = VersionForm(request.POST or None, today=today)
    current = initial_lines(former)
    sent = aligned(request.POST, current, "baris") if request.method == "POST" else None
    lines = PlanLines(sent, initial=current, prefix="baris")
    if request.method == "POST" and form.is_valid() & lines.is_valid():
        try:
            done = set_plan(
                centre,
                year,
                rows_of(lines, centre.name, year),
                actor=request.user,
                today=today,
                decided_on=form.cleaned_data["decided_on"],
                reason=form.cleaned_data["reason"],
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            said = (
                _("Versi %(n)d tersimpan.")
                if done.is_new
                else _("Tidak ada janji yang berubah; versi tetap %(n)d.")
            )
            messages.success(request, said % {"n": done.version})
            return redirect("portal:plan", centre.pk, year)
    context = {"centre": centre, "year": year, "form": form, "lines": lines, "former": former}
    return render(request, "portal/plan_revise.html", context)


def _find(request: UserRequest, centre_id: int) -> Organisation:
    return get_object_or_404(
        Organisation.objects.visible_to(request.user).filter(kind__trains=True), pk=centre_id
    )


def _may_plan(user: User, centre: Organisation) -> bool:
    today = timezone.localdate()
    plans_for = organisations_of(user, today, [Role.CENTRE_HEAD, Role.CENTRE_CLERK])
    everywhere = Role.NATIONAL_PLANNER in roles_of(user, today)
    return may_set_targets(user, centre.pk, plans_for_all=everywhere, plans_for=plans_for)


def _side_by_side(versions: list[PlannedYear], names: dict[str, str]) -> list[dict[str, Any]]:
    """Return one line a channel, fund and wave, with what each version promises there."""
    places: dict[tuple[str, str, str], dict[int, Any]] = {}
    for version in versions:
        for target in version.targets:
            places.setdefault(target.place, {})[version.number] = target
    return [
        {
            "channel": names.get(channel, channel),
            "fund": names.get(fund, fund),
            "wave": wave,
            "promised": [held.get(version.number) for version in versions],
        }
        for (channel, fund, wave), held in places.items()
    ]
