"""The records of a year, counted whole or by a dimension."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields

from titian.evaluation.document import Counts, Figure, Figures, Slice
from titian.evaluation.indicators.counts import COUNTS
from titian.evaluation.queries.cells import Cells, Row
from titian.evaluation.queries.cohort import OF_WHOLE_CLASSES
from titian.evaluation.queries.figures import FiguresOf

# Where each field of `Counts` after code and name stands in a row.
COUNTED = tuple(f"counts__{f.name}" if f.name in COUNTS else f.name for f in fields(Counts)[2:])


def slices(
    cells: Cells,
    by: str,
    *,
    names: Mapping[str, str],
    gate: Mapping[str, Figure] | None = None,
    plans: Mapping[str, Row] | None = None,
    codes: Collection[str] | None = None,
) -> dict[str, Slice]:
    """Return counts and figures of each value of a dimension; '' is the whole year, whose are the `gate`."""
    rows = cells[by]
    reckoner = FiguresOf(
        list(rows.values()),
        [(plans or {}).get(code) for code in rows],
        whole_classes=by in OF_WHOLE_CLASSES,
        whole=gate,
        codes=codes,
    )
    return {
        code: Slice(code, name, counts_of(code, name, row), Figures(reckoner, place))
        for place, (code, row) in enumerate(rows.items())
        for name in (names.get(code, code),)
    }


def counts_of(code: str, name: str, people: Row | None) -> Counts:
    """Return the counts of one slice; a slice without rows has none of anything."""
    row = people or {}
    return Counts(code, name, *[row.get(part) or 0 for part in COUNTED])
