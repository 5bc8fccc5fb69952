from __future__ import annotations

from typing import Any

from django.db import transaction

from titian.accounts.models import User
from titian.journal.models import Entry


@transaction.atomic
def note_export(count: int, *, actor: User, **asked: Any) -> None:
    """Note that this user took a list of people away, and by which filters."""
    Entry.write(actor, "export_people", "people.person", count=count, **asked)
