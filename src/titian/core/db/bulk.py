"""Many rows at once: COPY into a temporary table that lives as long as the transaction."""

from __future__ import annotations

import datetime
import io
import types
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import polars as pl
from django.contrib.postgres.fields import ArrayField
from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, Value
from django.db.models.functions import Cast

COPIED_AT_ONCE = 5_000
Columns = Mapping[str, type[pl.DataType]]


class AnyOf(Func):
    """Whether a column of keys holds one of many, told as one array.

    `__in` makes a parameter of each: that costs more than the query, and 65,535 are the most a statement may have.
    """

    arg_joiner = " = ANY("
    template = "%(expressions)s)"
    output_field = models.BooleanField()

    def __init__(self, column: str, keys: Iterable[int]) -> None:
        super().__init__(column, Cast(Value(array_of(keys)), ArrayField(models.BigIntegerField())))


def array_of(values: Iterable[int | bool | None]) -> str:
    """Return numbers as PostgreSQL reads an array: psycopg looks at each of them, many times as slowly."""
    return f"{{{','.join('NULL' if value is None else str(value) for value in values)}}}"


SQL_TYPES = {
    int: "bigint",
    str: "text",
    bool: "boolean",
    bytes: "bytea",
    float: "double precision",
    datetime.date: "date",
    datetime.datetime: "timestamptz",
}


@contextmanager
def staged(
    row_type: type[NamedTuple],
    rows: Iterable[tuple[Any, ...]],
    *,
    read_once: bool = False,
    using: str = "default",
) -> Iterator[str]:
    """Copy `rows` into a temporary table with the fields of `row_type` and `place` (0, 1, ...); yield its name.

    COPY is refused on a table with a policy, so set-based actions read from here by INSERT ... SELECT. A table that
    is `read_once` from end to end, and joined with nothing, needs no statistics.
    """
    connection = connections[using]
    known = list(rows)  # whatever makes them may need this very connection, which COPY keeps busy
    name = f"staged_{row_type.__name__.lower()}"
    hints = typing.get_type_hints(row_type)
    columns = ", ".join(f"{field} {_sql_type(hints[field])}" for field in row_type._fields)
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {name} (place bigint, {columns}) ON COMMIT DROP")
        with cursor.copy(f"COPY {name} (place, {', '.join(row_type._fields)}) FROM STDIN") as copy:
            for place, row in enumerate(known):
                copy.write_row((place, *row))
        if not read_once:
            look_over(name, using=using)
        yield name
        cursor.execute(f"DROP TABLE {name}")


def look_over(*tables: str, using: str = "default") -> None:
    """Let the planner know temporary tables: a sample of 3,000 rows tells their joins as much as one of 30,000."""
    with connections[using].cursor() as cursor:
        cursor.execute("SET LOCAL default_statistics_target = 10")
        for table in tables:
            cursor.execute(f"ANALYZE {table}")
        cursor.execute("SET LOCAL default_statistics_target TO DEFAULT")


def insert_all(records: Sequence[models.Model], *, using: str = "default") -> None:
    """Insert new records of one model, all of their fields, and give each its key.

    `bulk_create` hands each column over as one array literal, whose quoting costs more than the insert once there
    are thousands of records with JSON in them.
    """
    if not records:
        return
    connection, model = connections[using], type(records[0])
    table, fields = model._meta.db_table, model._meta.concrete_fields
    for record, pk in zip(records, take_ids(table, len(records), using=using), strict=True):
        record.pk = pk
    names = ", ".join(f'"{field.column}"' for field in fields)
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE new_records (LIKE {table}) ON COMMIT DROP")
        with cursor.copy(f"COPY new_records ({names}) FROM STDIN") as copy:
            for row in zip(*(_column_of(field, records, connection) for field in fields), strict=True):
                copy.write_row(row)
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM new_records")
        cursor.execute("DROP TABLE new_records")
    for record in records:
        record._state.adding, record._state.db = False, using


def _column_of(
    field: models.Field[Any, Any], records: Sequence[models.Model], connection: BaseDatabaseWrapper
) -> Iterator[Any]:
    """Yield what a field of each record is to the database, making it once of a value that many of them share."""
    made: dict[Any, Any] = {}
    for value in [field.pre_save(record, True) for record in records]:
        known = value if value.__hash__ else id(value)  # the list keeps each value, so no other takes its id
        if known not in made:
            made[known] = field.get_db_prep_save(value, connection)
        yield made[known]


