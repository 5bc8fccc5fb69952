"""What is this user here for?"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from titian.accounts.models import User
from titian.network.models import Agreement, Membership
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
    lines = _memberships(user).select_related("organisation")
    return [f"{membership.get_role_display()}, {membership.organisation.name}" for membership in lines]


def own_promises(user: User) -> list[PromiseLine]:
    """Return what the user's own organisation promised by agreements."""
    organisations = list(_memberships(user).values_list("organisation_id", flat=True))
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


def _memberships(user: User) -> QuerySet[Membership]:
    today = timezone.localdate()
    return Membership.objects.filter(user=user, period__contains=today).order_by("pk")
