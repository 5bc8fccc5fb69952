"""Names searched by PostgreSQL: by the stems of Indonesian words, and by how a word begins."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.postgres.search import SearchVector
from django.db import connection, models
from django.db.models.expressions import CombinedExpression

from titian.core.affixes import SHORTEST_ROOT, derived

INDEXED = "(to_tsvector('indonesian', coalesce({0}, '')) || to_tsvector('simple', coalesce({0}, '')))"


def words_of(column: str) -> CombinedExpression:
    """Return what an index of names holds: stems, and the words as they are written."""
    return SearchVector(column, config="indonesian") + SearchVector(column, config="simple")


def named(
    terms: Iterable[str], *models_searched: type[models.Model]
) -> dict[tuple[str, type[models.Model]], set[int]]:
    """Return the keys of the rows of each table whose `name` says a word or a relative of it; one statement.

    Each form a word can take is looked up in the index of `words_of("name")` by itself: asked for all at once,
    PostgreSQL takes nearly every name for a hit and reads them all.
    """
    asked = list(dict.fromkeys(terms))
    forms = [(place, form) for place, term in enumerate(asked) for form in derived(term)]
    begins = [(place, f"{term}:*") for place, term in enumerate(asked) if len(term) >= SHORTEST_ROOT]
    parts = [
        f"SELECT place, {number}, t.id FROM asked JOIN {model._meta.db_table} t ON {INDEXED.format('t.name')} @@ query"
        for number, model in enumerate(models_searched)
    ]
    found: dict[tuple[str, type[models.Model]], set[int]] = {
        (term, model): set() for term in asked for model in models_searched
    }
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH asked AS MATERIALIZED (
                SELECT place, to_tsquery('indonesian', form) AS query FROM unnest(%s::int[], %s::text[]) f(place, form)
                UNION SELECT place, to_tsquery('simple', form) FROM unnest(%s::int[], %s::text[]) f(place, form)
            ) {" UNION ".join(parts)}
            """,
            [[one[part] for one in pairs] for pairs in (forms, begins) for part in (0, 1)],
        )
        for place, number, pk in cursor.fetchall():
            found[asked[place], models_searched[number]].add(pk)
    return found
