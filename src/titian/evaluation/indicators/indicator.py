"""What an indicator is, and the groups of people indicators ask about."""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
from django.utils.functional import Promise

from titian.evaluation.document import Definition, Unit
from titian.evaluation.indicators.measures import Condition, Measure, Share

OWN_ACCOUNT = ("own_account", "employer_temporary_or_unpaid", "employer_permanent", "own_business_unknown")
CASUAL = ("casual_agriculture", "casual_non_agriculture", "casual_unknown")


@dataclass(frozen=True)
class Indicator:
    code: str
    name: str | Promise
    question: str | Promise
    numerator: str | Promise
    denominator: str | Promise
    window: str | Promise
    source: str | Promise
    measure: Measure

    @property
    def unit(self) -> Unit:
        return Unit.SHARE if isinstance(self.measure, Share) else self.measure.unit

    def definition(self) -> Definition:
        """Return the words in the language in force."""
        return Definition(
            code=self.code,
            name=str(self.name),
            question=str(self.question),
            numerator=str(self.numerator),
            denominator=str(self.denominator),
            window=str(self.window),
            unit=self.unit,
            source=str(self.source),
        )


def everyone(t: ir.Table) -> ir.BooleanValue:
    return t.enrolment_id.notnull()


def graduates(t: ir.Table) -> ir.BooleanValue:
    return t.passed


def working_graduates(t: ir.Table) -> ir.BooleanValue:
    return t.passed & t.first_work_on.notnull()


def status_in(*codes: str) -> Condition:
    return lambda t: t.status_reported.isin(codes)


def is_not(column: str) -> Condition:
    """The opposite of a yes or no; a plain NOT before IS NOT NULL is compiled without its brackets."""
    return lambda t: ibis.cases(
        (t[column].isnull(), ibis.null("boolean")), (t[column], ibis.literal(False)), else_=ibis.literal(True)
    )


def education_between(lowest: int, highest: int) -> Condition:
    return lambda t: t.education_rank.between(lowest, highest)
