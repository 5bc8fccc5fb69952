"""What the screens of counselling ask."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, Q
from django.utils import timezone

from titian.accounts.models import User
from titian.counselling.models import (
    Appointment,
    Decision,
    DecisionRoute,
    Interview,
    InterviewVersion,
    QueueTicket,
    Slot,
)
from titian.counselling.states import EXPECTED, TicketState, VersionState
from titian.network.models import Organisation
from titian.people.models import JobSeekerCard, Person
from titian.people.queries import counter_offices

offices_of = counter_offices


def office_of(user: User, person: Person) -> Organisation | None:
    """Return the office in whose name this user counsels a person: the one of the person's regency first."""
    own = counter_offices(user)
    near = [one for one in own if one.region_id == person.regency_id]
    return next(iter([*near, *own]), None)


def slots_ahead(user: User, *, since: datetime, days: int = 60) -> list[Slot]:
    """Return the times of the user's offices from a moment on, with the number of places given."""
    held = Count("appointments", filter=~Q(appointments__state="cancelled"))
    found = Slot.objects.of_user(user).filter(
        starts_at__gte=since, starts_at__lt=since + timedelta(days=days)
    )
    return list(found.select_related("office").annotate(given=held).order_by("starts_at", "pk")[:300])


def room_of(slots: list[Slot]) -> tuple[int, int]:
    """Return how many places are free and how many there are: told before anybody is invited."""
    free = sum(max(slot.capacity - slot.given, 0) for slot in slots)  # type: ignore[attr-defined]
    return free, sum(slot.capacity for slot in slots)


def invited_to(slot: Slot) -> list[Appointment]:
    """Return who is invited to a time."""
    return list(slot.appointments.select_related("person", "ticket").order_by("seat", "pk"))


def expected_today(user: User) -> list[Appointment]:
    """Return who is still expected today."""
    begins = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    today = Appointment.objects.filter(
        office__in=[one.pk for one in counter_offices(user)], state__in=EXPECTED,
        slot__starts_at__gte=begins, slot__starts_at__lt=begins + timedelta(days=1),
    )  # fmt: skip
    return list(today.select_related("person", "slot", "office").order_by("slot__starts_at", "seat"))


def queue_today(offices: list[Organisation]) -> list[QueueTicket]:
    """Return the day's tickets that are not over, in the order they are called."""
    open_ones = QueueTicket.objects.filter(office__in=offices, day=timezone.localdate()).exclude(
        state=TicketState.SERVED
    )
    return list(open_ones.select_related("person", "office").order_by("due_at", "number")[:200])


def holder_of_card(ticket: QueueTicket, number: int, user: User) -> Person | None:
    """Return the person whose AK/I card of this office has a number, if the user sees the person."""
    cards = JobSeekerCard.objects.filter(office=ticket.office_id, number=number)
    return Person.objects.visible_to(user).filter(pk__in=cards.values("person")).first()


class Called(NamedTuple):
    """One line of the screen in the waiting room; it knows no person."""

    label: str
    desk: str
    called_at: datetime


def called_at(office_id: int) -> tuple[list[Called], int]:
    """Return the numbers last called at an office today, and how many wait."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, number, desk, called_at FROM counselling_called(%s)", [office_id])
        rows = cursor.fetchall()
        cursor.execute("SELECT counselling_waiting(%s)", [office_id])
        (waiting,) = cursor.fetchone()
    called = [
        Called(QueueTicket(kind=kind, number=number).label, desk, moment)
        for kind, number, desk, moment in rows
    ]
    return called, waiting


class Decided(NamedTuple):
    """One decision with its routes, and whether a later one replaced it."""

    decision: Decision
    routes: list[DecisionRoute]
    replaced: bool


class CaseFacts(NamedTuple):
    """What an officer sees of one person's way through counselling."""

    appointments: list[Appointment]
    interview: Interview | None
    conflicts: list[InterviewVersion]
    decisions: list[Decided]

    @property
    def in_force(self) -> Decided | None:
        return next((one for one in self.decisions if not one.replaced), None)


def case_of(person: Person, office: Organisation) -> CaseFacts:
    """Return the facts of a case, latest first; an interview without a word in it is none yet."""
    versions = list(
        InterviewVersion.objects.filter(
            interview__person=person, interview__office=office,
            state__in=(VersionState.CURRENT, VersionState.CONFLICTING),
        ).select_related("interview", "written_by").order_by("number")
    )  # fmt: skip
    appointments = Appointment.objects.filter(person=person, office=office).select_related("slot", "person")
    return CaseFacts(
        appointments=list(appointments.order_by("-slot__starts_at")[:10]),
        interview=versions[0].interview if versions else None,
        conflicts=[one for one in versions if one.state == VersionState.CONFLICTING],
        decisions=decisions_of(person),
    )


def decisions_of(person: Person) -> list[Decided]:
    """Return the decisions about a person, the latest first, with their routes; one statement."""
    found = DecisionRoute.objects.filter(decision__person=person).select_related(
        "decision__office", "decision__author", "decision__comparison", "referred_to"
    )
    by_decision: dict[int, list[DecisionRoute]] = {}
    for one in found.order_by("-decision__decided_on", "-decision", "pk")[:100]:
        by_decision.setdefault(one.decision_id, []).append(one)
    every = [(lines[0].decision, lines) for lines in by_decision.values()]
    replaced = {decision.replaces_id for decision, _lines in every}
    return [Decided(decision, lines, decision.pk in replaced) for decision, lines in every]


def route_lines(person: Person) -> list[DecisionRoute]:
    """Return every route ever decided for a person, for the line of time; one statement."""
    return list(
        DecisionRoute.objects.filter(decision__person=person)
        .select_related("decision__office")
        .order_by("decision__decided_on", "pk")
    )


def partners() -> list[Organisation]:
    """Return the organisations a person may be referred to: centres, certifiers, employers, not offices."""
    kinds = ("agency_province", "agency_regency", "directorate_general", "insurer")
    return list(
        Organisation.objects.exclude(kind__in=kinds).filter(confirmed=True).order_by("name_key")[:500]
    )
