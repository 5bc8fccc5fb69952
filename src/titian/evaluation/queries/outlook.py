"""What became of each programme's trainees, counted for publication, and read back from what was published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
from django.db.models import Count

from titian.evaluation.indicators.indicator import CASUAL, OWN_ACCOUNT
from titian.evaluation.models import Participation, PublicTable
from titian.network.models import Organisation
from titian.programmes.actions import Outcome
from titian.programmes.models import Measure, Programme

KEY = "outlook_"
COLUMNS = ["yes", "no", "unknown"]
# Of which table of the fixed list a measure is a part: its cells are known to the reader.
PART_OF = {Measure.PASSED: "passed", Measure.COMPETENT: "competent", Measure.WORKING: "status"}
YEARS_LOOKED_BACK = 5
WORKING = frozenset({"employee", "unpaid_family", *OWN_ACCOUNT, *CASUAL})


def outlook_counts(
    centre: Organisation, year: int, channels: Sequence[str], programmes: Sequence[str]
) -> dict[Measure, npt.NDArray[np.int64]]:
    """Return the people of each channel, programme and answer (yes, no, unknown), as they are."""
    counts = {
        measure: np.zeros((len(channels), len(programmes), len(COLUMNS)), np.int64) for measure in Measure
    }
    rows = (
        Participation.objects.filter(centre_id=centre.pk, year=year)
        .order_by()
        .values_list("channel", "programme_id", "passed", "assessed", "competent", "status_reported")
        .annotate(people=Count("pk"))
    )
    for channel, programme, passed, assessed, competent, status, people in rows:
        place = channels.index(channel), programmes.index(str(programme))
        working = True if status in WORKING else False if status == "not_working" else None
        for measure, said in (
            (Measure.PASSED, passed),
            (Measure.COMPETENT, competent if assessed else None),
            (Measure.WORKING, working),
        ):
            counts[measure][(*place, 2 if said is None else 0 if said else 1)] += people
    return counts


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
