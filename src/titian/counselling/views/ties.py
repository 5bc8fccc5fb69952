from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.counselling.actions.ties import declare_kin, declare_member, end_membership, note_family_card
from titian.counselling.forms import CardForm, KinForm, MemberForm
from titian.counselling.models import Tie
from titian.counselling.permissions import may_counsel
from titian.counselling.queries.screens import partners
from titian.counselling.queries.ties import own_ties
from titian.counselling.views.finding import find_person


@never_cache
@login_required
@sensitive_post_parameters()
def page(request: UserRequest) -> HttpResponse:
    """My own ties: family card, memberships; what is declared here stops me from deciding there."""
    authorize(request, may_counsel)
    card = CardForm(request.POST if "kk" in request.POST else None)
    member = MemberForm(request.POST if "anggota" in request.POST else None, partners=partners())
    try:
        if card.is_valid():
            note_family_card(card.cleaned_data["number"], actor=request.user)
            return _done(request, _("Sidik kartu keluarga Anda disimpan."))
        if member.is_valid():
            declare_member(member.cleaned_data["organisation"], actor=request.user)
            return _done(request, _("Keanggotaan dicatat."))
        if "akhiri" in request.POST:
            told = request.POST["akhiri"]
            tie = get_object_or_404(Tie, pk=int(told) if told.isdecimal() else 0, user=request.user)
            end_membership(tie, actor=request.user)
            return _done(request, _("Keanggotaan diakhiri."))
    except DomainError as error:
        card.add_error(None, error.message) if card.is_bound else messages.error(request, error.message)
    return render(
        request,
        "counselling/ties.html",
        {"card": card, "member": member, "ties": own_ties(request.user)},
        status=422 if card.errors or member.errors else 200,
    )


@login_required
@require_POST
@sensitive_post_parameters()
def kin(request: UserRequest, person_id: int) -> HttpResponse:
    """Say that this person is my relative, or keep the person's family card."""
    person, _office = find_person(request, person_id)
    card, form = CardForm(request.POST), KinForm(request.POST)
    try:
        if "kk" in request.POST and card.is_valid():
            note_family_card(card.cleaned_data["number"], actor=request.user, person=person)
            messages.success(request, _("Sidik kartu keluarga disimpan."))
        elif form.is_valid():
            declare_kin(person, form.cleaned_data["kind"], actor=request.user)
            messages.success(request, _("Dicatat: orang ini kerabat Anda, jadi rekan Anda yang memutuskan."))
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("counselling:case", person_id)


def _done(request: UserRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("counselling:ties")
