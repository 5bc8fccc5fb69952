"""Questions about support: who needs what at one place, and how a unit kept its promises."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.models import F, Q, QuerySet

from titian.accounts.models import User
from titian.people.models import Accommodation, AccommodationKind, Needs, Person


def support_at(setting: str, person_ids: Collection[int]) -> list[Accommodation]:
    """Return what these people need at one place (test, class, dormitory), and nothing of what is needed elsewhere."""
    wanted = Accommodation.objects.filter(setting=setting, person__in=person_ids, not_delivered_because="")
    return list(wanted.select_related("person").order_by("due_on", "pk"))


def supported_ids() -> list[int]:
    """Return whom the units of the acting user support; the second wall asks the same function."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app_supported()")
        (found,) = cursor.fetchone()
    return list(found)


def may_be_promised(user: User) -> QuerySet[Person]:
    """Return the people to whom an officer of a unit may promise support: who asked, and whom the officer sees."""
    seen = Person.objects.visible_to(user).values("pk")
    return Person.objects.filter(Q(pk__in=supported_ids()) | Q(pk__in=seen), merged_into=None)


def without_promise(most: int = 200) -> list[Needs]:
    """Return the needs stated to the units of the acting user that nobody promised anything for, oldest first."""
    asked = Needs.objects.filter(person__in=supported_ids(), person__merged_into=None)
    unanswered = asked.filter(person__accommodations=None)
    return list(unanswered.select_related("person").order_by("stated_on", "pk")[:most])


def open_promises(unit_ids: Sequence[int]) -> list[Accommodation]:
    """Return what a unit has still to bring, the most overdue first."""
    waiting = Accommodation.objects.filter(unit__in=unit_ids, delivered_on=None, not_delivered_because="")
    return list(waiting.select_related("person", "companion", "unit").order_by("due_on", "pk")[:200])


class Kept(NamedTuple):
    """How promises of one kind due in a half-year were kept; the four parts add up to `promised`."""

    kind: str
    promised: int
    in_time: int
    late: int
    not_delivered: int
    still_open: int


def half_year(day: date) -> tuple[date, date]:
    """Return the first day of the half-year of a day and of the next one."""
    if day.month <= 6:
        return date(day.year, 1, 1), date(day.year, 7, 1)
    return date(day.year, 7, 1), date(day.year + 1, 1, 1)


def promises_kept(unit_ids: Sequence[int], day: date) -> list[Kept]:
    """Return the half-yearly report of units, a line a kind."""
    begins, ends = half_year(day)
    due = Accommodation.objects.filter(unit__in=unit_ids, due_on__gte=begins, due_on__lt=ends)
    lines = []
    for kind, words in AccommodationKind.choices:
        of_kind = due.filter(kind=kind)
        promised = of_kind.count()
        if not promised:
            continue
        in_time = of_kind.filter(delivered_on__lte=F("due_on")).count()
        late = of_kind.filter(delivered_on__gt=F("due_on")).count()
        refused = of_kind.filter(~Q(not_delivered_because="")).count()
        lines.append(Kept(str(words), promised, in_time, late, refused, promised - in_time - late - refused))
    return lines
