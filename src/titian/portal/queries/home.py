"""What is this user here for, and what waits?"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.evaluation.queries.readers import CentreYears
from titian.network.models import Agreement, Membership, Organisation
from titian.rosters.queries import rows_held

LATEST_YEARS = 3
MISSING = "belum-masuk"  # the section of the evaluation page that lists held rows


@dataclass(frozen=True)
class Task:
    """Something that waits, how much of it, and why it matters."""

    label: str
    url: str
    count: int
    why: str


@dataclass(frozen=True)
class PromiseLine:
    agreement: str
    kind: str
    ends_on: object
    promise: str
    places: int


def own_organisation(user: User) -> str:
    """Return the name of the organisation this user works for today, '' if there is none."""
    name = _memberships(user).values_list("organisation__name", flat=True).first()
    return name or ""


def own_roles(user: User) -> list[str]:
    """Return what this user is, in words."""
    lines = _memberships(user).select_related("organisation")
    return [f"{membership.get_role_display()}, {membership.organisation.name}" for membership in lines]


def waiting_for(centres: list[CentreYears], reached: list[int], *, repairs: bool) -> list[Task]:
    """Return what this user can do something about, the most harmful to leave first."""
    tasks = []
    for row in centres:
        for year in row.years[:LATEST_YEARS] if row.centre.pk in reached else []:
            if held := len(rows_held(row.centre.pk, year)):
                tasks.append(
                    Task(
                        _("Baris daftar peserta %(centre)s %(year)d yang ditahan")
                        % {"centre": row.centre.name, "year": year},
                        f"{reverse('rosters:queue')}?balai={row.centre.pk}&tahun={year}"
                        if repairs
                        else f"{reverse('evaluation:rakor', args=[row.centre.pk, year])}#{MISSING}",
                        held,
                        _("Orang di baris itu belum tercatat dan tidak masuk angka mana pun."),
                    )
                )
    unconfirmed = Organisation.objects.filter(confirmed=False, pk__in=reached).count()
    if unconfirmed:
        tasks.append(
            Task(
                _("Lembaga yang belum dikonfirmasi"),
                f"{reverse('portal:classes')}?konfirmasi=belum",
                unconfirmed,
                _("Daftar peserta menyebut lembaga yang belum dikenal; namanya perlu dicocokkan."),
            )
        )
    return tasks


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
