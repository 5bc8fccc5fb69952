from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.journal.models import Look
from titian.people.models import Person
from titian.people.queries import whole_nik
from titian.people.rules import why_nik_stays_masked

NIK = "nik"


@transaction.atomic
def unmask_nik(person: Person, reason: str, actor: User) -> str:
    """Tell the whole NIK to somebody with the right and a reason; the journal keeps both."""
    hour_ago = timezone.now() - timedelta(hours=1)
    recent = Look.objects.filter(actor=actor, what=NIK, at__gte=hour_ago).count()
    if refusal := why_nik_stays_masked(person, reason=reason, recent_looks=recent):
        raise DomainError(refusal, code="nik_stays_masked")
    Look.objects.create(actor=actor, person_id=person.pk, what=NIK, reason=reason.strip())
    return whole_nik(person) or ""
