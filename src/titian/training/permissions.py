"""Who may say how a class ended."""

from __future__ import annotations

from django.utils import timezone

from titian.accounts.models import User
from titian.network.models import Role
from titian.network.queries import organisations_of
from titian.planning.models import TrainingClass

RESULTS = (Role.CENTRE_HEAD, Role.CENTRE_CLERK, Role.INSTRUCTOR)


def may_state_results(user: User, training_class: TrainingClass) -> bool:
    """Who keeps the class, and the instructors of its centre or organiser."""
    own = organisations_of(user, timezone.localdate(), RESULTS)
    return bool({training_class.centre_id, training_class.organiser_id} & set(own))


def may_read_support(user: User, training_class: TrainingClass) -> bool:
    """Who holds or teaches the class; the second wall asks the same."""
    teaching = organisations_of(user, timezone.localdate(), (Role.CENTRE_HEAD, Role.INSTRUCTOR))
    return training_class.organiser_id in teaching


def may_enrol_accepted(user: User, training_class: TrainingClass) -> bool:
    """Heads and clerks of the responsible centre, whose round it is: an organiser reads no applications."""
    return training_class.centre_id in organisations_of(
        user, timezone.localdate(), (Role.CENTRE_HEAD, Role.CENTRE_CLERK)
    )
