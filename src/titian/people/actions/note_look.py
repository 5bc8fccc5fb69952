from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
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
    now = timezone.now()
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO journal_look (actor_id, person_id, what, reason, at)
            SELECT %(actor)s, %(person)s, what, '', %(now)s FROM unnest(%(looked)s::text[]) what
            WHERE NOT EXISTS (
                SELECT FROM journal_look l
                WHERE l.actor_id = %(actor)s AND l.person_id = %(person)s AND l.what = what.what AND l.at >= %(today)s)
            """,
            {
                "actor": actor.pk,
                "person": person.pk,
                "looked": [what, *more],
                "now": now,
                "today": today,
            },
        )


def note_looks(people: Sequence[Person], what: str, actor: User) -> None:
    """Keep the same for everybody whom one page tells of; it costs the same however many they are."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    others = {person.pk for person in people if person.user_id != actor.pk}
    if not others:
        return
    seen = Look.objects.filter(actor=actor, person_id__in=others, what=what, at__gte=today)
    new = others - set(seen.values_list("person_id", flat=True))
    Look.objects.bulk_create(Look(actor=actor, person_id=pk, what=what) for pk in sorted(new))
