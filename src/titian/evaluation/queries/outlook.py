"""What became of each programme's trainees, counted for publication, and read back from what was published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
from django.db.models import Count

from titian.evaluation.models import Participation, PublicTable
from titian.evaluation.queries.public import DIMENSIONS, UNKNOWN, Unprotected
from titian.network.models import Organisation
from titian.programmes.actions import Outcome
from titian.programmes.models import Measure, Programme

KEY = "outlook_"
COLUMNS = ["yes", "no", "unknown"]
YEARS_LOOKED_BACK = 5
# Of which table of the fixed list a measure is a part, and what its answers say; those not named say yes.
PART_OF = {Measure.PASSED: "passed", Measure.COMPETENT: "competent", Measure.WORKING: "status"}
SAYS = {"no": "no", "not_working": "no", "not_assessed": "unknown", UNKNOWN: "unknown"}


def answers_by_programme(
    centre: Organisation, year: int, table: Unprotected, programmes: Sequence[str]
) -> npt.NDArray[np.int64]:
    """Return the people of each channel, programme and answer of a table, as they are; no face may show them."""
    dimension = next(one for one in DIMENSIONS if one.key == table.key)
    counts = np.zeros((len(table.rows), len(programmes), len(table.columns)), np.int64)
    rows = (
        Participation.objects.filter(centre_id=centre.pk, year=year)
        .annotate(cell=dimension.value)
        .order_by()
        .values_list("channel", "programme_id", "cell")
        .annotate(people=Count("pk"))
    )
    for channel, programme, cell, people in rows:
        place = table.rows.index(channel), programmes.index(str(programme)), table.columns.index(cell)
        counts[place] += people
    return counts


def merged_answers(table: Unprotected) -> npt.NDArray[np.int64]:
    """Return for each answer of a table under which column of an outlook it stands."""
    return np.array([COLUMNS.index(SAYS.get(code, "yes")) for code in table.columns])


def published_outcomes() -> list[Outcome]:
    """Return every programme and measure of the published tables, without withdrawn ones; no person is read."""
    tables = PublicTable.objects.filter(key__startswith=KEY, withdrawn_on=None).order_by("-year", "pk")
    kept: dict[tuple[int, str], list[tuple[int, date, tuple[int, int, int] | None]]] = {}
    for table in tables:
        for code, values in zip(table.cells["rows"], table.cells["values"], strict=True):
            yes, no, unknown = values
            counts = None if yes is None else (yes + no + unknown, yes + no, yes)
            kept.setdefault((int(code), table.key.removeprefix(KEY)), []).append(
                (table.year, table.as_of, counts)
            )
    known = set(Programme.objects.filter(pk__in={pk for pk, _measure in kept}).values_list("pk", flat=True))
    return [_summed(pk, measure, years) for (pk, measure), years in kept.items() if pk in known]


def _summed(
    programme: int, measure: str, years: list[tuple[int, date, tuple[int, int, int] | None]]
) -> Outcome:
    latest = max(year for year, _as_of, _counts in years)
    recent = [one for one in years if latest - one[0] < YEARS_LOOKED_BACK]
    told = [one for one in recent if one[2] is not None] or recent
    shown = [counts for _year, _as_of, counts in told if counts is not None]
    summed = tuple(sum(part) for part in zip(*shown, strict=True)) if shown else None
    return Outcome(
        programme, measure, min(year for year, *_rest in told), max(year for year, *_rest in told),
        summed, max(as_of for _year, as_of, _counts in told),
    )  # fmt: skip
