"""Who has rated, without telling the marks?"""

from __future__ import annotations

from django.db import connection


def places_taken(choice_id: int, test: str) -> list[int]:
    """Return the raters' places in use, those of raters the acting user may not see included."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT admissions_places_taken(%s, %s)", [choice_id, test])
        return list(cursor.fetchone()[0])


def raters_in(round_id: int) -> dict[tuple[int, str], int]:
    """Return how many marks are in, by choice and test, marks still hidden included."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT choice_id, test, n FROM admissions_raters_in(%s)", [round_id])
        return {(choice, test): count for choice, test, count in cursor.fetchall()}
