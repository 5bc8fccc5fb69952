from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from titian.accounts.models import User
from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.evaluation.actions import fold_touched
from titian.evaluation.queries.delivered import delivered
from titian.journal.queries import deeds_on
from titian.network.permissions import may_record_agreements, may_sign_agreement
from titian.network.queries import roles_of
from titian.network.queries.listing import agreements_seen, family_of
from titian.people.permissions import may_open_records

PAGE_ROWS = 25


@never_cache
@login_required
@require_safe
def listing(request: UserRequest) -> HttpResponse:
    """The agreements of the organisations this user sees; ?berlaku=ya leaves out those that ended."""
    authorize(request, may_open_agreements)
    today = timezone.localdate()
    found = agreements_seen(request.user).prefetch_related("parties__organisation", "promises__promised_by")
    in_force = request.GET.get("berlaku") == "ya"
    if in_force:
        found = found.exclude(ends_on__lt=today).filter(starts_on__lte=today)
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get("halaman"))
    query = "berlaku=ya&" if in_force else ""
    context = {
        "page": page,
        "today": today,
        "in_force": in_force,
        "may_record": may_record_agreements(request.user),
        "page_address": lambda number: f"?{query}halaman={number}",
    }
    return render(request, "portal/agreements.html", context)


@never_cache
@login_required
@require_safe
def page(request: UserRequest, agreement_id: int) -> HttpResponse:
    """What was promised, beside what was delivered."""
    found = agreements_seen(request.user).prefetch_related("parties__organisation", "promises__promised_by")
    agreement = get_object_or_404(found, pk=agreement_id)
    authorize(request, may_open_agreements)
    counts = may_open_records(request.user)  # others would read 0 where the second wall hides everybody
    if counts:
        fold_touched()
    context = {
        "agreement": agreement,
        "family": list(family_of(agreement, request.user)),
        "rows": delivered(agreement) if counts else [],
        "counts": counts,
        "corrections": deeds_on(agreement, "correct_agreement"),
        "may_record": may_record_agreements(request.user),
        "may_correct": may_sign_agreement(request.user, agreement.signers),
        "today": timezone.localdate(),
    }
    return render(request, "portal/agreement.html", context)


def may_open_agreements(user: User) -> bool:
    """Whoever works somewhere; which agreements is asked of `agreements_seen`."""
    return bool(roles_of(user, timezone.localdate()))
