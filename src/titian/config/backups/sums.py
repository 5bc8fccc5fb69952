"""What a database holds, as one sum a table: equal sums, equal rows, in whatever order they lie."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql

# Nobody stays signed in over a restore, and what was cached is made again.
LEFT_OUT = ("django_session", "usersessions_usersession", "cache")

_ALIKE = """
SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'postgres';
SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'
"""
Sums = dict[str, list[int | str]]


def sums(database: psycopg.Connection[tuple[Any, ...]]) -> Sums:
    """Return rows and sum of every table, and the last number of every sequence, within one transaction."""
    for statement in _ALIKE.split(";"):
        database.execute(statement.strip())
    found: Sums = {}
    for (table,) in _all(
        database,
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        " AND relname <> ALL(%s) ORDER BY 1",
        [list(LEFT_OUT)],
    ):
        counted = sql.SQL(
            "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text FROM {} t"
        ).format(sql.Identifier(table))
        ((rows, total),) = _all(database, counted)
        found[table] = [rows, total]
    for name, last in _all(
        database, "SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences WHERE schemaname = 'public'"
    ):
        found[f"{name} ="] = [last]
    return found


def _all(
    database: psycopg.Connection[tuple[Any, ...]], query: str | sql.Composed, parameters: Any = None
) -> list[tuple[Any, ...]]:
    return database.execute(query, parameters).fetchall()
