from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from titian.accounts.actions import finish_first_day
from titian.accounts.requests import UserRequest
from titian.network.models import Membership
from titian.portal.queries.first_steps import first_steps
from titian.portal.queries.home import own_roles
from titian.rosters.permissions import may_hand_in


@never_cache
@login_required
def page(request: UserRequest) -> HttpResponse:
    """The three things to do next."""
    held = Membership.objects.filter(user=request.user, period__contains=timezone.localdate())
    rows = list(held.order_by("pk").values_list("role", "organisation_id"))
    steps = first_steps(
        {role for role, _where in rows}, rows[0][1] if rows else None, hands_in=may_hand_in(request.user)
    )
    return render(request, "portal/first_day.html", {"steps": steps, "roles": own_roles(request.user)})


@never_cache
@login_required
@require_POST
def done(request: UserRequest) -> HttpResponse:
    """I know my way; home no longer points here."""
    finish_first_day(request.user, at=timezone.now())
    return redirect("portal:home")
