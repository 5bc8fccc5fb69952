"""Which organisations are there, what became of one, and who works there?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from titian.accounts.models import User
from titian.core.text import key
from titian.network.models import (
    Agreement,
    Invitation,
    Membership,
    Organisation,
    OrganisationName,
    Ownership,
    Supervision,
)
from titian.network.queries.invitations import open_invitations

LIKE_ENOUGH = 0.3
CANDIDATES = 8


@dataclass(frozen=True)
class OrganisationFilter:
    """What the address of the list asks for; empty means all."""

    kind: str = ""
    province: str = ""
    supervisor: int | None = None
    unconfirmed: bool = False
    words: str = ""


@dataclass(frozen=True)
class History:
    """What is known of an organisation over time, the latest first."""

    names: list[OrganisationName]
    owners: list[Ownership]
    supervisors: list[Supervision]
    satellites: list[Organisation]
    supervised: int


def organisations_for(seen: QuerySet[Organisation], asked: OrganisationFilter, on: date) -> QuerySet[Any]:
    """Return those of the organisations a user sees, each with its supervisor and how many work there."""
    found = seen.select_related("kind", "region__parent")
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.province:
        found = found.filter(Q(region=asked.province) | Q(region__parent=asked.province))
    if asked.supervisor:
        found = found.filter(
            pk__in=Supervision.objects.filter(supervisor=asked.supervisor, period__contains=on).values(
                "organisation"
            )
        )
    if asked.unconfirmed:
        found = found.filter(confirmed=False)
    if asked.words:
        words = key(asked.words)
        found = found.filter(
            Q(name_key__contains=words)
            | Q(short_name__icontains=asked.words)
            | Q(pk__in=OrganisationName.objects.filter(name_key__contains=words).values("organisation"))
        )
    guided = Supervision.objects.filter(organisation=OuterRef("pk"), period__contains=on)
    members = (
        Membership.objects.filter(organisation=OuterRef("pk"), period__contains=on)
        .order_by()
        .values("organisation")
        .annotate(n=Count("user", distinct=True))
    )
    return found.annotate(
        supervisor_name=Subquery(guided.values("supervisor__name")[:1]),
        member_count=Subquery(members.values("n")),
    ).order_by("name_key", "pk")


def supervisors_seen(seen: QuerySet[Organisation], on: date) -> list[tuple[int, str]]:
    """Return who supervises any organisation today, by name."""
    links = Supervision.objects.filter(period__contains=on, organisation__in=seen)
    found = links.order_by("supervisor__name").values_list("supervisor", "supervisor__name")
    return list(found.distinct())


def history_of(organisation: Organisation, on: date) -> History:
    return History(
        names=list(organisation.former_names.order_by("-period")),
        owners=list(organisation.ownerships.select_related("owner").order_by("-period")),
        supervisors=list(organisation.supervised_by.select_related("supervisor").order_by("-period")),
        satellites=list(organisation.satellites.order_by("name_key", "pk")),
        supervised=Supervision.objects.filter(supervisor=organisation, period__contains=on).count(),
    )


def members_of(organisation: Organisation, on: date) -> list[Membership]:
    held = organisation.memberships.filter(period__contains=on, user__is_active=True)
    return list(held.select_related("user").order_by("role", "user__name", "pk"))


def invitations_at(organisation: Organisation, now: datetime) -> list[Invitation]:
    found = open_invitations(now).filter(organisation=organisation).select_related("invited_by")
    return list(found.order_by("created_at", "pk"))


def candidates_for(unconfirmed: Organisation, user: User, words: str = "") -> list[Organisation]:
    """Return confirmed organisations this one may be, the most alike first."""
    confirmed = Organisation.objects.visible_to(user).filter(confirmed=True).select_related("kind", "region")
    wanted = key(words or unconfirmed.name)
    alike = confirmed.annotate(likeness=TrigramSimilarity("name_key", wanted))
    return list(
        alike.filter(Q(likeness__gt=LIKE_ENOUGH) | Q(name_key__contains=wanted))
        .exclude(pk=unconfirmed.pk)
        .order_by("-likeness", "name_key", "pk")[:CANDIDATES]
    )


def operators_missing(charged: frozenset[int], on: date) -> QuerySet[Organisation]:
    """Return the community centres among these where no clerk works yet."""
    held = Membership.objects.filter(period__contains=on).values("organisation")
    return (
        Organisation.objects.filter(pk__in=charged, kind="blk_komunitas")
        .exclude(pk__in=held)
        .order_by("name_key", "pk")
    )


def agreements_seen(user: User) -> QuerySet[Agreement]:
    """Return the agreements whose parties include an organisation this user sees."""
    return (
        Agreement.objects.filter(parties__organisation__in=Organisation.objects.visible_to(user))
        .distinct()
        .order_by("-starts_on", "title", "pk")
    )


def family_of(agreement: Agreement, user: User) -> QuerySet[Agreement]:
    """Return the agreement that this one changes and all its other addenda, in the order of their days."""
    first = agreement.amends_id or agreement.pk
    seen = agreements_seen(user).filter(Q(pk=first) | Q(amends=first)).exclude(pk=agreement.pk)
    return seen.order_by("starts_on", "pk")


def supervisor_now(organisation: Organisation) -> int | None:
    """Return below whom it stands until somebody says otherwise."""
    links = organisation.supervised_by.filter(period__upper_inf=True)
    return links.values_list("supervisor", flat=True).first()


def owner_now(organisation: Organisation) -> int | None:
    links = Ownership.objects.filter(organisation=organisation, period__upper_inf=True)
    return links.values_list("owner", flat=True).first()
