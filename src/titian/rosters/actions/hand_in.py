from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from titian.accounts.models import User
from titian.core.db.bulk import take_ids
from titian.journal.models import Entry
from titian.network.models import Organisation
from titian.people.vault import current_version, seal_bytes
from titian.rosters.models import UploadedRoster, UploadState
from titian.rosters.sealing import upload_owner

KEPT_DAYS = 7


class HandedIn(NamedTuple):
    """A file as it came, and where it seems to belong."""

    path: Path
    centre: Organisation | None
    year: int | None
    channel: str | None
    proposed_by: str


@transaction.atomic
def hand_in(files: Sequence[HandedIn], *, actor: User) -> UUID:
    """Keep the files, sealed, until somebody says where they belong."""
    batch = uuid4()
    ids = take_ids("rosters_uploadedroster", len(files))
    for upload_id, file in zip(ids, files, strict=True):
        content = file.path.read_bytes()
        UploadedRoster.objects.create(
            pk=upload_id, batch=batch, actor=actor, name=file.path.name, size=len(content),
            content=seal_bytes(content, upload_owner(upload_id)), key_version=current_version(),
            centre=file.centre, year=file.year, channel_id=file.channel, proposed_by=file.proposed_by,
        )  # fmt: skip
    Entry.write(actor, "hand_in", "rosters.uploads", files=len(files), batch=str(batch))
    return batch


@transaction.atomic
def forget_old_uploads(*, actor: User) -> int:
    """Throw away what nobody settled in a week; the rows already read stay."""
    old = UploadedRoster.objects.filter(uploaded_at__lt=timezone.now() - timedelta(days=KEPT_DAYS))
    gone, _models = old.filter(state=UploadState.ASKING).delete()
    gone += old.filter(content__isnull=False).update(content=None)
    if gone:
        Entry.write(actor, "forget_uploads", "rosters.uploads", files=gone)
    return gone
