"""The tables indicators are written over, unbound, so that any engine may hold them."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from django.db import models

from titian.evaluation.models import Participation

SLICES = ("slice_1", "slice_2")
_TYPES: dict[type[models.Field[object, object]], str] = {
    models.BigIntegerField: "int64",
    models.PositiveSmallIntegerField: "int64",
    models.CharField: "string",
    models.DateField: "date",
    models.BooleanField: "boolean",
}

# What the reader adds to each row: the two slices asked for, the day the figures speak of, and how many people
# were unemployed in the centre's own province that year.
COHORT = ibis.table(
    {
        **{field.column: _TYPES[type(field)] for field in Participation._meta.concrete_fields},
        **dict.fromkeys(SLICES, "string"),
        "observed_on": "date",
        "unemployed": "int64",
    },
    name="cohort",
)
PLAN = ibis.table(
    {
        **dict.fromkeys(SLICES, "string"),
        "packages": "int64",
        "people": "int64",
        "rupiah": "int64",
        "rupiah_spent": "int64",
    },
    name="plan",
)


def cohort(*, as_of: bool) -> ir.Table:
    """Return the participation table with `outcome_known`, without later facts where a day is asked for.

    `outcome_known`: somebody reported what became of the person, with a date where it was work. It is read
    before later facts are removed: who started work after the day had not started by then.
    """
    told = COHORT.status_reported.notnull()
    if as_of:
        told = told & (_report_dated_on(COHORT) <= COHORT.observed_on)
    dated = ~COHORT.status_working | COHORT.status_starts_on.notnull()
    known = COHORT.mutate(outcome_known=COHORT.first_work_on.notnull() | (told & dated).fill_null(False))
    return _without_later_facts(known) if as_of else known


def _without_later_facts(t: ir.Table) -> ir.Table:
    """Return the table as it stood at the end of `observed_on`."""
    t = t.filter(t.class_starts_on <= t.observed_on)
    ended = t.class_ends_on <= t.observed_on
    result = ended & (t.result_on.isnull() | (t.result_on <= t.observed_on))
    tested = t.assessed & (ibis.coalesce(t.assessed_on, t.class_ends_on) <= t.observed_on)
    covered = t.covered & (ibis.coalesce(t.cover_starts_on, t.class_starts_on) <= t.observed_on)
    told = ibis.coalesce(t.status_starts_on, _report_dated_on(t)) <= t.observed_on
    started = t.first_work_on <= t.observed_on
    kept = {
        "passed": result,
        "result_on": result,
        "competent": tested,
        "assessed_on": tested,
        **dict.fromkeys(("status_reported", "status_working", "status_starts_on"), told),
        "field_match": started,
        "wage": started,
        **{column: started for column in t.columns if column.startswith("first_work_")},
    }
    return t.mutate(
        certificate=t.certificate & ended,
        assessed=tested,
        covered=covered,
        **{
            column: ibis.ifelse(when, t[column], ibis.null(t[column].type())) for column, when in kept.items()
        },
    )


def _report_dated_on(t: ir.Table) -> ir.DateColumn:
    """A centre's roster speaks of the end of the class; others date their own report."""
    return ibis.ifelse(t.status_evidence == "centre", t.class_ends_on, t.status_reported_on)
