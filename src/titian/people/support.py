"""Questions about support: who needs what at one place, and how a unit kept its promises."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from titian.accounts.models import User
from titian.people.models import Accommodation, AccommodationKind, Needs, Person

Of = TypeVar("Of", Needs, Accommodation)


def support_at(setting: str, person_ids: Collection[int]) -> list[Accommodation]:
    """Return what these people need at one place (test, class, dormitory), and nothing of what is needed elsewhere."""
    wanted = Accommodation.objects.filter(setting=setting, person__in=person_ids, not_delivered_because="")
    return list(wanted.select_related("person").order_by("due_on", "pk"))


def supported() -> dict[int, Person]:
    """Return whom the units of the acting user support, by number: name and account, no more of the record."""
    found = Person.objects.raw("SELECT id, name, user_id FROM people_supported ORDER BY id")
    return {person.pk: person for person in found}


def person_to_promise(user: User, person_id: int) -> Person | None:
    """Return to whom an officer of a unit may promise support: who asked, or whom the officer sees anyway."""
    return supported().get(person_id) or Person.objects.visible_to(user).filter(pk=person_id).first()


def without_promise(most: int = 200) -> list[Needs]:
    """Return the needs stated to the units of the acting user that nobody promised anything for, oldest first."""
    people = supported()
    promised = Accommodation.objects.filter(person=OuterRef("person"))
    asked = Needs.objects.filter(~Exists(promised), person__in=list(people))
    return _named(asked.order_by("stated_on", "pk")[:most], people)


def open_promises(unit_ids: Sequence[int]) -> list[Accommodation]:
    """Return what a unit has still to bring, the most overdue first."""
    waiting = Accommodation.objects.filter(unit__in=unit_ids, delivered_on=None, not_delivered_because="")
    return _named(waiting.select_related("companion", "unit").order_by("due_on", "pk")[:200], supported())


def _named(rows: QuerySet[Of], people: dict[int, Person]) -> list[Of]:
    """Give each row its person; a record joined to another since has left the list of its unit."""
    known = [row for row in rows if row.person_id in people]
    for row in known:
        row.person = people[row.person_id]
    return known


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
