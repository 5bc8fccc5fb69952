from __future__ import annotations

from datetime import date

from django.db import transaction

from titian.accounts.models import User
from titian.network.models import Organisation
from titian.people.actions import NewLink, link
from titian.planning.actions import change_class_role
from titian.planning.models import ClassPart, TrainingClass
from titian.training.actions.seat import LINK_REASON
from titian.training.models import Enrolment


@transaction.atomic
def change_organiser(
    training_class: TrainingClass, organiser: Organisation, *, actor: User, on: date, reason: str
) -> None:
    """Let another organise the class from that day, and serve those who sit in it."""
    change_class_role(training_class, ClassPart.ORGANISER, organiser, actor=actor, on=on, reason=reason)
    seated = Enrolment.objects.filter(training_class=training_class).values_list("person", flat=True)
    link([NewLink(person, organiser.pk, on, LINK_REASON) for person in seated])
