"""An office that counsels, with officers, a person and a time to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from factories import network, people
from titian.accounts.models import User
from titian.counselling.actions.decide import decide
from titian.counselling.actions.interviews import Told, open_interview, save_version
from titian.counselling.actions.invite import invite
from titian.counselling.actions.queue import take_ticket
from titian.counselling.models import (
    Appointment,
    Decision,
    Interview,
    InterviewVersion,
    QueueTicket,
    Slot,
)
from titian.counselling.rules import Said, Step
from titian.network.models import Organisation, Role
from titian.people.models import Person

ENOUGH = {
    "work_now": "none",
    "worked_years": "under_2",
    "schooling": "upper",
    "wanted_route": "training",
}


@dataclass
class Office:
    """Two officers of one office, and a person of its regency."""

    office: Organisation
    officer: User
    colleague: User
    person: Person


def counselling_office(region_code: str = "35.10") -> Office:
    office = network.organisation("", "agency_regency", region_code)
    return Office(
        office,
        network.member(Role.REGENCY_OFFICE, office),
        network.member(Role.REGENCY_OFFICE, office),
        people.person(regency=region_code, user=network.user(), phone="081200000001"),
    )


def slot(office: Organisation, *, capacity: int = 2, hours: int = 48) -> Slot:
    return Slot.objects.create(
        office=office, starts_at=timezone.now() + timedelta(hours=hours), minutes=45, capacity=capacity
    )


def told(answers: dict[str, str] | None = None, *, base: int = 0, source: str = "said") -> Told:
    said = {code: Said(value, source) for code, value in (ENOUGH if answers is None else answers).items()}
    return Told(uuid4(), base, said, timezone.now())


def heard(desk: Office, answers: dict[str, str] | None = None) -> tuple[Interview, InterviewVersion]:
    """Return an interview with one version that is enough to decide on."""
    interview = open_interview(desk.person, desk.office, actor=desk.officer)
    return interview, save_version(interview, told(answers), actor=desk.officer)


def step(route: str = "training", **more) -> Step:
    return Step(
        **{
            "route": route, "reason": "Ingin belajar las dari dasar", "step": "Mendaftar kelas las",
            "step_owner": "person", "due_on": timezone.localdate() + timedelta(days=30), **more,
        }
    )  # fmt: skip


def decided(desk: Office, *routes: str) -> Decision:
    interview, _version = heard(desk)
    steps = [step(route) for route in routes or ("training",)]
    return decide(interview, steps, key=uuid4(), change="", actor=desk.officer)


def counselled(person: Person, officer: User) -> dict[str, object]:
    """Return what stands on a person's way through an officer's office; it is made at the first call."""
    office = Organisation.objects.get(memberships__user=officer)
    desk = Office(office, officer, officer, person)
    decision = Decision.objects.filter(person=person).first()
    if decision is None:
        decision = decided(desk)
        time = slot(office)
        made = invite(time, person, key=uuid4(), purpose="", actor=officer)
        take_ticket(office, key=uuid4(), actor=officer)
        save_version(decision.version.interview, told({"skills": "las"}, base=1), actor=officer)
        save_version(decision.version.interview, told({"skills": "listrik"}, base=1), actor=officer)
        assert made.slot == time
    appointment = Appointment.objects.get(person=person)
    interview = decision.version.interview
    return {
        "office_id": office.pk, "slot_id": appointment.slot_id, "appointment_id": appointment.pk,
        "ticket_id": QueueTicket.objects.filter(office=office).first().pk, "interview_id": interview.pk,
        "version_id": interview.versions.get(state="conflicting").pk, "decision_id": decision.pk,
        "route_id": decision.routes.first().pk,
    }  # fmt: skip
