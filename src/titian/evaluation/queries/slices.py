"""The records of a year, counted whole or by a dimension."""

from __future__ import annotations

from collections.abc import Mapping

from titian.evaluation.document import Counts, Figure, Slice
from titian.evaluation.indicators.counts import COUNTS
from titian.evaluation.queries.cells import Cells, Row
from titian.evaluation.queries.cohort import OF_WHOLE_CLASSES
from titian.evaluation.queries.figures import figures_of


def slices(
    cells: Cells,
    by: str,
    *,
    names: Mapping[str, str],
    gate: Mapping[str, Figure] | None = None,
    plans: Mapping[str, Row] | None = None,
) -> dict[str, Slice]:
    """Return counts and figures of each value of a dimension; '' is the whole year, whose are the `gate`."""
    found = {}
    for code, row in cells[by].items():
        name = names.get(code, code)
        figures = figures_of(row, (plans or {}).get(code), whole_classes=by in OF_WHOLE_CLASSES, whole=gate)
        found[code] = Slice(code, name, counts_of(code, name, row), figures)
    return found


def counts_of(code: str, name: str, people: Row | None) -> Counts:
    """Return the counts of one slice; a slice without rows has none of anything."""
    row = people or {}
    return Counts(
        code=code,
        name=name,
        packages=int(row.get("packages") or 0),
        capacity=int(row.get("capacity") or 0),
        **{field: int(row.get(f"counts__{field}") or 0) for field in COUNTS},
    )
