"""Open a class for application, and close the plan once people apply under it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.planning.models import Opening, SeatGroup, TrainingClass
from titian.planning.rules import why_opening_is_refused
from titian.planning.seats import PlannedGroup


@dataclass(frozen=True)
class OpeningPlan:
    """What the decree says of a class: places, who may apply, and how marks count."""

    decree: str
    seats: int
    reserves: int = 2
    beds_men: int = 0
    beds_women: int = 0
    accessible_beds_men: int = 0
    accessible_beds_women: int = 0
    minimum_age: int = 17
    maximum_age: int | None = None
    minimum_education_id: str | None = None
    must_read: bool = True
    must_not_work: bool = False
    must_not_study: bool = False
    regions: tuple[str, ...] = ()
    only_sex: str = ""
    only_sex_reason: str = ""
    written_weight: int = 60
    interview_weight: int = 40
    band: int = 1
    pass_mark: int = 0


@transaction.atomic
def open_for_application(
    training_class: TrainingClass, plan: OpeningPlan, groups: Sequence[PlannedGroup], *, actor: User
) -> Opening:
    """Say who may apply for a class and how its seats choose; said again before a round opens, it is replaced."""
    TrainingClass.objects.select_for_update(of=("self",)).get(pk=training_class.pk)
    former = Opening.objects.filter(training_class=training_class).first()
    if former and former.locked:
        raise DomainError(
            _("Seleksi paket ini sudah dibuka, jadi rencananya tidak dapat diubah lagi."),
            code="opening_locked",
        )
    if reason := why_opening_is_refused(
        groups,
        seats=plan.seats,
        beds_men=plan.beds_men,
        beds_women=plan.beds_women,
        only_sex=plan.only_sex,
        only_sex_reason=plan.only_sex_reason,
        written_weight=plan.written_weight,
        interview_weight=plan.interview_weight,
        ages=(plan.minimum_age, plan.maximum_age),
    ):
        raise DomainError(reason, code="opening_refused")
    stated = {**asdict(plan), "regions": list(plan.regions)}
    opening, _new = Opening.objects.update_or_create(training_class=training_class, defaults=stated)
    opening.groups.all().delete()
    SeatGroup.objects.bulk_create(
        SeatGroup(
            opening=opening,
            position=position,
            **{**asdict(group), "tiers": [list(tier) for tier in group.tiers]},
        )
        for position, group in enumerate(groups)
    )
    Entry.write(actor, "open_for_application", opening, seats=plan.seats)
    return opening


@transaction.atomic
def lock_openings(opening_ids: Iterable[int], *, actor: User) -> None:
    """From here on what people apply under stays as it is."""
    ids = list(opening_ids)
    Opening.objects.filter(pk__in=ids).update(locked=True)
    Entry.write(actor, "lock_openings", "planning.opening", ids=ids)
