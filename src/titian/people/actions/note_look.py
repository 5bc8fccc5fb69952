from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from titian.accounts.models import User
from titian.journal.models import Look
from titian.people.models import Person

RECORD = "record"
DISABILITY = "disability"


def note_look(person: Person, what: str, actor: User, *more: str) -> None:
    """Keep for the person who looked at what, and at what more; once a day is enough."""
    if person.user_id == actor.pk:
        return
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    seen = Look.objects.filter(actor=actor, person_id=person.pk, what__in=[what, *more], at__gte=today)
    known = set(seen.values_list("what", flat=True))
    for one in (what, *more):
        if one not in known:
            Look.objects.create(actor=actor, person_id=person.pk, what=one)


def note_looks(people: Sequence[Person], what: str, actor: User) -> None:
    """Keep the same for everybody whom one page tells of; it costs the same however many they are."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    others = {person.pk for person in people if person.user_id != actor.pk}
    if not others:
        return
    seen = Look.objects.filter(actor=actor, person_id__in=others, what=what, at__gte=today)
    new = others - set(seen.values_list("person_id", flat=True))
    Look.objects.bulk_create(Look(actor=actor, person_id=pk, what=what) for pk in sorted(new))
