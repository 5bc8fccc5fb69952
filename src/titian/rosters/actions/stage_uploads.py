from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from titian.accounts.models import User
from titian.core.access import acting_as
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.people.vault import unseal_bytes
from titian.rosters.actions.forget_rows import forget_rows
from titian.rosters.actions.stage import RosterFile, stage_file
from titian.rosters.models import (
    Load,
    LoadedFile,
    LoadState,
    StagedRow,
    UploadedRoster,
    UploadState,
    VanishedRow,
)
from titian.rosters.queries.vocabulary import vocabulary
from titian.rosters.sealing import upload_owner

LONGEST_REFUSAL = 500


def stage_uploads(load_id: int, *, actor: User) -> int:
    """Read every file of a load that still waits, each in a transaction of its own; return how many.

    Run twice, or cut off on the way, it goes on with those that still wait.
    """
    read = 0
    while _stage_next(load_id, actor=actor):
        read += 1
    return read


def _stage_next(load_id: int, *, actor: User) -> bool:
    with acting_as(actor.pk):
        upload = (
            UploadedRoster.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(load=load_id, state=UploadState.WAITING)
            .order_by("pk")
            .first()
        )
        if upload is None:
            return False
        load = Load.objects.select_related("centre").get(pk=load_id)
        try:
            with transaction.atomic():
                _stage_one(load, upload)
        except DomainError as refusal:
            upload.state, upload.content = UploadState.REFUSED, None
            upload.refusal = refusal.message[:LONGEST_REFUSAL]
        else:
            upload.state, upload.refusal = UploadState.READ, ""
        upload.save(update_fields=["state", "refusal", "file", "content"])
        Entry.write(actor, "stage_file", upload, load=load.pk, read=upload.state == UploadState.READ)
    return True


@transaction.atomic
def stage_again(load: Load, *, actor: User) -> int:
    """Let the files of a load that were not carried out be read anew, with the words known by now."""
    uploads = UploadedRoster.objects.select_for_update(of=("self",)).filter(
        load=load, state=UploadState.READ, content__isnull=False,
        file__state__in=[LoadState.STAGED, LoadState.UNCHANGED],
    )  # fmt: skip
    again = list(uploads.values_list("pk", "file"))
    ids = [upload for upload, _file in again]
    forget_rows(StagedRow.objects.filter(sheet__file__in=[file for _upload, file in again]))
    LoadedFile.objects.filter(pk__in=[file for _upload, file in again]).delete()
    UploadedRoster.objects.filter(pk__in=ids).update(state=UploadState.WAITING, file=None)
    if ids:
        Entry.write(actor, "stage_again", load, files=len(ids))
    return len(ids)


def _stage_one(load: Load, upload: UploadedRoster) -> None:
    with opened(upload) as path:
        upload.file = stage_file(
            load,
            RosterFile(path, upload.channel_id or "", upload.wave, upload.certification_body_id),
            vocabulary=vocabulary(load.centre_id),
            anew=_vanished_wait(load),
        )


def _vanished_wait(load: Load) -> bool:
    """People whom a former file no longer named stay until somebody confirms: such a file is read again."""
    return VanishedRow.objects.filter(
        removed=False, row__live=True, row__centre=load.centre_id, row__year=load.year
    ).exists()


@contextmanager
def opened(upload: UploadedRoster) -> Iterator[Path]:
    """Lay the file out under its own name for as long as it is read."""
    content = unseal_bytes(bytes(upload.content or b""), upload_owner(upload.pk), upload.key_version)
    with TemporaryDirectory(prefix="titian-") as folder:
        path = Path(folder) / upload.name
        path.write_bytes(content)
        yield path
