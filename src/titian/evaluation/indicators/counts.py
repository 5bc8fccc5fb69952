"""The plain counts of a slice, each a field of `document.Counts`."""

from __future__ import annotations

from collections.abc import Callable

import ibis.expr.types as ir

from titian.evaluation.indicators.indicator import CASUAL, OWN_ACCOUNT

COUNTS: dict[str, Callable[[ir.Table], ir.IntegerScalar]] = {
    "people": lambda t: t.count(),
    "distinct_people": lambda t: t.person_id.nunique(),
    "passed": lambda t: t.count(where=t.passed),
    "assessed": lambda t: t.count(where=t.assessed),
    "competent": lambda t: t.count(where=t.competent),
    "job_employee": lambda t: t.count(where=t.status_reported == "employee"),
    "job_own_account": lambda t: t.count(where=t.status_reported.isin(OWN_ACCOUNT)),
    "job_casual": lambda t: t.count(where=t.status_reported.isin(CASUAL)),
    "job_none": lambda t: t.count(where=t.status_reported == "not_working"),
    "job_unpaid_family": lambda t: t.count(where=t.status_reported == "unpaid_family"),
    "disability": lambda t: t.count(where=t.disability),
    "female": lambda t: t.count(where=t.sex == "P"),
    "covered": lambda t: t.count(where=t.covered),
    "unknown_passed": lambda t: t.count(where=t.passed.isnull()),
    "unknown_status": lambda t: t.count(where=t.status_reported.isnull()),
    "unknown_disability": lambda t: t.count(where=t.disability.isnull()),
    "unknown_education": lambda t: t.count(where=t.education.isnull()),
    "unknown_work_at_entry": lambda t: t.count(where=t.worked_at_entry.isnull()),
    "unknown_domicile": lambda t: t.count(where=t.regency.isnull()),
}
