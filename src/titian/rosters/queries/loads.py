"""What did a load bring, and what stands in its way?"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from titian.rosters.models import (
    Load,
    LoadedFile,
    LoadedSheet,
    LoadState,
    StagedRow,
    UploadState,
    VanishedRow,
    Verdict,
)
from titian.rosters.reading.fields import FIELD_LABELS
from titian.rosters.reading.sentences import VERDICTS, Severity
from titian.rosters.reading.verdicts import sentence


def load_report(load: Load) -> dict[str, Any]:
    """Return the counts of a load, its held and repeated rows, and `lines` for a person to read."""
    files = [_file_report(file) for file in load.files.select_related("channel").order_by("pk")]
    held = _rows_with(load, Verdict.HELD)
    report: dict[str, Any] = {
        "load": load.pk,
        "centre": load.centre.name,
        "year": load.year,
        "files": files,
        "held": held,
        "repeated": _rows_with(load, Verdict.REPEATED),
        "problems": _problems(load),
        "vanished": _vanished(load),
    }
    report["lines"] = list(_lines(report))
    return report


def load_history() -> list[dict[str, Any]]:
    """Return the loads the acting user may see, latest first."""
    return history_of(Load.objects.order_by("-pk"))


def history_of(loads: QuerySet[Load]) -> list[dict[str, Any]]:
    """Return what each of these loads brought, in the order given."""
    told = list(
        loads.select_related("centre", "actor").annotate(
            n_files=Count("files", distinct=True),
            carried=Count("files", filter=Q(files__state=LoadState.CARRIED), distinct=True),
            unchanged=Count("files", filter=Q(files__state=LoadState.UNCHANGED), distinct=True),
            waiting=Count("uploads", filter=Q(uploads__state=UploadState.WAITING), distinct=True),
            refused=Count("uploads", filter=Q(uploads__state=UploadState.REFUSED), distinct=True),
        )
    )
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    restated: Counter[int] = Counter()
    verdicts_of = StagedRow.objects.filter(load__in=[load.pk for load in told]).values_list("load", "verdict")
    anew = Count("pk", filter=Q(retired_by__isnull=False, verdict=Verdict.HELD))
    for load_id, verdict, n, since in verdicts_of.annotate(n=Count("pk"), anew=anew):
        counts[load_id][verdict] = n
        restated[load_id] += since
    return [
        {
            "id": load.pk,
            "started_at": load.started_at,
            "centre": load.centre.name,
            "year": load.year,
            "actor": load.actor.name,
            "files": load.n_files,
            "rows": counts[load.pk].total(),
            "held": counts[load.pk][Verdict.HELD],
            "restated": restated[load.pk],
            "state": state_of(load),
            "carried": load.carried > 0 and load.undone_at is None,
        }
        for load in told
    ]


def state_of(load: Any) -> str:
    """Return where a load stands, in words; `load` carries the counts of `history_of`."""
    if load.undone_at is not None:
        return str(LoadState.UNDONE.label)
    if load.waiting:
        return str(UploadState.WAITING.label)
    if not load.n_files:
        return str(UploadState.REFUSED.label)
    if load.unchanged == load.n_files:
        return str(LoadState.UNCHANGED.label)
    whole = load.carried + load.unchanged == load.n_files
    return str(LoadState.CARRIED.label if whole else LoadState.STAGED.label)


def _file_report(file: LoadedFile) -> dict[str, Any]:
    counts = Counter(
        dict(StagedRow.objects.filter(sheet__file=file).values_list("verdict").annotate(n=Count("pk")))
    )
    sheets = LoadedSheet.objects.filter(file=file)
    return {
        "name": file.name,
        "channel": file.channel_id,
        "state": file.state,
        "classes": sheets.filter(training_class__isnull=False).count(),
        "skipped_sheets": [
            {"sheet": name, "code": code}
            for name, code in sheets.exclude(skipped="").values_list("name", "skipped")
        ],
        **{verdict: counts[verdict] for verdict in Verdict.values},
    }


def _rows_with(load: Load, verdict: Verdict) -> list[dict[str, Any]]:
    rows = StagedRow.objects.filter(load=load, verdict=verdict).select_related("sheet__file")
    return [
        {
            "file": row.sheet.file.name,
            "sheet": row.sheet.name,
            "package": row.package,
            "row": row.line,
            "code": row.codes[0] if row.codes else "",
            "codes": row.codes,
            "unknown": [str(word).partition("=")[0] for word in row.unknown_words],
            "cells": {field: f"{letter}{row.line}" for field, letter in row.sheet.columns.items()},
        }
        for row in rows.order_by("sheet__file", "sheet__position", "line")
    ]


def _problems(load: Load) -> list[dict[str, Any]]:
    sheets = LoadedSheet.objects.filter(file__load=load).exclude(problems=[]).select_related("file")
    return [
        {"file": sheet.file.name, "sheet": sheet.name, **problem}
        for sheet in sheets.order_by("file", "position")
        for problem in sheet.problems
    ]


def _vanished(load: Load) -> list[dict[str, Any]]:
    rows = VanishedRow.objects.filter(sheet__file__load=load).select_related("row__sheet", "sheet")
    return [
        {
            "sheet": vanished.sheet.name,
            "package": vanished.sheet.package,
            "row": vanished.row.line,
            "removed": vanished.removed,
        }
        for vanished in rows.order_by("sheet", "row")
    ]


def _lines(report: dict[str, Any]) -> Any:
    yield _("Muatan %(id)d: %(centre)s %(year)d") % {
        "id": report["load"], "centre": report["centre"], "year": report["year"],
    }  # fmt: skip
    for file in report["files"]:
        if file["state"] == LoadState.UNCHANGED:
            yield _("  %(name)s: tidak ada perubahan") % file
            continue
        yield (
            _(
                "  %(name)s: %(classes)d paket, %(accepted)d diterima, %(warning)d diterima dengan peringatan, "
                "%(held)d ditahan, %(repeated)d berulang"
            )
            % file
        )
        for sheet in file["skipped_sheets"]:
            yield f"    {sheet['sheet']}: {sentence(sheet['code'], sheet)}"
    for problem in report["problems"]:
        if problem["code"] in VERDICTS and VERDICTS[problem["code"]].severity != Severity.NOTE:
            yield f"  {problem['sheet']}: {sentence(problem['code'], problem)}"
    if any(problem["code"] == "unknown_column" for problem in report["problems"]):
        names = ", ".join(f"{name} ({label})" for name, label in FIELD_LABELS.items())
        yield _("Data yang dapat disebut sesudah tanda = pada --map: %(names)s.") % {"names": names}
    if report["held"]:
        yield _("Baris yang ditahan (perbaiki dengan: ./titian rosters held --out perbaikan.xlsx):")
        for row in report["held"]:
            yield "  " + _("%(sheet)s baris %(row)d: %(sentence)s") % {
                **row, "sentence": sentence(row["code"], by_cell(row)),
            }  # fmt: skip
    waiting = [row for row in report["vanished"] if not row["removed"]]
    if waiting:
        yield _(
            "%(n)d peserta tidak ada lagi di berkas baru. Mereka tetap tercatat; hapus dengan memuat lagi "
            "memakai --confirm-vanished:"
        ) % {"n": len(waiting)}
        for row in waiting:
            yield "  " + _("%(sheet)s (paket %(package)s), semula baris %(row)d") % row


def by_cell(row: dict[str, Any]) -> dict[str, Any]:
    """Name the cells instead of what they hold: a terminal's history is no place for a NIK or a birthday."""
    cells = row["cells"]
    at = {name: _("(sel %(cell)s)") % {"cell": cell} for name, cell in cells.items()}
    born = at.get("birth_date") or at.get("birth_place_and_date", "")
    column = next(iter(row["unknown"]), "")
    return {
        **row, **at, "birth_date": born, "text": born, "status_word": at.get("job_status", ""),
        "word": at.get(column, ""), "column": FIELD_LABELS.get(column, column),
    }  # fmt: skip
