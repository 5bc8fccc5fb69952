from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection, transaction

from titian.accounts.models import User
from titian.core.text import key
from titian.journal.models import Entry
from titian.programmes.models import DEFAULT_MINIMUM_AGE, Programme

ProgrammeKey = tuple[int, str]

INSERT_UNKNOWN = """
INSERT INTO programmes_programme
    (owner_id, name, name_key, field_id, hours, minimum_age, created_at, updated_at)
SELECT DISTINCT ON (owner, name_key) owner, name, name_key, field, hours, %s, now(), now()
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::smallint[])
     WITH ORDINALITY AS t (owner, name, name_key, field, hours, place)
ORDER BY owner, name_key, place
ON CONFLICT (owner_id, name_key) DO NOTHING RETURNING id
"""
FIND_ALL = """
SELECT DISTINCT p.owner_id, p.name_key, p.id, p.minimum_age
FROM unnest(%s::bigint[], %s::text[]) AS t (owner, name_key)
JOIN programmes_programme p ON p.owner_id = t.owner AND p.name_key = t.name_key
"""


class NewProgramme(NamedTuple):
    """A programme somebody names; what is not stated stays unknown."""

    owner_id: int
    name: str
    field_code: str | None
    hours: int | None

    @property
    def key(self) -> ProgrammeKey:
        return self.owner_id, key(self.name)


class KnownProgramme(NamedTuple):
    """A registered programme and the age its rules ask for."""

    id: int
    minimum_age: int


@transaction.atomic
def register_programmes(new: Sequence[NewProgramme], *, actor: User) -> dict[ProgrammeKey, KnownProgramme]:
    """Register those their owner does not give yet and return each by owner and name key."""
    if not new:
        return {}
    owners = [one.owner_id for one in new]
    names = [" ".join(one.name.split()) for one in new]
    keys = [key(one.name) for one in new]
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT_UNKNOWN,
            [
                DEFAULT_MINIMUM_AGE,
                owners,
                names,
                keys,
                [one.field_code for one in new],
                [one.hours for one in new],
            ],
        )
        made = [row[0] for row in cursor.fetchall()]
        cursor.execute(FIND_ALL, [owners, keys])
        known = {(owner, name_key): KnownProgramme(*rest) for owner, name_key, *rest in cursor.fetchall()}
    if made:
        Entry.write(actor, "register_programmes", Programme._meta.label_lower, ids=made)
    return known
