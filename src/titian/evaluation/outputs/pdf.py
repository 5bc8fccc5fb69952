"""The evaluation as PDF, set by typst from data; the same input gives the same bytes."""

from __future__ import annotations

import json
from pathlib import Path

import typst

from titian.evaluation.document import Evaluation
from titian.evaluation.outputs.document_data import document_data

TEMPLATE = Path(__file__).parent / "typst" / "evaluation.typ"


def write_pdf(evaluation: Evaluation) -> bytes:
    """Return the document in the active language. Words reach typst as JSON, never as its language."""
    made = typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(document_data(evaluation), ensure_ascii=False)},
        timestamp=0,
    )
    if not isinstance(made, bytes):
        raise TypeError("typst did not return one document")
    return made
