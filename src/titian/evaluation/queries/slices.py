"""The records of a year, counted whole or by one or two dimensions."""

from __future__ import annotations

from collections.abc import Mapping

from titian.evaluation.document import Counts, Figure, Slice
from titian.evaluation.indicators.counts import COUNTS
from titian.evaluation.queries.figures import OF_WHOLE_CLASSES, Key, Question, Row, ask, figures_of


def slices(
    question: Question,
    by: str,
    *,
    names: Mapping[str, str],
    gate: Mapping[str, Figure] | None = None,
    plans: Mapping[str, Row] | None = None,
) -> dict[str, Slice]:
    """Return counts and figures of each value of a dimension; '' is the whole year, whose are the `gate`."""
    classes = {row["slice_1"]: row for row in ask("classes", question, (by, ""))}
    found = {}
    for row in ask("people", question, (by, "")):
        code = row["slice_1"]
        name = names.get(code, code)
        figures = figures_of(
            row,
            classes[code] if by in OF_WHOLE_CLASSES else None,
            (plans or {}).get(code),
            whole=gate,
        )
        found[code] = Slice(code, name, counts_of(code, name, row, classes[code]), figures)
    return found


def counts_by(question: Question, by: Key) -> dict[Key, Counts]:
    """Return the plain counts of each pair of values."""
    classes = {(row["slice_1"], row["slice_2"]): row for row in ask("classes", question, by)}
    return {
        (row["slice_1"], row["slice_2"]): counts_of("", "", row, classes[row["slice_1"], row["slice_2"]])
        for row in ask("counts", question, by)
    }


def counts_of(code: str, name: str, people: Row | None, classes: Row | None) -> Counts:
    """Return the counts of one slice; a slice without rows has none of anything."""
    return Counts(
        code=code,
        name=name,
        packages=int(classes["packages"]) if classes else 0,
        capacity=int(classes["capacity"]) if classes else 0,
        **{field: int(people[f"counts__{field}"]) if people else 0 for field in COUNTS},
    )
