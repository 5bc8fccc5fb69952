from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from titian.accounts.requests import UserRequest
from titian.admissions.actions.nominate import Candidacy, nominate, withdraw_nomination
from titian.admissions.following import Stage
from titian.admissions.models import Nomination
from titian.admissions.nomination_forms import NominationForm
from titian.admissions.permissions import (
    may_change_nomination,
    may_follow_nominee,
    may_follow_nominees,
    may_nominate,
    may_nominate_person,
)
from titian.admissions.queries.nominations import (
    classes_to_nominate_for,
    missing_papers,
    named,
    offices_of,
    quotas_open,
    stages_of,
)
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.network.reach import reach_of
from titian.people.actions import note_look
from titian.people.actions.note_look import RECORD
from titian.people.models import Person

PAGE_ROWS = 50
ANSWERS = ("reads", "works", "studies", "disability")


@never_cache
@login_required
@require_safe
def listing(request: UserRequest) -> HttpResponse:
    """What an office may nominate for, and how far its nominees came; `keadaan` narrows to one stage."""
    authorize(request, may_follow_nominees)
    today = timezone.localdate()
    stages = stages_of(request.user, today)
    counts = Counter(stages.values())
    said = request.GET.get("keadaan", "")
    only = said if said in Stage.values else ""
    shown = [pk for pk, stage in stages.items() if not only or stage == only]
    page = Paginator(shown, PAGE_ROWS).get_page(request.GET.get("halaman"))
    query = f"keadaan={only}&" if only else ""
    context = {
        "quotas": quotas_open(reach_of(request.user).regions, today),
        "lines": [(one, name, stages[one.pk]) for one, name in named(list(page))],
        "page": page,
        "page_address": lambda number: f"?{query}halaman={number}",
        "counts": [(stage, stage.label, counts[stage]) for stage in Stage if counts[stage]],
        "all": len(stages),
        "only": only,
        "may_nominate": may_nominate(request.user),
    }
    return render(request, "admissions/nominations.html", context)


@never_cache
@login_required
def new(request: UserRequest, person_id: int) -> HttpResponse:
    """Nominate one person on record for a class with beds."""
    person = get_object_or_404(
        Person.objects.visible_to(request.user).select_related("regency", "education"), pk=person_id
    )
    authorize(request, may_nominate_person, person)
    today = timezone.localdate()
    quotas = classes_to_nominate_for(person.regency_id, person.sex, today)
    offices = [one for one in offices_of(request.user, today) if one.region_id == person.regency_id]
    form = NominationForm(request.POST or None, quotas=quotas, initial={"reads": True})
    if form.is_valid() and offices:
        said = form.cleaned_data
        chosen = next(one.round_class for one in quotas if one.round_class.pk == said["round_class"])
        candidacy = Candidacy(papers=tuple(said["papers"]), **{name: said[name] for name in ANSWERS})
        try:
            made = nominate(
                person, chosen, offices[0], candidacy,
                agreed=said["agreed"], given_by=said["given_by"], actor=request.user, today=today,
            )  # fmt: skip
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Pencalonan terkirim kepada balai."))
            return redirect("admissions:nomination", made.pk)
    note_look(person, RECORD, request.user)
    context = {"person": person, "form": form, "any": bool(quotas and offices), "own": bool(offices)}
    return render(request, "admissions/nomination_new.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_safe
def page(request: UserRequest, nomination_id: int) -> HttpResponse:
    """One nominee: how far, what the centre answered, what the office can do."""
    nomination = _own(request, nomination_id)
    stages = stages_of(request.user, timezone.localdate(), only=nomination.pk)
    (told,) = named([nomination.pk])
    context = {
        "nomination": told[0],
        "name": told[1],
        "stage": stages[nomination.pk],
        "missing": missing_papers(nomination),
        "may_change": may_change_nomination(request.user, nomination),
    }
    return render(request, "admissions/nomination.html", context)


@login_required
@require_POST
def withdraw(request: UserRequest, nomination_id: int) -> HttpResponse:
    """Take a nomination back."""
    nomination = _own(request, nomination_id)
    authorize(request, may_change_nomination, nomination)
    try:
        withdraw_nomination(nomination, actor=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Pencalonan ditarik."))
    return redirect("admissions:nomination", nomination_id)


def _own(request: UserRequest, nomination_id: int) -> Nomination:
    """Return a nomination of the regions this user follows, or answer 404; the centre reads it in its round."""
    found = get_object_or_404(Nomination.objects.followed_by(request.user), pk=nomination_id)
    authorize(request, may_follow_nominee, found)
    return found
