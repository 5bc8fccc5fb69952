from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.network.models import Organisation, Role
from titian.network.permissions import (
    DECIDES_OVER_OTHERS,
    may_confirm,
    may_open_organisation,
    may_supervise,
    may_transfer_ownership,
)
from titian.network.queries import letterhead_of
from titian.network.queries.listing import history_of, invitations_at, members_of, operators_missing
from titian.network.reach import charge_of
from titian.planning.models import PlanVersion, TrainingClass


@never_cache
@login_required
@require_safe
def page(request: UserRequest, organisation_id: int) -> HttpResponse:
    """One organisation: names, owners and supervisors with dates, who works there, what it gives."""
    user, today = request.user, timezone.localdate()
    plans = PlanVersion.objects.filter(centre=OuterRef("pk")).order_by("-year").values("year").distinct()
    seen = Organisation.objects.visible_to(user).select_related("kind", "region__parent", "part_of")
    seen = seen.annotate(plan_years=ArraySubquery(plans))
    organisation = get_object_or_404(seen, pk=organisation_id)
    authorize(request, may_open_organisation, organisation)
    charge = charge_of(user)
    manages = organisation.pk in charge.inviting
    sees_members = manages or organisation.pk in charge.own
    classes = TrainingClass.objects.visible_to(user).filter(
        Q(organiser=organisation) | Q(centre=organisation)
    )
    context = {
        "organisation": organisation,
        "history": history_of(organisation, today),
        "letterhead": letterhead_of(organisation),
        "classes": list(classes.values_list("year").annotate(Count("pk")).order_by("-year")),
        "plan_years": organisation.plan_years,  # type: ignore[attr-defined]
        "members": members_of(organisation, today) if sees_members else [],
        "sees_members": sees_members,
        "invitations": invitations_at(organisation, timezone.now()) if manages else [],
        "manages": manages,
        "in_full": organisation.pk in charge.full,
        "over": DECIDES_OVER_OTHERS,
        "missing": operators_missing(charge.inviting, today).count()
        if manages and organisation.pk in charge.own
        else 0,
        "may_confirm": may_confirm(user, organisation),
        "may_supervise": may_supervise(user, organisation),
        "may_transfer_ownership": may_transfer_ownership(user, organisation),
        "always_invites": {Role.CENTRE_HEAD, Role.ADMINISTRATOR},
    }
    return render(request, "portal/organisation.html", context)
