from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db import connection


class NewLink(NamedTuple):
    """That an organisation serves a person from `since` on."""

    person_id: int
    organisation_id: int
    since: date
    reason: str


def link(links: Sequence[NewLink]) -> None:
    """Let organisations serve people; a link in force stays as it is."""
    if not links:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO people_servicelink (person_id, organisation_id, since, reason)
            SELECT DISTINCT ON (person, organisation) person, organisation, since, reason
            FROM unnest(%s::bigint[], %s::bigint[], %s::date[], %s::text[])
                AS t (person, organisation, since, reason)
            ORDER BY person, organisation, since
            ON CONFLICT (person_id, organisation_id) WHERE until IS NULL DO NOTHING
            """,
            [list(column) for column in zip(*links, strict=True)],
        )


def unlink(pairs: Sequence[tuple[int, int]]) -> None:
    """Take back links (person, organisation) that were made in error."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            DELETE FROM people_servicelink l USING unnest(%s::bigint[], %s::bigint[]) AS t (person, organisation)
            WHERE l.person_id = t.person AND l.organisation_id = t.organisation AND l.until IS NULL
            """,
            [[person for person, _ in pairs], [organisation for _, organisation in pairs]],
        )
