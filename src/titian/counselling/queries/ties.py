"""What ties an officer to a person, and where the officer belongs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import connection

from titian.accounts.models import User
from titian.counselling.models import Tie, TieKind
from titian.counselling.rules import TiesTo
from titian.network.models import Organisation
from titian.network.queries import organisations_of
from titian.people.models import Person


def ties_to(officer: User, person: Person) -> TiesTo:
    """Return what is known to tie an officer, who is acting, to a person."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT counselling_same_family(%s), (SELECT kind FROM counselling_tie"
            " WHERE user_id = %s AND person_id = %s AND ended_on IS NULL)",
            [person.pk, officer.pk, person.pk],
        )
        same_card, kind = cursor.fetchone()
    return TiesTo(person.user_id == officer.pk, same_card, str(TieKind(kind).label) if kind else "")


def belongs_to(officer: User, on: date) -> set[int]:
    """Return the organisations an officer works in or declared to be a member of."""
    declared = Tie.objects.filter(user=officer, organisation__isnull=False, ended_on=None)
    return {*organisations_of(officer, on), *declared.values_list("organisation_id", flat=True)}


def names_of(organisation_ids: Collection[int]) -> dict[int, str]:
    """Return the names of organisations."""
    return dict(Organisation.objects.filter(pk__in=organisation_ids).values_list("pk", "name"))


def own_ties(officer: User) -> list[Tie]:
    """Return what the officer declared and still holds."""
    found = Tie.objects.filter(user=officer, ended_on=None).select_related("person", "organisation")
    return list(found.order_by("-declared_on", "-pk"))
