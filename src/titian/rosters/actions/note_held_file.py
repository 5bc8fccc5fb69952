"""Note who took held rows away as a file: it holds national numbers."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from titian.accounts.models import User
from titian.journal.models import Entry
from titian.network.models import Organisation


@transaction.atomic
def note_held_file(centres: Sequence[Organisation], rows: int, *, actor: User) -> None:
    """Write the download to the journal."""
    Entry.write(
        actor, "download_held_rows", "rosters.held", centres=[centre.pk for centre in centres], rows=rows
    )
