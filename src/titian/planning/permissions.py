"""Who may promise, and who keeps the classes."""

from __future__ import annotations

from django.utils import timezone

from titian.accounts.models import User
from titian.network.models import Role
from titian.network.queries import organisations_of
from titian.planning.models import TrainingClass

KEEPERS = (Role.CENTRE_HEAD, Role.CENTRE_CLERK)


def may_set_targets(user: User, centre_id: int, *, plans_for_all: bool, plans_for: list[int]) -> bool:
    """National planners plan for every centre, heads and clerks for their own."""
    return user.is_system or plans_for_all or centre_id in plans_for


def may_open_classes(user: User) -> bool:
    """Heads and clerks open the classes of their own organisation."""
    return bool(organisations_of(user, timezone.localdate(), KEEPERS))


def may_keep_class(user: User, training_class: TrainingClass) -> bool:
    """Heads and clerks of the responsible centre or of the organiser write what a class is and who sits in it."""
    own = organisations_of(user, timezone.localdate(), KEEPERS)
    return bool({training_class.centre_id, training_class.organiser_id} & set(own))


def may_change_class_roles(user: User, training_class: TrainingClass) -> bool:
    """Heads and clerks of the responsible centre: whoever organises opens the records of who sits there."""
    return training_class.centre_id in organisations_of(user, timezone.localdate(), KEEPERS)
