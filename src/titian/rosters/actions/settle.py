"""What becomes of a load that was read: carried out whole, or thrown away."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.rosters.actions.carry_out import carry_out
from titian.rosters.actions.send_rosters import give_back_hand_ins
from titian.rosters.models import Load, LoadedFile, LoadState, UploadedRoster, UploadState


@transaction.atomic
def carry_out_load(load: Load, *, actor: User, confirm_vanished: bool = False) -> int:
    """Carry out every file of a load that waits for it, all or none; return how many."""
    load = Load.objects.select_for_update(of=("self",)).get(pk=load.pk)
    if load.uploads.filter(state=UploadState.WAITING).exists():
        raise DomainError(
            _("Masih ada berkas yang belum dibaca. Tunggu sampai semuanya dibaca, lalu jalankan."),
            code="load_not_read",
        )
    files = list(LoadedFile.objects.filter(load=load, state=LoadState.STAGED).order_by("pk"))
    if not files:
        raise DomainError(
            _("Muatan ini sudah dijalankan atau tidak berisi perubahan, jadi tidak ada yang dijalankan."),
            code="load_not_staged",
        )
    for file in files:
        carry_out(file, actor=actor, confirm_vanished=confirm_vanished)
    UploadedRoster.objects.filter(load=load).update(content=None)
    return len(files)


@transaction.atomic
def discard(load: Load, *, actor: User) -> None:
    """Throw away a load that was never carried out."""
    load = Load.objects.select_for_update(of=("self",)).get(pk=load.pk)
    if load.files.exclude(state__in=[LoadState.STAGED, LoadState.UNCHANGED]).exists():
        raise DomainError(
            _("Muatan ini sudah dijalankan. Batalkan muatannya, karena datanya sudah tercatat."),
            code="load_carried",
        )
    give_back_hand_ins(load)
    Entry.write(actor, "discard", load, centre=load.centre_id, year=load.year)
    load.delete()
