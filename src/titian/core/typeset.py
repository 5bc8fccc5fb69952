"""Documents set by typst from data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

from titian.core.watermark import MARK


def typeset(template: Path, data: dict[str, Any]) -> bytes:
    """Return the PDF of a template. Words reach typst as JSON, never as its language."""
    made = typst.compile(
        str(template),
        root=str(template.parent),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps({**data, "taken": MARK.get()}, ensure_ascii=False)},
        timestamp=0,
    )
    if not isinstance(made, bytes):
        raise TypeError("typst did not return one document")
    return made
