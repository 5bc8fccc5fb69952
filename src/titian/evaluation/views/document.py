"""What a page needs to show an evaluation, live or as it was signed."""

from __future__ import annotations

from typing import Any

from titian.evaluation.document import Definition, Evaluation, Figure
from titian.evaluation.outputs import wording
from titian.evaluation.outputs.document_data import summary
from titian.evaluation.outputs.meanings import meanings_of
from titian.evaluation.outputs.part import is_part
from titian.evaluation.outputs.sections import annexes_of, sections_of
from titian.evaluation.outputs.tables import people

# Enrolment and placement stand apart: reaching the one says nothing of the other.
DONE = (
    "realised_people",
    "fill",
    "passed",
    "competent",
    "covered",
    "women",
    "disability",
    "regencies_reached",
)
BECAME = (
    "status_working",
    "placed_6_graduates",
    "placed_12_graduates",
    "field_match",
    "days_to_work",
    "wage",
)


def document_context(evaluation: Evaluation) -> dict[str, Any]:
    """Return what `_document.html` draws."""
    sections, figures = sections_of(evaluation), annexes_of(evaluation)[0]
    shown = [grid.for_readers() for section in (*sections, figures) for grid in section.tables]
    return {
        "evaluation": evaluation,
        "part": is_part(evaluation),
        "summary": summary(evaluation),
        "done": _tiles(evaluation, DONE),
        "became": _tiles(evaluation, BECAME),
        "sections": sections,
        "figures": figures,
        "meanings": meanings_of(evaluation, shown),
        "definitions": evaluation.definitions,
        "unit_name": wording.unit_name,
    }


def _tiles(
    evaluation: Evaluation, codes: tuple[str, ...]
) -> list[tuple[Figure, wording.Reading, Definition]]:
    return [
        (figure, wording.on_tile(figure), evaluation.definition(figure.code))
        for figure in people.figures_of(evaluation, codes)
    ]
