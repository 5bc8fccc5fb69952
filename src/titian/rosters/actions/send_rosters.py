from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.db.bulk import take_ids
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.network.models import Organisation
from titian.people.vault import current_version, seal_bytes
from titian.rosters.actions.load import refuse_foreign_year
from titian.rosters.models import Load, UploadedRoster, UploadState
from titian.rosters.permissions import may_hand_in_from, may_load_rosters
from titian.rosters.queries.hand_ins import channel_of
from titian.rosters.sealing import upload_owner


@transaction.atomic
def send_rosters(
    paths: Sequence[Path], *, sender: Organisation, centre: Organisation, year: int, note: str, actor: User
) -> int:
    """Lay files sealed before the centre that answers for the sender; return how many were not there yet.

    A file that already waits for the same year is not laid there twice.
    """
    if not may_hand_in_from(actor, sender, centre):
        raise DomainError(
            _("%(user)s tidak berwenang mengirim daftar peserta %(sender)s kepada %(centre)s.")
            % {"user": actor, "sender": sender, "centre": centre},
            code="may_not_hand_in",
        )
    refuse_foreign_year(year)
    batch = uuid4()
    uploads = []
    for upload_id, path in zip(take_ids("rosters_uploadedroster", len(paths)), paths, strict=True):
        content = path.read_bytes()
        uploads.append(
            UploadedRoster(
                pk=upload_id, batch=batch, actor=actor, name=path.name, size=len(content),
                content=seal_bytes(content, upload_owner(upload_id)), key_version=current_version(),
                centre=centre, year=year, channel_id=channel_of(sender), sender=sender, note=note,
                sha256=hashlib.sha256(content).hexdigest(), state=UploadState.SENT,
            )
        )  # fmt: skip
    UploadedRoster.objects.bulk_create(uploads, ignore_conflicts=True)
    new = UploadedRoster.objects.filter(batch=batch).count()
    if new:
        Entry.write(actor, "send_rosters", sender, files=new, batch=str(batch), centre=centre.pk, year=year)
    return new


@transaction.atomic
def return_rosters(batch: UUID, reason: str, *, actor: User) -> int:
    """Send files back that nobody read, and say why; their contents go."""
    uploads = UploadedRoster.objects.select_for_update(of=("self",)).filter(
        batch=batch, state=UploadState.SENT
    )
    waiting = list(uploads.select_related("centre", "sender").defer("content"))
    if not waiting:
        raise DomainError(
            _("Kiriman ini sudah dibaca atau dikembalikan, jadi tidak ada yang dikembalikan lagi."),
            code="sending_settled",
        )
    first = waiting[0]
    if first.centre is None or first.sender is None or not may_load_rosters(actor, first.centre):
        raise DomainError(
            _("%(user)s tidak berwenang memuat daftar peserta %(centre)s.")
            % {"user": actor, "centre": first.centre},
            code="may_not_load",
        )
    UploadedRoster.objects.filter(pk__in=[one.pk for one in waiting]).update(
        state=UploadState.RETURNED, refusal=reason, content=None
    )
    Entry.write(actor, "return_rosters", first.sender, reason=reason, files=len(waiting), batch=str(batch))
    return len(waiting)


def give_back_hand_ins(load: Load) -> None:
    """A load thrown away must not take along what somebody sent: it waits again, or goes back unread."""
    sent = UploadedRoster.objects.filter(load=load, sender__isnull=False)
    twin = UploadedRoster.objects.filter(
        sender=OuterRef("sender"), centre=OuterRef("centre"), year=OuterRef("year"),
        sha256=OuterRef("sha256"), state=UploadState.SENT,
    )  # fmt: skip
    sent.filter(~Exists(twin), content__isnull=False).update(
        state=UploadState.SENT, refusal="", load=None, file=None
    )
    gone = {"state": UploadState.RETURNED, "load": None, "file": None}
    sent.filter(content=None).exclude(refusal="").update(**gone)
    sent.filter(content=None).update(
        refusal=_("Isi berkas tidak disimpan lagi. Kirim lagi berkasnya."), **gone
    )
