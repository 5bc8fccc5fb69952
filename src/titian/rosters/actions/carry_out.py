from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.db.bulk import AnyOf
from titian.core.errors import DomainError
from titian.journal.actions.cite import cite
from titian.journal.models import Entry, SourceSheet
from titian.rosters.actions.class_sheets import open_sheet_classes
from titian.rosters.actions.judge import judge
from titian.rosters.actions.state_rows import state_rows, take_back_rows
from titian.rosters.models import LoadedFile, LoadedSheet, LoadState, StagedRow, VanishedRow, Verdict
from titian.rosters.queries.outlook import SAME, VANISHING
from titian.rosters.queries.repair import original_sheet

# One carrying-out at a time: two loads of overlapping files would each think a person new.
CARRY_LOCK = 7_201_001

ACCEPTED = (Verdict.ACCEPTED, Verdict.WARNING)


@transaction.atomic
def carry_out(file: LoadedFile, *, actor: User, confirm_vanished: bool = False) -> LoadedFile:
    """Make the accepted rows of one staged file true: all of them, or none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CARRY_LOCK])
    file = (
        LoadedFile.objects.select_for_update(of=("self",))
        .select_related("load__centre", "channel")
        .get(pk=file.pk)
    )
    if file.state == LoadState.UNCHANGED:
        return file
    if file.state != LoadState.STAGED:
        raise DomainError(
            _("Berkas %(name)s sudah pernah dijalankan atau dibatalkan; muat lagi berkasnya.")
            % {"name": file.name},
            code="file_not_staged",
        )
    judge(file)
    sheets = list(file.sheets.filter(skipped="").order_by("position"))
    rows = StagedRow.objects.filter(sheet__file=file, verdict__in=ACCEPTED)
    stating = set(rows.order_by().values_list("sheet", flat=True).distinct())
    open_sheet_classes(file, [sheet for sheet in sheets if sheet.pk in stating], actor=actor)
    _note_vanished(file)
    _set_aside_unchanged(file)
    sources = _cite_rows(file, sheets)
    take_back_rows(_moved(file), actor=actor, reason="corrected")
    state_rows(rows, actor=actor, sources=sources)
    _retire_and_enliven(file)
    if confirm_vanished:
        _remove_vanished(file, actor=actor)
    file.state = LoadState.CARRIED
    file.vanished_confirmed = confirm_vanished
    file.carried_at = timezone.now()
    file.save(update_fields=["state", "vanished_confirmed", "carried_at"])
    Entry.write(actor, "carry_out", file, rows=StagedRow.objects.filter(sheet__file=file).count())
    return file


def _note_vanished(file: LoadedFile) -> None:
    """List the people a class had whom this statement of the whole class no longer names."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO rosters_vanishedrow (sheet_id, row_id, removed)
            SELECT sheet_id, row_id, false FROM ({VANISHING}) v
            """,
            {"files": [file.pk]},
        )


def _set_aside_unchanged(file: LoadedFile) -> None:
    """A row that says what the live row says leaves it standing, with its older source."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            DELETE FROM rosters_stagedrow n USING rosters_stagedrow o, rosters_loadedsheet s
            WHERE s.id = n.sheet_id AND s.file_id = %s AND o.id = n.replaces_id
              AND o.enrolment_id IS NOT NULL AND n.verdict IN ('accepted', 'warning') AND {SAME}
            """,
            [file.pk],
        )


def _cite_rows(file: LoadedFile, sheets: Sequence[LoadedSheet]) -> dict[int, int]:
    """Return, by accepted row, the source that its facts will name."""
    rows = StagedRow.objects.filter(sheet__file=file, verdict__in=ACCEPTED).order_by("sheet", "line")
    lines: dict[int, dict[int, list[int]]] = {}
    for row_id, sheet_id, line in rows.values_list("pk", "sheet", "line"):
        lines.setdefault(sheet_id, {}).setdefault(line, []).append(row_id)
    cited = [(sheet, lines[sheet.pk]) for sheet in sheets if sheet.pk in lines]
    sources = cite([(_source_sheet(file, sheet), list(at)) for sheet, at in cited])
    return {
        row_id: source
        for (_sheet, at), ids in zip(cited, sources, strict=True)
        for source, rows_there in zip(ids, at.values(), strict=True)
        for row_id in rows_there
    }


def _source_sheet(file: LoadedFile, sheet: LoadedSheet) -> SourceSheet:
    """A repaired row keeps the line of the file it was held from, so both files are named."""
    first = original_sheet(sheet) if sheet.partial else None
    document = f"{first.file.name} + {file.name}" if first else file.name
    columns = first.columns if first else sheet.columns
    return SourceSheet(document=document[:255], sha256=file.sha256, sheet=sheet.name, columns=columns)


def _moved(file: LoadedFile) -> QuerySet[StagedRow]:
    """Rows whose correction names another person: a corrected NIK.

    They are few and asked for first: as a subquery they were looked for once for every row whenever the statistics
    lagged behind the load.
    """
    corrected = (
        StagedRow.objects.filter(sheet__file=file, verdict__in=ACCEPTED, replaces__enrolment_id__isnull=False)
        .exclude(person=F("replaces__person"))
        .values_list("replaces", flat=True)
    )
    return StagedRow.objects.filter(AnyOf("pk", [pk for pk in corrected if pk is not None]))


def _retire_and_enliven(file: LoadedFile) -> None:
    """Let the file's rows be what the roster says now, and what they restate be history."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE rosters_stagedrow o SET live = false, retired_by_id = %(load)s
            FROM rosters_loadedsheet s
            WHERE s.file_id = %(file)s AND s.skipped = '' AND o.live AND o.load_id <> %(load)s
              AND o.centre_id = %(centre)s AND o.year = %(year)s AND o.package = s.package
              AND (EXISTS (SELECT 1 FROM rosters_stagedrow n WHERE n.sheet_id = s.id AND n.replaces_id = o.id
                           AND (n.verdict IN ('accepted', 'warning') OR o.enrolment_id IS NULL))
                   OR (o.enrolment_id IS NULL AND NOT s.partial))
            """,
            {"load": file.load_id, "file": file.pk, "centre": file.load.centre_id, "year": file.load.year},
        )
        cursor.execute(
            """
            UPDATE rosters_stagedrow n SET live = true FROM rosters_loadedsheet s
            WHERE s.id = n.sheet_id AND s.file_id = %s AND s.skipped = '' AND NOT n.live
            """,
            [file.pk],
        )


def _remove_vanished(file: LoadedFile, *, actor: User) -> None:
    """Take back the rows whose vanishing was confirmed."""
    vanished = VanishedRow.objects.filter(sheet__file=file)
    rows = StagedRow.objects.filter(pk__in=vanished.values("row"))
    take_back_rows(rows, actor=actor, reason="vanished")
    rows.update(live=False, retired_by=file.load)
    vanished.update(removed=True)
