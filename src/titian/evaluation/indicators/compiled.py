"""The registry as SQL, compiled once a process and form of question."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal as OneOf

import ibis
import ibis.expr.types as ir
from ibis.expr.operations import (
    And,
    Coalesce,
    CountDistinct,
    CountStar,
    IfElse,
    Literal,
    Node,
    Not,
    Or,
    SearchedCase,
    Value,
)
from ibis.expr.operations import Median as MedianOf

from titian.evaluation.indicators.counts import COUNTS
from titian.evaluation.indicators.indicator import everyone, graduates
from titian.evaluation.indicators.measures import Amount, Median, Planned, Share, placed_within
from titian.evaluation.indicators.plain import FALSE, TRUE, plain
from titian.evaluation.indicators.registry import REGISTRY
from titian.evaluation.indicators.table import PLAN, SLICES, cohort

Dialect = OneOf["postgres", "duckdb", "pyspark"]
MONTHS = range(13)
CELL = ("centre_id", "year", *SLICES)


def people_parts(t: ir.Table) -> dict[str, ir.Scalar]:
    """Return the aggregates of all counts and figures: `counts__<field>` or `<indicator>__<part>`."""
    parts = {f"counts__{name}": count(t) for name, count in COUNTS.items()}
    for indicator in REGISTRY:
        if isinstance(indicator.measure, Share | Median | Amount):
            found = indicator.measure.aggregates(t)
            parts.update({f"{indicator.code}__{part}": value for part, value in found.items()})
    return parts


@lru_cache(maxsize=1)
def names_of_parts() -> tuple[str, ...]:
    return tuple(people_parts(cohort(as_of=False)))


def month_parts(t: ir.Table) -> dict[str, ir.Scalar]:
    """Return, for 0 to 12 months after class end, the graduates placed by then and everyone observed so long."""
    parts = {}
    for month in MONTHS:
        for who, base in (("graduates", graduates), ("everyone", everyone)):
            found = Share(base, placed_within(month), months=month).aggregates(t)
            parts.update({f"{who}_{month}__{part}": value for part, value in found.items()})
    return parts


def people_expression(*, as_of: bool) -> ir.Table:
    """Counts and figures of each slice."""
    t = cohort(as_of=as_of)
    return t.group_by(list(SLICES)).agg(**people_parts(t))


def class_expression(*, as_of: bool) -> ir.Table:
    """Classes of each slice and their capacity: a class counts once, however many sit in it."""
    return _classes(cohort(as_of=as_of), SLICES)


def month_expression(*, as_of: bool) -> ir.Table:
    """The months of everybody together."""
    t = cohort(as_of=as_of)
    return t.agg(**month_parts(t))


def _classes(t: ir.Table, by: tuple[str, ...]) -> ir.Table:
    classes = t.group_by([*by, "class_id"]).agg(capacity=t.capacity.max())
    return classes.group_by(list(by)).agg(packages=classes.count(), capacity=classes.capacity.sum())


def plan_expression() -> ir.Table:
    """The sums of the plan in force, each with the number of lines that do not say it."""
    columns = {}
    for indicator in REGISTRY:
        if isinstance(indicator.measure, Planned):
            column = PLAN[indicator.measure.column]
            columns[f"{indicator.code}__value"] = column.sum()
            columns[f"{indicator.code}__missing"] = PLAN.count(where=column.isnull())
    return PLAN.group_by(list(SLICES)).agg(**columns)


@lru_cache(maxsize=1)
def sums_of_people() -> tuple[dict[str, str], dict[str, str]]:
    """Return, of `people_parts`, the columns that add up by part, and the parts that do not, as SQL types."""
    parts = people_parts(cohort(as_of=False))
    single = {
        name: "double precision" if isinstance(part.op(), MedianOf) else "bigint"
        for name, part in parts.items()
        if isinstance(part.op(), MedianOf | CountDistinct)
    }
    return {name: column for name, column in _columns().items() if name in parts}, single


@lru_cache(maxsize=1)
def sums_of_months() -> dict[str, str]:
    """Return the columns of `month_parts` by part; all of them add up."""
    parts = month_parts(cohort(as_of=False))
    return {name: column for name, column in _columns().items() if name in parts}


@lru_cache(maxsize=1)
def always_nought() -> frozenset[str]:
    """Return the parts of people that are nought whatever the records say, so that no column is kept for them."""
    parts = people_parts(cohort(as_of=False))
    return frozenset(
        name
        for name, part in parts.items()
        if isinstance(part.op(), CountStar | Literal) and name not in _columns()
    )


@lru_cache(maxsize=1)
def _columns() -> dict[str, str]:
    """Counts of rows add up, and those that count the same rows share a column, named after the first."""
    named: dict[Node, str] = {}
    return {name: named.setdefault(who, name) for name, who in _counted().items() if who != FALSE}


@lru_cache(maxsize=1)
def _counted() -> dict[str, Value]:
    """Return who is counted, by part."""
    t = cohort(as_of=False)
    counts = {name: part.op() for name, part in {**people_parts(t), **month_parts(t)}.items()}
    return {
        name: TRUE if count.where is None else plain(count.where)
        for name, count in counts.items()
        if isinstance(count, CountStar)
    }


def brought_expression(*, as_of: bool) -> ir.Table:
    """What each record brings to that which does not add up; a class counts once, so a record brings it too."""
    t = cohort(as_of=as_of)
    return t.select(*CELL, "class_id", "capacity", **_brought(people_parts(t)))


def _brought(parts: dict[str, ir.Scalar]) -> dict[str, ir.Value]:
    return {name: parts[name].op().arg.to_expr() for name in sums_of_people()[1]}


def set_of(columns: dict[str, str]) -> tuple[str, ...]:
    """Return each column once, in the order of the registry."""
    return tuple(dict.fromkeys(columns.values()))


EXPRESSIONS = {
    "people": people_expression,
    "classes": class_expression,
    "months": month_expression,
    "brought": brought_expression,
}


@lru_cache(maxsize=32)
def compiled(question: str, *, as_of: bool, dialect: Dialect = "postgres") -> str:
    """Return the SQL of one form of question over a table named `cohort`."""
    return str(ibis.to_sql(EXPRESSIONS[question](as_of=as_of), dialect=dialect))


@lru_cache(maxsize=1)
def compiled_summands() -> str:
    """Return the SQL of what each record of `cohort` adds to every sum, nought or one, and brings to the rest."""
    told = ibis.table(_facts_of_records().schema(), name="facts")
    counted = _counted()
    summands = told.select(
        *(told[name] for name in ("enrolment_id", "centre_id", "year", "capacity")),
        **{name: _nought_or_one(counted[name], told) for name in set_of(_columns())},
        **{name: told[name] for name in (*sums_of_people()[1], *SLICES)},
    )
    return f"WITH facts AS MATERIALIZED ({compiled_facts()}) {ibis.to_sql(summands, dialect='postgres')}"


@lru_cache(maxsize=1)
def compiled_facts() -> str:
    """Return the SQL of what the sums ask about each record of `cohort`, a few dozen facts that they only join."""
    return str(ibis.to_sql(_facts_of_records(), dialect="postgres"))


@lru_cache(maxsize=1)
def compiled_differences(*beside: str) -> str:
    """Return the SQL of what each row of `pairs` adds to every sum now and did not before, after the columns `beside`.

    A pair has each fact as `now_...` and as `before_...`, and says by `is_now` and `is_before` which side it has.
    """
    sides = ("now", "before")
    types = {f"is_{side}": "boolean" for side in sides}
    types |= {f"{side}_{name}": "boolean" for side in sides for name in facts().values()}
    pairs = ibis.table({**types, **dict.fromkeys(beside, "string")}, name="pairs")
    counted = _counted()
    now, before = (
        {
            name: _nought_or_one(And(pairs[f"is_{side}"], counted[name]), pairs, f"{side}_")
            for name in set_of(_columns())
        }
        for side in sides
    )
    added = {name: now[name] - before[name] for name in now}
    return str(ibis.to_sql(pairs.select(*(pairs[name] for name in beside), **added), dialect="postgres"))


@lru_cache(maxsize=1)
def facts() -> dict[Node, str]:
    """Return the facts the sums ask about, each with its name."""
    found: dict[Node, str] = {}
    for name in set_of(_columns()):
        _gather_facts(_counted()[name], found)
    return found


def _facts_of_records() -> ir.Table:
    """Texts last: what has a fixed width is found in a row without looking for it."""
    t = cohort(as_of=False)
    return t.select(
        *(t[name] for name in ("enrolment_id", "centre_id", "year", "capacity")),
        **{name: fact.to_expr() for fact, name in facts().items()},
        **_brought(people_parts(t)),
        **{name: t[name] for name in SLICES},
    )


def _nought_or_one(who: Value, held: ir.Table, prefix: str = "") -> ir.Value:
    known = {fact: held[f"{prefix}{name}"].op() for fact, name in facts().items()}
    return who.replace(known).to_expr().fill_null(False).cast("int32")


def _gather_facts(condition: Node, facts: dict[Node, str]) -> None:
    """Name what the condition joins by and, or, not and the like."""
    if isinstance(condition, And | Or | Not | Coalesce | IfElse | SearchedCase):
        for one in condition.args:
            for joined in one if isinstance(one, tuple) else (one,):
                _gather_facts(joined, facts)
    elif not isinstance(condition, Literal):
        facts.setdefault(condition, f"fact_{len(facts)}")


@lru_cache(maxsize=2)
def compiled_plan(*, dialect: Dialect = "postgres") -> str:
    """Return the SQL of the plan's sums over a table named `plan`."""
    return str(ibis.to_sql(plan_expression(), dialect=dialect))


def compile_all() -> None:
    """Compile every form of question, which takes seconds, before somebody waits for the first answer."""
    compiled_plan()
    compiled_summands()
    for as_of in (False, True):
        for question in EXPRESSIONS:
            compiled(question, as_of=as_of)
