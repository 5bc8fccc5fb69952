"""The evaluation as PDF, set by typst from data; the same input, taken by the same, gives the same bytes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from titian.core.typeset import typeset as set_pdf
from titian.evaluation.document import Evaluation
from titian.evaluation.outputs.document_data import document_data
from titian.evaluation.outputs.standing import DRAFT, Standing

TEMPLATES = Path(__file__).parent / "typst"


def write_pdf(evaluation: Evaluation, standing: Standing = DRAFT) -> bytes:
    """Return the document in the active language, marked with where it stands."""
    return typeset(document_data(evaluation, standing))


def typeset(data: dict[str, Any], template: str = "evaluation.typ") -> bytes:
    """Return the PDF of one of the evaluation's templates."""
    return set_pdf(TEMPLATES / template, data)
