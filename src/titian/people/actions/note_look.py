from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from titian.accounts.models import User
from titian.journal.models import Look
from titian.people.models import Person

RECORD = "record"
DISABILITY = "disability"


def note_looks(person: Person, what: Iterable[str], actor: User) -> None:
    """Keep for the person who looked at what; once a day is enough."""
    if person.user_id == actor.pk:
        return
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    noted = Look.objects.filter(actor=actor, person_id=person.pk, at__gte=today).values_list("what", flat=True)
    if missing := set(what) - set(noted):
        Look.objects.bulk_create(Look(actor=actor, person_id=person.pk, what=one) for one in sorted(missing))
