"""When an office listens, and to how many at once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from titian.accounts.models import User
from titian.core.errors import DomainError, refuse, refuse_unless
from titian.counselling.models import Slot
from titian.counselling.permissions import may_act_for
from titian.counselling.rules import why_capacity_stays
from titian.journal.models import Entry
from titian.network.models import Organisation


@transaction.atomic
def open_slots(
    office: Organisation, starts: list[datetime], *, minutes: int, capacity: int, place: str, actor: User
) -> list[Slot]:
    """Open times at an office; one that is open already stays as it is."""
    wanted = [
        Slot(office=office, starts_at=at, minutes=minutes, capacity=capacity, place=place) for at in starts
    ]
    refuse_unless(all(may_act_for(actor, one) for one in wanted[:1]))
    made = Slot.objects.bulk_create(wanted, ignore_conflicts=True)
    Entry.write(actor, "open_slots", office, count=len(made), capacity=capacity)
    return list(Slot.objects.filter(office=office, starts_at__in=starts).order_by("starts_at"))


@transaction.atomic
def set_capacity(slot: Slot, capacity: int, *, actor: User) -> Slot:
    """Take more or fewer people at a time, never fewer than are invited."""
    slot = Slot.objects.select_for_update(of=("self",)).get(pk=slot.pk)
    refuse_unless(may_act_for(actor, slot))
    highest = max(
        slot.appointments.holding_a_place().values_list("seat", flat=True), default=0
    )  # the places given so far; a place is given once
    refuse(why_capacity_stays(wanted=capacity, taken=highest), "places_given")
    slot.capacity = capacity
    slot.save(update_fields=["capacity"])
    Entry.write(actor, "set_capacity", slot, capacity=capacity)
    return slot


@transaction.atomic
def close_slot(slot: Slot, *, actor: User) -> None:
    """Take a time away to which nobody was ever invited."""
    slot = Slot.objects.select_for_update(of=("self",)).get(pk=slot.pk)
    refuse_unless(may_act_for(actor, slot))
    if slot.appointments.exists():
        raise DomainError(
            why_capacity_stays(wanted=0, taken=slot.appointments.count()) or "", code="places_given"
        )
    Entry.write(actor, "close_slot", slot.office)
    slot.delete()
