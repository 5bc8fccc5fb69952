"""Who may do what in a round. Which rounds and applications are seen is asked of `visible_to`."""

from __future__ import annotations

from django.utils import timezone

from titian.accounts.models import User
from titian.admissions.models import AdmissionRound, Application, Nomination
from titian.network.models import Role
from titian.network.queries import organisations_of
from titian.people.models import Person

KEEPERS = (Role.CENTRE_HEAD, Role.CENTRE_CLERK)
RATERS = (*KEEPERS, Role.INSTRUCTOR)
FOLLOWERS = (Role.REGENCY_OFFICE, Role.PROVINCIAL_OFFICE, Role.NATIONAL_PLANNER)


def may_open_rounds(user: User) -> bool:
    """Staff of a centre see the rounds; so do those who see everything."""
    return user.is_system or bool(organisations_of(user, timezone.localdate(), RATERS))


def may_keep_rounds(user: User) -> bool:
    return bool(organisations_of(user, timezone.localdate(), KEEPERS))


def may_keep_round(user: User, admission_round: AdmissionRound) -> bool:
    """Head and clerks of the centre itself run its round."""
    return _is(user, admission_round.centre_id, KEEPERS)


def may_rate(user: User, admission_round: AdmissionRound) -> bool:
    """Instructors, clerks and the head of the centre rate."""
    return _is(user, admission_round.centre_id, RATERS)


def may_confirm(user: User, admission_round: AdmissionRound) -> bool:
    """Only the head of the centre puts a result in force, decides appeals and aborts."""
    return _is(user, admission_round.centre_id, (Role.CENTRE_HEAD,))


def may_answer(user: User, application: Application) -> bool:
    """The person, or on the person's word a clerk of the centre."""
    return application.person.user_id == user.pk or may_keep_round(user, application.round)


def may_follow_nominees(user: User) -> bool:
    """Offices and the ministry; the centre works in its rounds."""
    return bool(organisations_of(user, timezone.localdate(), FOLLOWERS))


def may_follow_nominee(user: User, nomination: Nomination) -> bool:
    return may_follow_nominees(user)


def may_nominate(user: User) -> bool:
    """Officers of a regency office; whom they may nominate is judged of the person."""
    return bool(organisations_of(user, timezone.localdate(), (Role.REGENCY_OFFICE,)))


def may_nominate_person(user: User, person: Person) -> bool:
    """Nobody nominates oneself."""
    return may_nominate(user) and person.user_id != user.pk


def may_change_nomination(user: User, nomination: Nomination) -> bool:
    """Officers of the very office that nominated."""
    return _is(user, nomination.office_id, (Role.REGENCY_OFFICE,))


def _is(user: User, centre_id: int, roles: tuple[Role, ...]) -> bool:
    return user.is_system or centre_id in organisations_of(user, timezone.localdate(), roles)
