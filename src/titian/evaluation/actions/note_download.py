"""Note who took an evaluation away as a file."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from titian.accounts.models import User
from titian.journal.models import Entry
from titian.network.models import Organisation


@transaction.atomic
def note_download(
    centre: Organisation,
    year: int,
    *,
    as_of: date | None,
    kind: str,
    whole: bool,
    actor: User,
    **more: Any,
) -> None:
    """Write the download to the journal."""
    Entry.write(
        actor,
        "download_evaluation",
        centre,
        year=year,
        as_of=as_of.isoformat() if as_of else None,
        kind=kind,
        whole=whole,
        **more,
    )
