"""Where the sources are and where this installation keeps its data; standard library only."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def home() -> Path:
    """Return the folder of keys, notes and the embedded database."""
    return Path(os.environ.get("TITIAN_HOME") or ROOT / ".titian").absolute()
