"""The registry as SQL, compiled once a process and form of question."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import ibis
import ibis.expr.types as ir

from titian.evaluation.indicators.counts import COUNTS
from titian.evaluation.indicators.indicator import everyone, graduates
from titian.evaluation.indicators.measures import Amount, Median, Planned, Share, placed_within
from titian.evaluation.indicators.registry import REGISTRY
from titian.evaluation.indicators.table import PLAN, SLICES, cohort

Dialect = Literal["postgres", "duckdb"]
MONTHS = range(13)


def people_expression(*, as_of: bool) -> ir.Table:
    """Counts and figures of each slice; a column is `counts__<field>` or `<indicator>__<part>`."""
    t = cohort(as_of=as_of)
    columns = {f"counts__{name}": count(t) for name, count in COUNTS.items()}
    for indicator in REGISTRY:
        if isinstance(indicator.measure, Share | Median | Amount):
            parts = indicator.measure.aggregates(t)
            columns.update({f"{indicator.code}__{part}": value for part, value in parts.items()})
    return t.group_by(list(SLICES)).agg(**columns)


def count_expression(*, as_of: bool) -> ir.Table:
    """The plain counts of each slice alone."""
    t = cohort(as_of=as_of)
    return t.group_by(list(SLICES)).agg(**{f"counts__{name}": count(t) for name, count in COUNTS.items()})


def class_expression(*, as_of: bool) -> ir.Table:
    """Classes of each slice and their capacity: a class counts once, however many sit in it."""
    t = cohort(as_of=as_of)
    classes = t.group_by([*SLICES, "class_id"]).agg(capacity=t.capacity.max())
    return classes.group_by(list(SLICES)).agg(packages=classes.count(), capacity=classes.capacity.sum())


def month_expression(*, as_of: bool) -> ir.Table:
    """For 0 to 12 months after class end, the graduates placed by then and everyone observed that long."""
    t = cohort(as_of=as_of)
    columns = {}
    for month in MONTHS:
        for who, base in (("graduates", graduates), ("everyone", everyone)):
            parts = Share(base, placed_within(month), months=month).aggregates(t)
            columns.update({f"{who}_{month}__{part}": value for part, value in parts.items()})
    return t.agg(**columns)


def kind_expression(*, as_of: bool) -> ir.Table:
    """People by the status in their own row."""
    t = cohort(as_of=as_of)
    return t.group_by("status_reported").agg(people=t.count())


def plan_expression() -> ir.Table:
    """The sums of the plan in force, each with the number of lines that do not say it."""
    columns = {}
    for indicator in REGISTRY:
        if isinstance(indicator.measure, Planned):
            column = PLAN[indicator.measure.column]
            columns[f"{indicator.code}__value"] = column.sum()
            columns[f"{indicator.code}__missing"] = PLAN.count(where=column.isnull())
    return PLAN.group_by(list(SLICES)).agg(**columns)


EXPRESSIONS = {
    "people": people_expression,
    "counts": count_expression,
    "classes": class_expression,
    "months": month_expression,
    "kinds": kind_expression,
}


@lru_cache(maxsize=32)
def compiled(question: str, *, as_of: bool, dialect: Dialect = "postgres") -> str:
    """Return the SQL of one form of question over a table named `cohort`."""
    return str(ibis.to_sql(EXPRESSIONS[question](as_of=as_of), dialect=dialect))


@lru_cache(maxsize=2)
def compiled_plan(*, dialect: Dialect = "postgres") -> str:
    """Return the SQL of the plan's sums over a table named `plan`."""
    return str(ibis.to_sql(plan_expression(), dialect=dialect))


def compile_all() -> None:
    """Compile every form of question, which takes seconds, before somebody waits for the first answer."""
    compiled_plan()
    for as_of in (False, True):
        for question in EXPRESSIONS:
            compiled(question, as_of=as_of)
