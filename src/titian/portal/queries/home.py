"""What is this user here for?"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from titian.accounts.models import User
from titian.network.models import Agreement, Role
from titian.network.queries import organisations_of
from titian.network.reach import held_by


@dataclass(frozen=True)
class PromiseLine:
    agreement: str
    kind: str
    ends_on: object
    promise: str
    places: int


def own_organisation(user: User) -> str:
    """Return the name of the organisation this user works for today, '' if there is none."""
    held = held_by(user, timezone.localdate())
    return held[0].organisation_name if held else ""


def own_roles(user: User) -> list[str]:
    """Return what this user is, in words."""
    held = held_by(user, timezone.localdate())
    return [f"{Role(one.role).label}, {one.organisation_name}" for one in held]


def own_promises(user: User) -> list[PromiseLine]:
    """Return what the user's own organisation promised by agreements."""
    organisations = organisations_of(user, timezone.localdate())
    agreements = (
        Agreement.objects.filter(Q(parties__organisation__in=organisations))
        .distinct()
        .order_by("-starts_on")
        .prefetch_related("promises")
    )
    return [
        PromiseLine(
            agreement.title,
            agreement.get_kind_display(),
            agreement.ends_on,
            promise.get_kind_display(),
            promise.places,
        )
        for agreement in agreements
        for promise in agreement.promises.all()
        if promise.promised_by_id in organisations
    ]
