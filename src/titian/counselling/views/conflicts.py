from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.counselling.actions.interviews import settle_conflict
from titian.counselling.models import Interview, InterviewVersion
from titian.counselling.permissions import may_act_for, may_counsel
from titian.counselling.queries.interviews import conflicts_of, current_version, differences
from titian.counselling.views.finding import find_interview


@never_cache
@login_required
@require_safe
def listing(request: UserRequest) -> HttpResponse:
    """Versions that wait for somebody to choose."""
    authorize(request, may_counsel)
    return render(request, "counselling/conflicts.html", {"waiting": conflicts_of(request.user)})


@never_cache
@login_required
def page(request: UserRequest, version_id: int) -> HttpResponse:
    """Two versions side by side; one is kept, or they are merged field by field."""
    seen = Interview.objects.visible_to(request.user)
    waiting = get_object_or_404(
        InterviewVersion.objects.select_related("interview", "written_by"), pk=version_id, interview__in=seen
    )
    authorize(request, may_act_for, waiting.interview)
    interview = find_interview(request, waiting.interview_id)
    current = current_version(interview)
    if waiting.state != "conflicting" or current is None:
        messages.info(request, _("Benturan ini sudah diselesaikan."))
        return redirect("counselling:interview", interview.pk)
    found = differences(waiting, current)
    if request.method == "POST":
        whole = request.POST.get("semua", "")
        choices = {one.question.code: whole or request.POST.get(one.question.code, "") for one in found}
        told = request.POST.get("dilihat", "")
        try:
            settle_conflict(
                waiting, choices, seen=int(told) if told.isdecimal() else 0, key=uuid4(), actor=request.user
            )
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Benturan diselesaikan; kedua versi tetap tersimpan."))
            return redirect("counselling:case", interview.person_id)
    context = {"waiting": waiting, "current": current, "interview": interview, "found": found}
    return render(request, "counselling/conflict.html", context)
