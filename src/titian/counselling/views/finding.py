"""Who is at the desk, and whom the officer may open."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404

from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.counselling.models import Interview
from titian.counselling.permissions import may_act_for, may_counsel
from titian.counselling.queries.interviews import interview_and_person
from titian.counselling.queries.screens import office_of
from titian.network.models import Organisation
from titian.people.actions import note_look
from titian.people.models import JobSeekerEvent, Person, SeekerEventKind

INTERVIEW = "interview"


def find_person(request: UserRequest, person_id: int) -> tuple[Person, Organisation]:
    """Return a person this officer sees and the office that counsels: 404 for others, 403 for who is no officer."""
    seeking = JobSeekerEvent.objects.filter(
        person=OuterRef("pk"), kind=SeekerEventKind.REGISTERED, ended_by=None
    ).order_by("-on")
    people = Person.objects.visible_to(request.user).select_related("regency", "education", "user")
    people = people.annotate(seeking_since=Subquery(seeking.values("on")[:1]))
    person = get_object_or_404(people, pk=person_id)
    authorize(request, may_counsel)
    office = office_of(request.user, person)
    if office is None:
        raise PermissionDenied
    return person, office


def find_interview(request: UserRequest, interview_id: int) -> Interview:
    """Return an interview of the officer's office, and note that it was opened."""
    found = Interview.objects.visible_to(request.user).select_related(
        "person__regency", "person__education", "office"
    )
    return _opened(request, get_object_or_404(found, pk=interview_id))


def find_interview_to_write(request: UserRequest, interview_id: int) -> Interview:
    """Return the same without what only a page shows of it."""
    found = next(iter(interview_and_person(interview_id)), None)
    if found is None or not found.is_visible_to(request.user):
        raise Http404
    return _opened(request, found)


def _opened(request: UserRequest, interview: Interview) -> Interview:
    authorize(request, may_act_for, interview)
    note_look(interview.person, INTERVIEW, request.user)
    return interview
