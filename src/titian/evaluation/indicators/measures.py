"""The forms an indicator can take; each says which aggregates it needs of a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from titian.evaluation.document import Unit

Condition = Callable[[ir.Table], ir.BooleanValue]


@dataclass(frozen=True)
class Share:
    """Of `base`, those for whom `yes`; a null `yes` is unknown and left out.

    `undecided` marks people whose status does not decide the reading: they widen the answer to a range.
    With `months`, only classes observed that long are counted.
    """

    base: Condition
    yes: Condition
    undecided: Condition | None = None
    months: int | None = None
    mature: Condition | None = None

    def aggregates(self, t: ir.Table) -> dict[str, ir.Scalar]:
        """Return numerator, numerator_high, denominator, missing and too_young."""
        base = self.base(t).fill_null(False)
        old = _old_enough(t, self.months) if self.months is not None else None
        if self.mature is not None:
            old = self.mature(t)
        seen = base if old is None else base & old
        yes = self.yes(t)
        # Cast, or `x IN (...) IS NOT NULL` is compiled without brackets, which Spark does not parse.
        surely, possibly, told = yes.fill_null(False), yes.fill_null(False), yes.cast("int32").notnull()
        if self.undecided is not None:
            undecided = self.undecided(t).fill_null(False)
            surely, possibly, told = surely & ~undecided, surely | undecided, told | undecided
        return {
            "numerator": t.count(where=seen & surely),
            "numerator_high": t.count(where=seen & possibly),
            "denominator": t.count(where=seen & told),
            "missing": t.count(where=seen & ~told),
            "too_young": t.count(where=base & ~old) if old is not None else ibis.literal(0),
        }


@dataclass(frozen=True)
class Median:
    """The middle `value` of `base`; a null value is unknown and left out, `months` as in a share."""

    base: Condition
    value: Callable[[ir.Table], ir.NumericValue]
    unit: Unit
    months: int | None = None

    def aggregates(self, t: ir.Table) -> dict[str, ir.Scalar]:
        base, value = self.base(t).fill_null(False), self.value(t)
        old = _old_enough(t, self.months) if self.months is not None else None
        seen = base if old is None else base & old
        return {
            # Masked, not filtered: a filter reaches into Spark's percentile where only a constant may stand.
            "value": ibis.ifelse(seen, value.cast("float64"), ibis.null("float64")).median(),
            "denominator": t.count(where=seen & value.notnull()),
            "missing": t.count(where=seen & value.isnull()),
            "too_young": t.count(where=base & ~old) if old is not None else ibis.literal(0),
        }


@dataclass(frozen=True)
class Amount:
    """A plain count, or a ratio of counts that is no estimate."""

    numerator: Callable[[ir.Table], ir.Scalar]
    unit: Unit
    denominator: Callable[[ir.Table], ir.Scalar] | None = None
    per: int = 1

    def aggregates(self, t: ir.Table) -> dict[str, ir.Scalar]:
        found = {"numerator": self.numerator(t)}
        return found if self.denominator is None else {**found, "denominator": self.denominator(t)}


@dataclass(frozen=True)
class ClassFill:
    """People in the classes of a slice ÷ the capacity of those classes; a slice must hold whole classes."""

    unit: Unit = Unit.SHARE


@dataclass(frozen=True)
class Planned:
    """The sum of one column of the plan in force; unknown where a line of it is."""

    column: str
    unit: Unit


Measure = Share | Median | Amount | ClassFill | Planned


def _old_enough(t: ir.Table, months: int) -> ir.BooleanValue:
    return t.class_ends_on + ibis.interval(months=months) <= t.observed_on


def placed_within(months: int) -> Condition:
    """First work within `months` calendar months of the class's end; unknown where nothing was reported."""

    def yes(t: ir.Table) -> ir.BooleanValue:
        in_time = t.first_work_on <= t.class_ends_on + ibis.interval(months=months)
        return ibis.cases(
            (in_time.fill_null(False), ibis.literal(True)),
            (t.outcome_known, ibis.literal(False)),
            else_=ibis.null("boolean"),
        )

    return yes
