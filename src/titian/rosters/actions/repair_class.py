from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.core.text import key
from titian.journal.models import Entry
from titian.planning.models import TrainingClass
from titian.rosters.actions.carry_out import carry_out
from titian.rosters.actions.repair_row import ON_SCREEN, load_of_the_day
from titian.rosters.actions.stage import RosterFile, stage_file
from titian.rosters.models import LoadedSheet, StagedRow, Verdict
from titian.rosters.permissions import may_load_rosters
from titian.rosters.queries.repair import held_row
from titian.rosters.queries.vocabulary import vocabulary
from titian.rosters.rules import CLASS_FAULTS, class_faults, why_title_is_refused
from titian.rosters.writing import write_held


class ClassTitle(NamedTuple):
    """What the title block of a class should have said."""

    package: str
    programme: str
    starts_on: date
    ends_on: date


class RepairedClass(NamedTuple):
    """How many rows of the class were accepted, and how many are still held for faults of their own."""

    accepted: int
    held: int


@transaction.atomic
def repair_class(sheet: LoadedSheet, title: ClassTitle, *, actor: User) -> RepairedClass:
    """Say what the title block of a class did not, and judge again every row that waited for it.

    The rows go the way of a repair file, in a load that can be undone; the title stays as corrected.
    """
    sheet = (
        LoadedSheet.objects.select_for_update(of=("self",))
        .select_related("file__load__centre")
        .get(pk=sheet.pk)
    )
    waiting = StagedRow.objects.waiting_for_repair().filter(sheet=sheet)
    _refuse(sheet, title, waiting.exists(), actor)
    sheet.package, sheet.programme = title.package, title.programme
    sheet.starts_on, sheet.ends_on = title.starts_on, title.ends_on
    sheet.problems = [problem for problem in sheet.problems if problem["code"] not in CLASS_FAULTS]
    sheet.save(update_fields=["package", "programme", "starts_on", "ends_on", "problems"])
    StagedRow.objects.filter(sheet=sheet).update(package=title.package)
    rows = [held_row(row) for row in waiting.select_related("sheet__file").order_by("line")]
    # A number that lost its last digit stays doubtful; what the title lacked is said now.
    restated = [
        replace(row, codes=[code for code in row.codes if code == "nik_precision_lost"], to_fill=())
        for row in rows
    ]
    with TemporaryDirectory(prefix="titian-") as folder:
        path = Path(folder) / ON_SCREEN
        write_held(path, restated)
        load = load_of_the_day(sheet.file.load.centre, sheet.file.load.year, actor)
        file = stage_file(
            load, RosterFile(path, sheet.file.channel_id), vocabulary=vocabulary(load.centre_id), anew=True
        )
        carry_out(file, actor=actor)
    judged = StagedRow.objects.filter(sheet__file=file)
    held = judged.filter(verdict=Verdict.HELD).count()
    Entry.write(actor, "repair_class", sheet, rows=len(rows), held=held)
    return RepairedClass(len(rows) - held, held)


def _refuse(sheet: LoadedSheet, title: ClassTitle, somebody_waits: bool, actor: User) -> None:
    centre, year = sheet.file.load.centre, sheet.file.load.year
    if not may_load_rosters(actor, centre):
        raise DomainError(
            _("%(user)s tidak berwenang memuat daftar peserta %(centre)s.")
            % {"user": actor, "centre": centre},
            code="may_not_load",
        )
    if not somebody_waits or not class_faults(sheet):
        raise DomainError(
            _("Judul paket ini sudah diperbaiki, atau barisnya dinyatakan lagi oleh muatan lain."),
            code="class_not_waiting",
        )
    known = TrainingClass.objects.filter(centre=centre, year=year, code=title.package)
    other = known.exclude(programme__name_key=key(title.programme)).select_related("programme").first()
    standing = StagedRow.objects.filter(live=True, centre=centre, year=year, package=title.package)
    if reason := why_title_is_refused(
        starts_on=title.starts_on,
        ends_on=title.ends_on,
        year=year,
        package=title.package,
        taken_by=other.programme.name if other else "",
        taken=standing.exclude(sheet=sheet).exists(),
    ):
        raise DomainError(reason, code="title_refused")
