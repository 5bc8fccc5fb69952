"""The records of a year, counted whole or by a dimension."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from titian.evaluation.document import Counts, Figure, Slice
from titian.evaluation.indicators.counts import COUNTS
from titian.evaluation.queries.cells import Cells, Row
from titian.evaluation.queries.cohort import OF_WHOLE_CLASSES
from titian.evaluation.queries.figures import figures_of, with_intervals


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
    whole_classes = by in OF_WHOLE_CLASSES
    plain = [
        figures_of(row, (plans or {}).get(code), whole_classes=whole_classes, whole=gate, codes=codes)
        for code, row in cells[by].items()
    ]
    told = with_intervals([figure for figures in plain for figure in figures])
    each = len(plain[0]) if plain else 0
    return {
        code: Slice(
            code,
            names.get(code, code),
            counts_of(code, names.get(code, code), row),
            told[place * each : (place + 1) * each],
        )
        for place, (code, row) in enumerate(cells[by].items())
    }


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
