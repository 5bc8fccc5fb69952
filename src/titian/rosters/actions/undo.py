from __future__ import annotations

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.db.bulk import AnyOf
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.network.actions import remove_unconfirmed
from titian.people.models import Evidence
from titian.placement.models import OutcomeReport
from titian.planning.actions import close_unused
from titian.planning.models import TrainingClass
from titian.programmes.actions import remove_unused_programmes
from titian.rosters.actions.carry_out import CARRY_LOCK
from titian.rosters.actions.class_sheets import open_sheet_classes
from titian.rosters.actions.state_rows import state_rows, take_back_rows
from titian.rosters.models import Load, LoadedSheet, LoadState, StagedRow, VanishedRow
from titian.training.models import Enrolment


@transaction.atomic
def undo(load: Load, *, actor: User) -> Load:
    """Take a whole load back: what it brought goes, what it corrected or removed stands as before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CARRY_LOCK])
    load = Load.objects.select_for_update(of=("self",)).get(pk=load.pk)
    _refuse_if_built_upon(load)
    mine = StagedRow.objects.filter(load=load)
    former = StagedRow.objects.filter(retired_by=load)
    reinstated = list(former.values_list("pk", flat=True))
    # Where a corrected row only said something else of the same person, the former words go on top.
    restated = mine.filter(replaces__retired_by=load, replaces__person=F("person"))
    enrolled = mine.filter(live=True, enrolment_id__isnull=False).exclude(pk__in=restated.values("pk"))
    take_back_rows(enrolled, actor=actor, reason="undo")
    mine.update(live=False)
    former.update(live=True, retired_by=None)
    _state_again(reinstated, actor=actor)
    VanishedRow.objects.filter(sheet__file__load=load).update(removed=False)
    _close_what_is_left_empty(load, actor=actor)
    load.files.exclude(state=LoadState.UNCHANGED).update(state=LoadState.UNDONE)
    load.undone_at = timezone.now()
    load.save(update_fields=["undone_at"])
    Entry.write(actor, "undo", load)
    _check_now()
    return load


def _refuse_if_built_upon(load: Load) -> None:
    if load.undone_at is not None:
        raise DomainError(_("Muatan %(id)d sudah dibatalkan.") % {"id": load.pk}, code="load_already_undone")
    if not load.files.filter(state=LoadState.CARRIED).exists():
        raise DomainError(
            _("Muatan %(id)d belum dijalankan, jadi tidak ada yang dibatalkan.") % {"id": load.pk},
            code="load_not_carried",
        )
    later = (
        StagedRow.objects.filter(load=load, retired_by__isnull=False)
        .order_by("retired_by").values_list("retired_by", flat=True).distinct()
    )  # fmt: skip
    if numbers := ", ".join(str(number) for number in later):
        raise DomainError(
            _("Muatan %(id)d sudah diperbaiki oleh muatan %(later)s. Batalkan muatan itu lebih dahulu.")
            % {"id": load.pk, "later": numbers},
            code="load_corrected_since",
        )
    enrolments = StagedRow.objects.filter(load=load, live=True).values("enrolment_id")
    verified = (
        OutcomeReport.objects.filter(enrolment__in=enrolments).exclude(evidence=Evidence.CENTRE).count()
    )
    if verified:
        raise DomainError(
            _("Status kerja %(n)d peserta muatan ini sudah diverifikasi, jadi muatan tidak dapat dibatalkan.")
            % {"n": verified},
            code="load_verified_since",
        )


def _state_again(row_ids: list[int], *, actor: User) -> None:
    """Let the rows that stood before say again what they said, classes first."""
    rows = StagedRow.objects.filter(AnyOf("pk", row_ids), source__isnull=False)
    sheets = (
        LoadedSheet.objects.filter(rows__in=rows)
        .distinct()
        .select_related("file__load__centre", "file__channel")
    )
    for sheet in sheets.order_by("pk"):
        open_sheet_classes(sheet.file, [sheet], actor=actor)
    state_rows(rows, actor=actor, corrects=True)


def _close_what_is_left_empty(load: Load, *, actor: User) -> None:
    opened = LoadedSheet.objects.filter(file__load=load, class_is_new=True, training_class__isnull=False)
    empty = list(
        TrainingClass.objects.filter(pk__in=opened.values("training_class")).exclude(
            pk__in=Enrolment.objects.values("training_class")
        )
    )
    ids = [training_class.pk for training_class in empty]
    LoadedSheet.objects.filter(training_class__in=ids).update(training_class=None)
    close_unused(ids, actor=actor, reason="undo")
    organisers = {training_class.organiser_id for training_class in empty}
    programmes = {training_class.programme_id for training_class in empty}
    left = TrainingClass.objects.all()
    remove_unconfirmed(
        sorted(organisers - set(left.filter(organiser__in=organisers).values_list("organiser", flat=True))),
        since=load.started_at,
        actor=actor,
    )
    remove_unused_programmes(
        sorted(programmes - set(left.filter(programme__in=programmes).values_list("programme", flat=True))),
        since=load.started_at,
        actor=actor,
    )


def _check_now() -> None:
    """Ask the database at once whether anything later still points at what was taken back."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError as error:
        raise DomainError(
            _("Ada catatan lain yang sudah memakai data muatan ini, jadi muatan tidak dapat dibatalkan."),
            code="load_used_since",
        ) from error
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
