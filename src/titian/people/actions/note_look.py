from __future__ import annotations

from django.utils import timezone

from titian.accounts.models import User
from titian.journal.models import Look
from titian.people.models import Person

RECORD = "record"
DISABILITY = "disability"


def note_look(person: Person, what: str, actor: User) -> None:
    """Keep for the person who looked at what; once a day is enough."""
    if person.user_id == actor.pk:
        return
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    if not Look.objects.filter(actor=actor, person_id=person.pk, what=what, at__gte=today).exists():
        Look.objects.create(actor=actor, person_id=person.pk, what=what)
