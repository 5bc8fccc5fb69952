"""The evaluation as PDF, set by typst from data; the same input, taken by the same, gives the same bytes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

from titian.core.watermark import MARK
from titian.evaluation.document import Evaluation
from titian.evaluation.outputs.document_data import document_data
from titian.evaluation.outputs.standing import DRAFT, Standing

TEMPLATES = Path(__file__).parent / "typst"


def write_pdf(evaluation: Evaluation, standing: Standing = DRAFT) -> bytes:
    """Return the document in the active language, marked with where it stands."""
    return typeset(document_data(evaluation, standing))


def typeset(data: dict[str, Any], template: str = "evaluation.typ") -> bytes:
    """Return the PDF of a template. Words reach typst as JSON, never as its language."""
    made = typst.compile(
        str(TEMPLATES / template),
        root=str(TEMPLATES),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps({**data, "taken": MARK.get()}, ensure_ascii=False)},
        timestamp=0,
    )
    if not isinstance(made, bytes):
        raise TypeError("typst did not return one document")
    return made
