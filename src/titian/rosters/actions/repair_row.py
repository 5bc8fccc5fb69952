from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from django.contrib.postgres.functions import TransactionNow
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.network.models import Organisation
from titian.people.models import Person
from titian.rosters.actions.carry_out import carry_out
from titian.rosters.actions.stage import RosterFile, stage_file
from titian.rosters.models import Load, LoadState, StagedRow, Verdict
from titian.rosters.permissions import may_load_rosters
from titian.rosters.queries.repair import held_row, original_cells, reasons_of
from titian.rosters.queries.vocabulary import vocabulary
from titian.rosters.writing import write_held

# The document that facts of rows repaired on screen are read from.
ON_SCREEN = "Perbaikan di layar.xlsx"


class Repaired(NamedTuple):
    """What became of a repair: the new verdict, and why the row is still held if it is."""

    verdict: str
    codes: list[str]
    reasons: list[str]


@transaction.atomic
def repair_row(
    row: StagedRow, corrections: Mapping[str, str], *, actor: User, same_person: bool = False
) -> Repaired:
    """State one held row anew with these cells; a row that is still held stays as it was.

    It goes the way of a repair file: the same reader and judge, carried out as a load that can be undone.
    `same_person` keeps the name of the person on record.
    """
    row = (
        StagedRow.objects.select_for_update(of=("self",))
        .select_related("sheet__file", "centre")
        .get(pk=row.pk)
    )
    _refuse(row, actor)
    changed = dict(corrections)
    if same_person:
        changed["name"] = _known_name(row, actor)
    told = held_row(row)
    # A number that lost its last digit stays doubtful until somebody types it.
    codes = [] if "nik" in changed else told.codes
    restated = replace(told, cells={**told.cells, **changed}, codes=codes, to_fill=())
    with transaction.atomic(), TemporaryDirectory(prefix="titian-") as folder:
        path = Path(folder) / ON_SCREEN
        write_held(path, [restated])
        load = load_of_the_day(row.centre, row.year, actor)
        file = stage_file(
            load, RosterFile(path, row.sheet.file.channel_id), vocabulary=vocabulary(row.centre_id), anew=True
        )
        judged = StagedRow.objects.select_related("sheet__file").get(sheet__file=file)
        repaired = Repaired(judged.verdict, judged.codes, reasons_of(judged, original_cells(judged)))
        if judged.verdict == Verdict.HELD:
            transaction.set_rollback(True)
        else:
            carry_out(file, actor=actor)
    Entry.write(
        actor, "repair_row", row, fields=sorted(changed), verdict=repaired.verdict, same_person=same_person
    )
    return repaired


def _refuse(row: StagedRow, actor: User) -> None:
    if not may_load_rosters(actor, row.centre):
        raise DomainError(
            _("%(user)s tidak berwenang memuat daftar peserta %(centre)s.")
            % {"user": actor, "centre": row.centre},
            code="may_not_load",
        )
    if not row.live or row.verdict != Verdict.HELD:
        raise DomainError(
            _(
                "Baris ini sudah diperbaiki atau dinyatakan lagi oleh muatan lain, jadi tidak diubah dua kali."
            ),
            code="row_not_held",
        )


def _known_name(row: StagedRow, actor: User) -> str:
    """Return the recorded name of whoever has the row's NIK, if this user may know who it is."""
    known = Person.objects.visible_to(actor).filter(pk=row.person_id or 0).first()
    if known is None or "name_disagrees_with_known_nik" not in row.codes:
        raise DomainError(
            _("Orang dengan NIK ini tidak dapat Anda lihat, jadi kesamaannya tidak dapat Anda nyatakan."),
            code="person_unknown",
        )
    return known.name


def load_of_the_day(centre: Organisation, year: int, actor: User) -> Load:
    """Return the load that gathers this user's repairs of today, unless another load came since."""
    latest = Load.objects.filter(centre=centre, year=year).order_by("-pk").first()
    if (
        latest is not None
        and latest.actor_id == actor.pk
        and latest.undone_at is None
        and timezone.localdate(latest.started_at) == timezone.localdate()
        and latest.files.exists()
        and not latest.files.exclude(name=ON_SCREEN, state=LoadState.CARRIED).exists()
        # A row that one load holds can be restated by another load only.
        and not StagedRow.objects.waiting_for_repair().filter(load=latest).exists()
    ):
        return latest
    return Load.objects.create(centre=centre, year=year, actor=actor, started_at=TransactionNow())