def insert_one(record: models.Model, *, using: str = "default") -> None:
    """Insert one new record as it stands, in one plain statement; it gets its key unless it has one."""
    connection, model = connections[using], type(record)
    fields = [one for one in model._meta.concrete_fields if not one.primary_key or record.pk is not None]
    names = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({marks}) RETURNING {model._meta.pk.column}",
            [field.get_db_prep_save(field.pre_save(record, True), connection) for field in fields],
        )
        (record.pk,) = cursor.fetchone()
    record._state.adding, record._state.db = False, using


@contextmanager
def copied_in(
    name: str, columns: Mapping[str, str], frames: Iterable[pl.DataFrame], *, using: str = "default"
) -> Iterator[str]:
    """Copy frames into one temporary table with these columns and types; yield its name.

    Whatever makes the frames may make one at a time, but must not need this connection. The rows go over as one text
    made by polars: a hundred thousand of them cost no Python object each. The table has no statistics: it is made to
    be read once, from end to end. Null and the empty text stay apart.
    """
    connection = connections[using]
    told = [
        _array_text(column) if kind.endswith("[]")
        else (pl.lit("\\x") + pl.col(column).bin.encode("hex")).alias(column) if kind == "bytea"
        else pl.col(column)
        for column, kind in columns.items()
    ]  # fmt: skip
    defined = ", ".join(f"{column} {kind}" for column, kind in columns.items())
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {name} ({defined}) ON COMMIT DROP")
        with cursor.copy(f"COPY {name} ({', '.join(columns)}) FROM STDIN (FORMAT csv)") as copy:
            for frame in frames:
                for part in frame.iter_slices(COPIED_AT_ONCE):  # as text it takes several times the room
                    copy.write(part.select(told).write_csv(include_header=False).encode())
        yield name
        cursor.execute(f"DROP TABLE {name}")


def copied_out(
    query: str, params: Sequence[Any], columns: Columns, *, using: str = "default"
) -> pl.DataFrame:
    """Return what the acting user may see of a query as a frame with these columns, without a Python object a row.

    Null and the empty text both come as null.
    """
    told = io.BytesIO()
    asked = f"COPY ({query}) TO STDOUT (FORMAT csv)"
    with connections[using].cursor() as cursor, cursor.cursor.copy(asked, params) as copy:
        for part in copy:
            told.write(part)
    if not told.tell():
        return pl.DataFrame(schema=columns)
    told.seek(0)
    read = {name: pl.String if kind is pl.Boolean else kind for name, kind in columns.items()}
    frame = pl.read_csv(told, has_header=False, schema=read)
    return frame.with_columns(pl.col(name) == "t" for name, kind in columns.items() if kind is pl.Boolean)


def columns_of(asked: models.QuerySet[Any, Any], columns: Columns, *, using: str = "default") -> pl.DataFrame:
    """Return what `asked.values_list(*columns)` tells as a frame, by `copied_out`."""
    query, params = asked.values_list(*columns).query.sql_with_params()
    return copied_out(query, params, columns, using=using)


def _array_text(column: str) -> pl.Expr:
    """Return a list of texts as PostgreSQL reads an array, each text quoted."""
    quoted = pl.col(column).list.eval(
        pl.concat_str(
            pl.lit('"'),
            pl.element()
            .str.replace_all("\\", "\\\\", literal=True)
            .str.replace_all('"', '\\"', literal=True),
            pl.lit('"'),
        )
    )
    return pl.concat_str(pl.lit("{"), quoted.list.join(","), pl.lit("}")).fill_null("{}").alias(column)


def _sql_type(hint: Any) -> str:
    if isinstance(hint, types.UnionType):  # "int | None"
        hint = next(part for part in typing.get_args(hint) if part is not type(None))
    if typing.get_origin(hint) in (list, tuple):
        return f"{_sql_type(typing.get_args(hint)[0])}[]"
    return SQL_TYPES[hint]


def take_ids(table: str, count: int, *, using: str = "default") -> list[int]:
    """Take `count` ids from the table's sequence: rows below a policy are inserted without RETURNING."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT nextval(s) FROM (SELECT pg_get_serial_sequence(%s, 'id')::regclass OFFSET 0) AS named (s), "
            "generate_series(1, %s::int)",
            [table, count],
        )
        return [number for (number,) in cursor.fetchall()]
