"""The disability service unit: what support is promised, who brings it, and whether it came."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.network.models import Organisation
from titian.people.models import Accommodation, Person


@transaction.atomic
def promise_accommodation(
    person: Person,
    unit: Organisation,
    *,
    kind: str,
    setting: str,
    note: str,
    due_on: date,
    companion: User | None,
    actor: User,
) -> Accommodation:
    """Promise a support at a place by a day; a companion may be named."""
    today = timezone.localdate()
    if due_on < today:
        raise DomainError(_("Hari itu sudah lewat. Pilih hari ini atau sesudahnya."), code="due_in_past")
    promised = Accommodation.objects.create(
        person=person, unit=unit, kind=kind, setting=setting, note=note.strip(), asked_on=today, due_on=due_on,
        companion=companion,
    )  # fmt: skip
    Entry.write(actor, "promise_accommodation", person, setting=setting)
    return promised


@transaction.atomic
def settle_accommodation(promised: Accommodation, *, because: str, actor: User) -> None:
    """Note that the support came today, or, with a reason, that it did not."""
    promised = Accommodation.objects.select_for_update(of=("self",)).get(pk=promised.pk)
    if promised.delivered_on or promised.not_delivered_because:
        raise DomainError(_("Akomodasi ini sudah diselesaikan."), code="already_settled")
    if because.strip():
        promised.not_delivered_because = because.strip()
    else:
        promised.delivered_on = timezone.localdate()
    promised.save()
    Entry.write(actor, "settle_accommodation", promised.person, delivered=not because.strip())
