from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from titian.accounts.requests import UserRequest
from titian.admissions.permissions import may_nominate_person
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.people.actions import note_look, unmask_nik
from titian.people.actions.note_look import DISABILITY, RECORD
from titian.people.models import Person
from titian.people.permissions import (
    may_correct_contact,
    may_merge,
    may_open_record,
    may_see_disability,
    may_unmask,
)
from titian.people.queries import masked_nik
from titian.planning.models import TrainingClass
from titian.portal.forms import RevealForm
from titian.portal.queries.person import disability_of, life_of


@never_cache
@login_required
def page(request: UserRequest, person_id: int) -> HttpResponse:
    """One person's way through the stations, for staff."""
    person = _find(request, person_id)
    more = [DISABILITY] if may_see_disability(request.user, person) else []
    note_look(person, RECORD, request.user, *more)
    return _page(request, person, RevealForm())


@never_cache
@login_required
@require_POST
def reveal(request: UserRequest, person_id: int) -> HttpResponse:
    """Tell the whole NIK once, in the answer to this one request, against a reason."""
    person = _find(request, person_id)
    authorize(request, may_unmask, person)
    form = RevealForm(request.POST)
    if not form.is_valid():
        return _page(request, person, form)
    try:
        nik = unmask_nik(person, form.cleaned_data["reason"], request.user)
    except DomainError as error:
        messages.error(request, error.message)
        return _page(request, person, form)
    return _page(request, person, RevealForm(), nik=nik)


def _find(request: UserRequest, person_id: int) -> Person:
    people = Person.objects.visible_to(request.user).select_related("regency", "district", "education")
    person = get_object_or_404(people, pk=person_id)
    authorize(request, may_open_record, person)
    return person


def _page(request: UserRequest, person: Person, form: RevealForm, nik: str = "") -> HttpResponse:
    sees_disability = may_see_disability(request.user, person)
    if sees_disability and request.method == "POST":  # the page itself has noted it with the record
        note_look(person, DISABILITY, request.user)
    life = life_of(person)
    return render(
        request,
        "portal/person.html",
        {
            "life": life,
            "classes": _open_classes(request, [line.class_id for line in life.trainings]),
            "nik": nik or masked_nik(person),
            "revealed": bool(nik),
            "may_unmask": may_unmask(request.user, person),
            "may_see_disability": sees_disability,
            "disability": disability_of(person) if sees_disability else None,
            "form": form,
            "may_merge": may_merge(request.user),
            "may_nominate": may_nominate_person(request.user, person),
            "may_correct": may_correct_contact(request.user, person),
        },
    )


def _open_classes(request: UserRequest, classes: list[int]) -> set[int]:
    """Those of these classes that the reader may open."""
    return set(
        TrainingClass.objects.visible_to(request.user).filter(pk__in=classes).values_list("pk", flat=True)
    )
