"""Who may bring rosters in, and for which centre."""

from __future__ import annotations

from django.utils import timezone

from titian.accounts.models import User
from titian.network.models import Organisation, Role
from titian.network.queries import organisations_of
from titian.network.reach import reach_of
from titian.rosters.queries.hand_ins import ways_to_hand_in

LOADERS = (Role.CENTRE_CLERK, Role.CENTRE_HEAD)


def may_load_rosters(user: User, centre: Organisation) -> bool:
    """Clerks and heads of the centre or of one above it; system actors with a nation's scope."""
    if user.is_system:
        return reach_of(user).sees_all
    own = organisations_of(user, timezone.localdate(), roles=LOADERS)
    return bool(own) and centre.pk in reach_of(user).organisations


def loads_rosters(user: User) -> bool:
    """Whether bringing rosters in is this user's work at all."""
    return bool(organisations_of(user, timezone.localdate(), roles=LOADERS))


def may_hand_in(user: User) -> bool:
    """Clerks and heads of an organisation that another centre supervises: they send, that centre loads."""
    return bool(ways_to_hand_in(user, timezone.localdate()))


def may_hand_in_from(user: User, sender: Organisation, centre: Organisation) -> bool:
    return (sender, centre) in ways_to_hand_in(user, timezone.localdate())
