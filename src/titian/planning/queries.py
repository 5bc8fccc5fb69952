"""What was promised, and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet

from titian.network.models import Organisation
from titian.planning.models import Opening, PlanVersion, SeatGroup, TrainingClass
from titian.planning.seats import PlannedGroup

PLANNED = ("name", "seats", "tiers", "guarantee", "beds_men", "beds_women", "beds_only")


class PlannedTarget(NamedTuple):
    """What one version promises for a channel, fund and wave; None where no money is stated."""

    channel: str
    fund: str
    wave: str
    label: str
    packages: int
    people: int
    rupiah: int | None
    rupiah_spent: int | None

    @property
    def place(self) -> tuple[str, str, str]:
        return self.channel, self.fund, self.wave


class PlannedYear(NamedTuple):
    """One dated version of a centre's year."""

    number: int
    decided_on: date
    reason: str
    targets: list[PlannedTarget]


def target_history(centre: Organisation, year: int, *, as_of: date | None = None) -> list[PlannedYear]:
    """Return every version decided by then, the first promise first."""
    versions = PlanVersion.objects.filter(centre=centre, year=year).prefetch_related("targets")
    if as_of is not None:
        versions = versions.filter(decided_on__lte=as_of)
    return [_planned(version) for version in versions.order_by("number")]


def targets_in_force(centre: Organisation, year: int, *, as_of: date | None = None) -> PlannedYear | None:
    """Return the last version decided by then, None where nothing was promised yet."""
    history = target_history(centre, year, as_of=as_of)
    return history[-1] if history else None


def _planned(version: PlanVersion) -> PlannedYear:
    targets = [
        PlannedTarget(
            target.channel_id,
            target.fund_id,
            target.wave,
            target.label,
            target.packages,
            target.people,
            target.rupiah,
            target.rupiah_spent,
        )
        for target in sorted(version.targets.all(), key=lambda target: target.pk)
    ]
    return PlannedYear(version.number, version.decided_on, version.reason, targets)


def groups_of(opening: Opening) -> list[PlannedGroup]:
    """Return the seat groups of an opening in the order of the decree."""
    groups = sorted(opening.groups.all(), key=lambda group: group.position)
    return [_group(*(getattr(group, name) for name in PLANNED)) for group in groups]


def groups_by_opening(openings: QuerySet[Any, Any]) -> dict[int, list[PlannedGroup]]:
    """Return the seat groups of each of very many openings: plain rows, no record a group."""
    found: dict[int, list[PlannedGroup]] = {}
    rows = SeatGroup.objects.filter(opening__in=openings).order_by("position")
    for opening, *planned in rows.values_list("opening", *PLANNED):
        found.setdefault(opening, []).append(_group(*planned))
    return found


def _group(name: str, seats: int, tiers: Sequence[Sequence[str]], *rest: Any) -> PlannedGroup:
    return PlannedGroup(name, seats, tuple(tuple(tier) for tier in tiers), *rest)


def is_open_for_application(training_class: TrainingClass) -> bool:
    """Say whether seats of a class are given by application."""
    return Opening.objects.filter(training_class=training_class).exists()
