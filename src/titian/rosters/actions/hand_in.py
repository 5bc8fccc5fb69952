from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.db.bulk import take_ids
from titian.journal.models import Entry
from titian.network.models import Organisation
from titian.people.vault import current_version, seal_bytes
from titian.rosters.models import UploadedRoster, UploadState
from titian.rosters.sealing import upload_owner

KEPT_DAYS = 7
SENT_KEPT_DAYS = 60  # a centre that is slow to read must not cost the sender the file


class HandedIn(NamedTuple):
    """A file as it came, and where it seems to belong."""

    path: Path
    centre: Organisation | None
    year: int | None
    channel: str | None
    proposed_by: str
    wave: str = ""
    certification_body_id: int | None = None


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
            wave=file.wave, certification_body_id=file.certification_body_id,
        )  # fmt: skip
    Entry.write(actor, "hand_in", "rosters.uploads", files=len(files), batch=str(batch))
    return batch


@transaction.atomic
def forget_old_uploads(*, actor: User) -> int:
    """Throw away what nobody settled in time; the rows already read stay, and a sender is told."""
    now = timezone.now()
    old = UploadedRoster.objects.filter(sender=None, uploaded_at__lt=now - timedelta(days=KEPT_DAYS))
    gone, _models = old.filter(state=UploadState.ASKING).delete()
    gone += old.filter(content__isnull=False).update(content=None)
    sent = UploadedRoster.objects.filter(
        sender__isnull=False, uploaded_at__lt=now - timedelta(days=SENT_KEPT_DAYS)
    )
    gone += sent.filter(state=UploadState.SENT).update(
        state=UploadState.RETURNED,
        content=None,
        refusal=_("Balai belum membacanya dalam %(n)d hari, jadi isinya dihapus. Kirim lagi berkasnya.")
        % {"n": SENT_KEPT_DAYS},
    )
    gone += sent.filter(content__isnull=False).update(content=None)
    if gone:
        Entry.write(actor, "forget_uploads", "rosters.uploads", files=gone)
    return gone
