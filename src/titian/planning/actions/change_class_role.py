from __future__ import annotations

from datetime import date

from django.db import transaction

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.core.periods import since
from titian.journal.models import Entry
from titian.network.models import Organisation
from titian.planning.models import ClassPart, ClassRole, TrainingClass
from titian.planning.rules import why_role_stays


@transaction.atomic
def change_class_role(
    training_class: TrainingClass,
    part: ClassPart,
    organisation: Organisation,
    *,
    actor: User,
    on: date,
    reason: str,
) -> None:
    """Let another organise or house a class from that day; from the first day on it is a correction."""
    held_classes = TrainingClass.objects.select_for_update(of=("self",))
    training_class = held_classes.get(pk=training_class.pk)
    last = ClassRole.objects.filter(training_class=training_class, part=part, period__upper_inf=True).first()
    if why := why_role_stays(
        on=on,
        starts_on=training_class.starts_on,
        ends_on=training_class.ends_on,
        held_since=last.period.lower if last else None,
        is_the_same=last is not None and last.organisation_id == organisation.pk,
    ):
        raise DomainError(why, code="class_role_stays")
    if last and on > training_class.starts_on:
        last.period = since(last.period.lower, on)
        last.save(update_fields=["period"])
    elif last:
        last.delete()
    first = on if on > training_class.starts_on else None
    ClassRole.objects.create(
        training_class=training_class, part=part, organisation=organisation, period=since(first)
    )
    setattr(training_class, part, organisation)
    training_class.save(update_fields=[part, "updated_at"])
    Entry.write(
        actor, "change_class_role", training_class, reason=reason,
        part=part, organisation=organisation.pk, since=str(on),
    )  # fmt: skip
