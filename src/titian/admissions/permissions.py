"""Who may do what in a round. Which rounds and applications are seen is asked of `visible_to`."""

from __future__ import annotations

from django.utils import timezone

from titian.accounts.models import User
from titian.admissions.models import AdmissionRound, Application
from titian.network.models import Role
from titian.network.queries import organisations_of

KEEPERS = (Role.CENTRE_HEAD, Role.CENTRE_CLERK)
RATERS = (*KEEPERS, Role.INSTRUCTOR)


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


def _is(user: User, centre_id: int, roles: tuple[Role, ...]) -> bool:
    return user.is_system or centre_id in organisations_of(user, timezone.localdate(), roles)
