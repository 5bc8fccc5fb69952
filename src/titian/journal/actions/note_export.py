from __future__ import annotations

from typing import Any

from titian.accounts.models import User
from titian.journal.models import Entry
from titian.journal.queries import EXPORT


def note_export(actor: User, *, page: str, kind: str, rows: int | None, size: int, **asked: Any) -> Entry:
    """Note that a file left the house: who took it, of which page, how many rows, chosen by what."""
    return Entry.write(actor, EXPORT, page[:60], kind=kind, rows=rows, bytes=size, **asked)
