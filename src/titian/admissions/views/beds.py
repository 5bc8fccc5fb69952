from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from titian.accounts.requests import UserRequest
from titian.admissions.actions.hand_out_beds import hand_out_beds
from titian.admissions.permissions import may_keep_round
from titian.admissions.queries.beds import classes_with_beds, dormitories_of
from titian.admissions.states import RoundState
from titian.admissions.views.rounds import find_round
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.people.actions import note_looks
from titian.people.actions.note_look import DISABILITY


@never_cache
@login_required
def page(request: UserRequest, round_id: int) -> HttpResponse:
    """Who sleeps where, and what was promised for the dormitory; accessible rooms go first to who needs one."""
    admission_round = find_round(request, round_id)
    authorize(request, may_keep_round, admission_round)
    if request.method == "POST":
        asked = request.POST.get("paket", "")
        offered = admission_round.classes.select_related("round__centre", "opening")
        one = get_object_or_404(offered, pk=int(asked[:12]) if asked.isdecimal() else 0)
        try:
            handed = hand_out_beds(one, actor=request.user)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("%(n)d tempat tidur dibagikan.") % {"n": handed})
        return redirect("admissions:beds", round_id)
    classes = [(one, dormitories_of(one)) for one in classes_with_beds(admission_round)]
    places = [place for _one, dormitories in classes for one in dormitories for place in one.places]
    told = [one.offer.application.person for one in places if one.needs_access or one.support]
    note_looks(told, DISABILITY, request.user)
    context = {
        "round": admission_round,
        "classes": classes,
        "decided": admission_round.state == RoundState.CONFIRMED,
    }
    return render(request, "admissions/beds.html", context)
