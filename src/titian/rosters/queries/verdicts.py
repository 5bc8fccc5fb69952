"""How were the rows of a load judged?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import CharField, Count, F, Func, OuterRef, Q, QuerySet, Subquery

from titian.rosters.models import (
    Load,
    LoadedFile,
    LoadedSheet,
    LoadState,
    StagedRow,
    UploadedRoster,
    UploadState,
    Verdict,
)
from titian.rosters.queries.loads import by_cell
from titian.rosters.queries.repair import original_cells
from titian.rosters.reading.sentences import VERDICTS, Severity
from titian.rosters.reading.verdicts import sentence

RESTATED = Count("pk", filter=Q(retired_by__isnull=False))


class CodeCount(NamedTuple):
    """A code, how many rows of the load bear it, and how many of those a later load stated anew."""

    code: str
    severity: str
    rows: int
    restated: int


class FileLine(NamedTuple):
    """One file of a load: where it stands, what was found in it; `key` is None while it is not read.

    `restated`: how many of its held rows a later load stated anew.
    """

    key: int | None
    stage: str
    name: str
    channel: str
    state: str
    refusal: str
    counts: dict[str, int]
    skipped: list[tuple[str, str]]
    problems: list[tuple[str, str]]
    restated: int


@dataclass(frozen=True)
class RowLine:
    """One judged row: where it stands and why; `since` is its verdict in the load that stated it anew, if any did."""

    row: StagedRow
    sentences: list[str]
    since: str

    @property
    def repaired(self) -> bool:
        """Whether a later load accepted what this one held."""
        return self.row.verdict == Verdict.HELD and self.since in (Verdict.ACCEPTED, Verdict.WARNING)


def verdict_counts(files: list[FileLine]) -> dict[str, int]:
    """Return how many rows of these files bear each verdict."""
    return {verdict: sum(line.counts.get(verdict, 0) for line in files) for verdict in Verdict.values}


def upload_counts(load: Load) -> tuple[int, int]:
    """Return how many files of the load wait to be read, and how many were."""
    waiting = Q(state=UploadState.WAITING)
    told = load.uploads.aggregate(waiting=Count("pk", filter=waiting), read=Count("pk", filter=~waiting))
    return told["waiting"], told["read"]


def code_counts(load: Load) -> list[CodeCount]:
    """Return the codes that rows of the load bear, the most frequent first."""
    counted = [
        StagedRow.objects.filter(load=load)
        .annotate(code=Func(F(column), function="unnest", output_field=CharField()))
        .values_list("code")
        .annotate(n=Count("pk"), restated=RESTATED)
        for column in ("codes", "warnings")
    ]
    found = [
        CodeCount(code, VERDICTS[code].severity, n, restated)
        for code, n, restated in counted[0].union(counted[1], all=True)
    ]
    return sorted(found, key=lambda line: (line.severity != Severity.HELD, -line.rows, line.code))


def judged_rows(load: Load, *, verdict: str, code: str) -> QuerySet[StagedRow]:
    """Return the rows of a load with this verdict and code, in the order of files and lines."""
    anew = StagedRow.objects.filter(replaces=OuterRef("pk"), load=OuterRef("retired_by")).order_by("pk")
    rows = (
        StagedRow.objects.filter(load=load)
        .select_related("sheet__file", "retired_by")
        .annotate(since=Subquery(anew.values("verdict")[:1]))
    )
    if verdict:
        rows = rows.filter(verdict=verdict)
    if code:
        rows = rows.filter(Q(codes__contains=[code]) | Q(warnings__contains=[code]))
    return rows.order_by("sheet__file", "sheet__position", "line")


def row_line(row: StagedRow) -> RowLine:
    """Return a row with its sentences; they name cells instead of what the cells hold."""
    told: dict[str, Any] = by_cell(
        {
            "sheet": row.sheet.name,
            "package": row.package,
            "row": row.line,
            "unknown": [str(word).partition("=")[0] for word in row.unknown_words],
            "cells": {field: f"{letter}{row.line}" for field, letter in row.sheet.columns.items()},
        }
    )
    codes = [*row.codes, *row.warnings]
    if "nik_length" in codes:
        told["length"] = len(original_cells(row).get("nik") or "")
    if row.verdict == Verdict.REPEATED:
        codes.append("repeated_in_class")
    return RowLine(row, [sentence(code, told) for code in codes], getattr(row, "since", None) or "")


def file_lines(load: Load) -> list[FileLine]:
    """Return each file of a load, those still to be read or refused included."""
    counts: dict[int, dict[str, int]] = {}
    restated: dict[int, int] = {}
    judged = StagedRow.objects.filter(load=load).values_list("sheet__file", "verdict")
    for file_id, verdict, n, anew in judged.annotate(n=Count("pk"), restated=RESTATED):
        counts.setdefault(file_id, {})[verdict] = n
        if verdict == Verdict.HELD:
            restated[file_id] = anew
    skipped: dict[int, list[tuple[str, str]]] = {}
    problems: dict[int, list[tuple[str, str]]] = {}
    for sheet in LoadedSheet.objects.filter(file__load=load).order_by("file", "position"):
        if sheet.skipped:
            skipped.setdefault(sheet.file_id, []).append((sheet.name, sentence(sheet.skipped, {})))
        for problem in sheet.problems:
            if VERDICTS[problem["code"]].severity != Severity.NOTE and problem["code"] != "unknown_column":
                problems.setdefault(sheet.file_id, []).append(
                    (sheet.name, sentence(problem["code"], problem))
                )
    uploads = UploadedRoster.objects.filter(load=load, file=None).select_related("channel").order_by("pk")
    waiting = [_unread(upload) for upload in uploads.defer("content")]
    files = LoadedFile.objects.filter(load=load).select_related("channel").order_by("pk")
    return [
        FileLine(
            file.pk, file.state, file.name, str(file.channel), file.get_state_display(), "", counts.get(file.pk, {}),
            skipped.get(file.pk, []), problems.get(file.pk, []), restated.get(file.pk, 0),
        )
        for file in files
    ] + waiting  # fmt: skip


def _unread(upload: UploadedRoster) -> FileLine:
    state, channel = upload.get_state_display(), str(upload.channel or "")
    return FileLine(None, upload.state, upload.name, channel, state, upload.refusal, {}, [], [], 0)


def staged_files(load: Load) -> list[int]:
    """Return the files of a load that wait to be carried out."""
    return list(load.files.filter(state=LoadState.STAGED).order_by("pk").values_list("pk", flat=True))
