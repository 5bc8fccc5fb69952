"""Who may bring rosters in, and for which centre."""

from __future__ import annotations

from typing import NamedTuple

from django.utils import timezone

from titian.accounts.models import User
from titian.network.models import Organisation, Role
from titian.network.queries import organisations_of
from titian.network.reach import guided, held_by, reach_of
from titian.rosters.queries.hand_ins import answers, links_to_hand_in, not_responsible
from titian.rosters.rules import why_centre_hands_in

LOADERS = (Role.CENTRE_CLERK, Role.CENTRE_HEAD)


def may_load_rosters(user: User, centre: Organisation) -> bool:
    """Clerks and heads of the centre or of one above it; system actors with a nation's scope."""
    if user.is_system:
        return reach_of(user).sees_all
    own = organisations_of(user, timezone.localdate(), roles=LOADERS)
    return bool(own) and centre.pk in reach_of(user).organisations


class RosterWork(NamedTuple):
    """Whether a user brings rosters in for a centre that answers for them, and whether at all, if only to hand in."""

    loads: bool
    brings: bool


def roster_work(user: User) -> RosterWork:
    """Return what this user has to do with rosters."""
    today = timezone.localdate()
    own = [held for held in held_by(user, today) if held.role in LOADERS]
    guides = {link.organisation_id for link in guided(user, today)}
    return RosterWork(any(answers(held, guided=held.organisation_id in guides) for held in own), bool(own))


def why_not_responsible(centre: Organisation) -> str | None:
    """Return why no roster may be loaded under this centre as the responsible one, None if it may."""
    handing_in = not_responsible([centre.pk], timezone.localdate())
    return why_centre_hands_in(centre.name, handing_in[centre.pk]) if centre.pk in handing_in else None


def may_hand_in(user: User) -> bool:
    """Clerks and heads of an organisation that another centre supervises: they send, that centre loads."""
    return bool(links_to_hand_in(user, timezone.localdate()))


def may_hand_in_from(user: User, sender: Organisation, centre: Organisation) -> bool:
    links = links_to_hand_in(user, timezone.localdate())
    return (sender.pk, centre.pk) in {(one.organisation_id, one.supervisor_id) for one in links}
