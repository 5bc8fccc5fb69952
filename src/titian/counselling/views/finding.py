"""Who is at the desk, and whom the officer may open."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404

from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.counselling.models import Interview
from titian.counselling.permissions import may_act_for, may_counsel
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


def find_interview(request: UserRequest, interview_id: int, *, to_show: bool = True) -> Interview:
    """Return an interview of the officer's office, and note that it was opened; less of it where none is shown."""
    found = Interview.objects.visible_to(request.user)
    if to_show:
        found = found.select_related("person__regency", "person__education", "office")
    else:
        found = found.select_related("person").only("office", "person__user")
    interview = get_object_or_404(found, pk=interview_id)
    authorize(request, may_act_for, interview)
    note_look(interview.person, INTERVIEW, request.user)
    return interview
