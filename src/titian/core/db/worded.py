"""Questions that come again and again are put into SQL once a process: the mapper takes longer to word than to ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import update_wrapper
from inspect import signature
from typing import Any, Generic, NamedTuple, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=models.Model)
STAND_IN = 7_000_000_000_000_000  # plus the place of the argument; no record has such a number


class _Wording(NamedTuple):
    """The SQL, which of its values are arguments, and how a row becomes a record with those joined to it."""

    model: Any
    sql: str
    values: list[Any]
    arguments: dict[int, int]  # place among the values -> place among the arguments
    converters: list[tuple[int, Any, Any]]
    names: list[str]
    first: int
    last: int
    populators: list[Any]


class Worded(Generic[M]):
    """A question by numbers that answers with records; made by `worded_once`."""

    def __init__(self, question: Callable[..., models.QuerySet[M]]) -> None:
        self._question = question
        self._arguments = len(signature(question).parameters)
        self._wording: _Wording | None = None
        update_wrapper(self, question)

    def __call__(self, *numbers: int) -> list[M]:
        wording = self._wording = self._wording or self._word()
        values = list(wording.values)
        for place, argument in wording.arguments.items():
            values[place] = numbers[argument]
        with connection.cursor() as cursor:
            cursor.execute(wording.sql, values)
            return list(self._records(wording, cursor.fetchall()))

    def _word(self) -> _Wording:
        """Put the question with stand-ins for its numbers and keep what Django made of it."""
        asked = self._question(*range(STAND_IN, STAND_IN + self._arguments))
        compiler = asked.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, values = compiler.as_sql()
        found = {
            place: int(value) - STAND_IN
            for place, value in enumerate(values)
            if isinstance(value, int) and value >= STAND_IN
        }
        if set(found.values()) != set(range(self._arguments)):
            raise TypeError(f"{self._question.__qualname__}: an argument stands nowhere in the statement")
        select, information = compiler.select, compiler.klass_info
        own = information["select_fields"]
        first, last = own[0], own[-1] + 1
        converters = compiler.get_converters([column for column, _sql, _alias in select])
        return _Wording(
            asked.model, sql, list(values), found, [(at, *told) for at, told in converters.items()],
            [column.target.attname for column, _sql, _alias in select[first:last]], first, last,
            cast(Any, get_related_populators)(information, select, DEFAULT_DB_ALIAS),
        )  # fmt: skip

    def _records(self, wording: _Wording, rows: list[tuple[Any, ...]]) -> Iterator[M]:
        for row in map(list, rows):
            for at, converters, column in wording.converters:
                for convert in converters:
                    row[at] = convert(row[at], column, connection)
            record = wording.model.from_db(DEFAULT_DB_ALIAS, wording.names, row[wording.first : wording.last])
            for populator in wording.populators:
                populator.populate(row, record)
            yield record


def worded_once(question: Callable[..., models.QuerySet[M]]) -> Worded[M]:
    """Let a question whose arguments are keys of records be put into SQL once; called, it answers with a list.

    Its statement must be the same whatever the numbers: no branch on them, no list of them.
    """
    return Worded(question)
