"""What becomes of a load that was read: carried out, or thrown away."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.access import acting_as
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.rosters.actions.carry_out import carry_out
from titian.rosters.actions.forget_rows import forget_rows
from titian.rosters.actions.send_rosters import give_back_hand_ins
from titian.rosters.models import Load, LoadedFile, LoadState, StagedRow, UploadedRoster, UploadState

LONGEST_REFUSAL = 500


@transaction.atomic
def carry_out_load(load: Load, *, actor: User, confirm_vanished: bool = False) -> int:
    """Carry out every file of a load that waits for it, all or none; return how many."""
    load = Load.objects.select_for_update(of=("self",)).get(pk=load.pk)
    files = _files_to_carry(load)
    for file in files:
        carry_out(file, actor=actor, confirm_vanished=confirm_vanished)
    UploadedRoster.objects.filter(load=load).update(content=None)
    return len(files)


@transaction.atomic
def ask_to_carry(load: Load, *, actor: User, confirm_vanished: bool = False) -> None:
    """Note that the load is to be carried out; `carry_asked_load` does so, file by file."""
    load = Load.objects.select_for_update(of=("self",)).get(pk=load.pk)
    _files_to_carry(load)
    if load.carry_asked_at is not None:
        return
    load.carry_asked_at, load.carry_vanished, load.carry_refusal = timezone.now(), confirm_vanished, ""
    load.save(update_fields=["carry_asked_at", "carry_vanished", "carry_refusal"])
    Entry.write(actor, "ask_to_carry", load, confirm_vanished=confirm_vanished)


def carry_asked_load(load_id: int, *, actor: User) -> int:
    """Carry out the files of a load that was asked for, each whole in a transaction of its own; return how many.

    Cut off on the way, or run twice at once, it goes on with the files that still wait. A refusal stops it and
    stays on the load for its reader.
    """
    carried = 0
    while _carry_next(load_id, actor=actor):
        carried += 1
    return carried


def _carry_next(load_id: int, *, actor: User) -> bool:
    with acting_as(actor.pk):
        load = Load.objects.select_for_update(of=("self",)).filter(pk=load_id).first()
        if load is None or load.carry_asked_at is None:
            return False
        file = LoadedFile.objects.filter(load=load, state=LoadState.STAGED).order_by("pk").first()
        if file is None:
            UploadedRoster.objects.filter(load=load).update(content=None)
            load.carry_asked_at, load.news_for = None, actor
            load.save(update_fields=["carry_asked_at", "news_for"])
            return False
        try:
            with transaction.atomic():
                carry_out(file, actor=actor, confirm_vanished=load.carry_vanished)
        except DomainError as refusal:
            load.carry_asked_at, load.carry_refusal = None, refusal.message[:LONGEST_REFUSAL]
            load.news_for = actor
            load.save(update_fields=["carry_asked_at", "carry_refusal", "news_for"])
            return False
    return True


def note_end_was_seen(load: Load, *, actor: User) -> None:
    """Stop telling who asked for it that the load was carried out, or why not."""
    Load.objects.filter(pk=load.pk, news_for=actor).update(news_for=None)


def _files_to_carry(load: Load) -> list[LoadedFile]:
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
    return files


@transaction.atomic
def discard(load: Load, *, actor: User) -> None:
    """Throw away a load that was never carried out."""
    load = Load.objects.select_for_update(of=("self",)).get(pk=load.pk)
    if load.files.exclude(state__in=[LoadState.STAGED, LoadState.UNCHANGED]).exists():
        raise DomainError(
            _("Muatan ini sudah dijalankan. Batalkan muatannya, karena datanya sudah tercatat."),
            code="load_carried",
        )
    if load.carry_asked_at is not None:
        raise DomainError(
            _("Muatan ini sedang dijalankan. Tunggu sampai selesai, lalu batalkan bila perlu."),
            code="load_being_carried",
        )
    give_back_hand_ins(load)
    Entry.write(actor, "discard", load, centre=load.centre_id, year=load.year)
    forget_rows(StagedRow.objects.filter(load=load))
    load.delete()
