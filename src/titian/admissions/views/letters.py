from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from titian.accounts.requests import UserRequest
from titian.admissions.models import AdmissionRound, Application
from titian.admissions.outputs.letter import ResultLetter, write_letter
from titian.admissions.permissions import may_open_rounds
from titian.admissions.queries.eligibility import facts_of, options_within_reach
from titian.admissions.queries.published import standing_of
from titian.admissions.queries.refusals import refusals_in_words
from titian.admissions.queries.screens import live_offer, own_applications, result_of
from titian.admissions.queries.tickets import proof_of
from titian.admissions.seals import Sealed, opened, seal
from titian.admissions.views.rounds import find_round
from titian.core.doors import authorize
from titian.network.queries import letterhead_of
from titian.people.actions import note_look
from titian.people.actions.note_look import RECORD

NEEDED = ("person__education", "document_check", "round__centre")


@never_cache
@login_required
@require_safe
def mine(request: UserRequest, application_id: int) -> HttpResponse:
    """My own letter of result."""
    found = own_applications(request.user).select_related(*NEEDED)
    return _letter(request, get_object_or_404(found, pk=application_id))


@never_cache
@login_required
@require_safe
def of_applicant(request: UserRequest, round_id: int, application_id: int) -> HttpResponse:
    """An applicant's letter, for the centre to print and hand out."""
    admission_round = find_round(request, round_id)
    authorize(request, may_open_rounds)
    found = Application.objects.visible_to(request.user).filter(round=admission_round).select_related(*NEEDED)
    application = get_object_or_404(found, pk=application_id)
    note_look(application.person, RECORD, request.user)
    return _letter(request, application)


@require_safe
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """Whether we wrote a letter, and what the result in force says of its number."""
    sealed = opened(token)
    found = (
        AdmissionRound.objects.public().select_related("centre").filter(pk=sealed.round_id).first()
        if sealed
        else None
    )
    standing = standing_of(found, sealed.number) if sealed and found else None
    context = {"sealed": sealed, "round": found, "standing": standing}
    return render(request, "admissions/letter_check.html", context, status=200 if found else 404)


def _letter(request: UserRequest, application: Application) -> HttpResponse:
    result, proof = result_of(application), proof_of(application)
    if result is None or proof is None:
        raise Http404
    today = timezone.localdate()
    offer = live_offer(application)
    choices = application.choices.select_related("round_class__opening__training_class__programme")
    asked = [choice.round_class for choice in choices]
    runs = application.round.published["runs"]
    token = seal(Sealed(application.round_id, application.number, runs[-1]["number"]))
    letter = ResultLetter(
        application=application,
        result=result,
        offer=offer,
        refusals=refusals_in_words(result),
        options=[] if offer else options_within_reach(facts_of(application), asked, today=today),
        proof=proof,
        letterhead=letterhead_of(application.round.centre),
        on=today,
        run=runs[-1]["number"],
        address=request.build_absolute_uri(reverse("admissions:letter_check", args=[token])),
        verify=request.build_absolute_uri(reverse("admissions:verify")),
    )
    return HttpResponse(
        write_letter(letter),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="hasil-{application.number}.pdf"'},
    )
