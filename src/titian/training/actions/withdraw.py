from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from titian.accounts.models import User
from titian.core.db.bulk import AnyOf
from titian.journal.models import Entry
from titian.people.actions import forget_training
from titian.training.models import Enrolment, TrainingCertificate


@transaction.atomic
def withdraw(enrolment_ids: Sequence[int], *, actor: User, reason: str) -> None:
    """Take back enrolments that were stated in error; what later stations know of them must be gone."""
    ids = list(enrolment_ids)
    if not ids:
        return
    TrainingCertificate.objects.filter(AnyOf("enrolment", ids))._raw_delete("default")
    forget_training(list(Enrolment.objects.filter(AnyOf("pk", ids)).values_list("person", "training_class")))
    Enrolment.objects.filter(AnyOf("pk", ids))._raw_delete("default")
    Entry.write(actor, "withdraw", "training.enrolment", reason=reason, count=len(ids))
