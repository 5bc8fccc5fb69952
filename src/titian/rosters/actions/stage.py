from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
from django.contrib.postgres.functions import TransactionNow
from django.db import transaction
from django.db.models import Exists, OuterRef

from titian.accounts.models import User
from titian.core.db.bulk import insert_all
from titian.core.text import key
from titian.journal.models import Entry
from titian.network.models import Organisation
from titian.programmes.models import DEFAULT_MINIMUM_AGE, Programme
from titian.rosters.actions.judge import judge
from titian.rosters.actions.stage_rows import insert_rows
from titian.rosters.models import Load, LoadedFile, LoadedSheet, LoadState, StagedRow
from titian.rosters.queries.partners import partners_named
from titian.rosters.reading.files import sha256_of
from titian.rosters.reading.report import SheetRead, WorkbookRead
from titian.rosters.reading.titles import wave_of_name
from titian.rosters.reading.vocabulary import Vocabulary
from titian.rosters.reading.workbook import read_workbook
from titian.rosters.rules import DATABASE_CODES

MAJORITY = 0.5
RECRUITS_AT_HOME = "blk_komunitas"


class RosterFile(NamedTuple):
    """A file to read, the channel of its classes, and what holds where its sheets do not say otherwise."""

    path: Path
    channel: str
    wave: str = ""
    certification_body_id: int | None = None


def stage(
    files: Sequence[RosterFile],
    *,
    centre: Organisation,
    year: int,
    vocabulary: Vocabulary,
    actor: User,
    overrides: Mapping[str, str] | None = None,
    is_demo: bool = False,
    anew: bool = False,
    progress: Callable[[str], None] = lambda _step: None,
) -> Load:
    """Read the files and judge each row; nothing of it is carried out yet.

    A file that stands as it was carried out is not staged again, unless `anew` asks for it.
    """
    with transaction.atomic():
        load = Load.objects.create(
            centre=centre, year=year, actor=actor, is_demo=is_demo, started_at=TransactionNow()
        )
        for file in files:
            stage_file(load, file, vocabulary=vocabulary, overrides=overrides, anew=anew)
            progress(file.path.name)
        Entry.write(actor, "stage", load, files=len(files))
    return load


def stage_file(
    load: Load,
    file: RosterFile,
    *,
    vocabulary: Vocabulary,
    overrides: Mapping[str, str] | None = None,
    anew: bool = False,
) -> LoadedFile:
    """Read one file into a load and judge its rows."""
    words = overrides or {}
    sha256 = sha256_of(file.path)
    digest = _digest(sha256, vocabulary, words, file)
    staged_file = LoadedFile(
        load=load, name=file.path.name, sha256=sha256, words_digest=digest, channel_id=file.channel
    )
    if not anew and _stands_already(staged_file):  # not even read
        staged_file.state = LoadState.UNCHANGED
        staged_file.save()
        return staged_file
    read = _read(file.path, vocabulary, centre=load.centre, year=load.year, overrides=words)
    staged_file.save()
    _stage_rows(staged_file, file, read, vocabulary)
    return staged_file


def _read(
    path: Path, vocabulary: Vocabulary, *, centre: Organisation, year: int, overrides: Mapping[str, str]
) -> WorkbookRead:
    """Read a file; where a programme asks for another age than most, read it with that age."""
    read = read_workbook(path, vocabulary, year=year, overrides=overrides)
    special = dict(
        Programme.objects.filter(owner=centre)
        .exclude(minimum_age=DEFAULT_MINIMUM_AGE)
        .values_list("name_key", "minimum_age")
    )
    ages = {
        sheet.class_key: special[programme]
        for sheet in read.sheets
        if (programme := key(sheet.title.programme or "")) in special
    }
    if not ages:
        return read
    return read_workbook(path, vocabulary, year=year, overrides=overrides, minimum_ages=ages)


def _digest(sha256: str, vocabulary: Vocabulary, overrides: Mapping[str, str], told: RosterFile) -> str:
    """Name the bytes and the words they were read with."""
    words = [sorted(vocabulary.headings.items()), sorted(vocabulary.fields.items())]
    values = [(kind, sorted(meanings.items())) for kind, meanings in sorted(vocabulary.words.items())]
    parts = [sha256, words, values, sorted(overrides.items()), told.wave, told.certification_body_id]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _stage_rows(file: LoadedFile, told: RosterFile, read: WorkbookRead, vocabulary: Vocabulary) -> None:
    regencies = _organiser_regencies(read, file, vocabulary)
    partners = partners_named(read, told.certification_body_id)
    wave = told.wave or wave_of_name(Path(read.name).stem, vocabulary)
    partial = set(read.rows.filter(pl.col("source_row").is_not_null())["sheet_index"].to_list())
    sheets = [
        _sheet(file, sheet, regencies.get(sheet.index), sheet.index in partial, wave, partners.unknown)
        for sheet in read.sheets
    ] + [
        LoadedSheet(file=file, position=len(read.sheets) + place, name=sheet.name, skipped=sheet.code)
        for place, sheet in enumerate(read.skipped)
    ]
    insert_all(sheets)
    insert_rows(
        file.load, read.rows, {sheet.position: sheet for sheet in sheets if not sheet.skipped}, partners
    )
    judge(file)


def _stands_already(file: LoadedFile) -> bool:
    """The same bytes, read with the same words, stand as carried out and hold nothing to judge anew."""
    rows = StagedRow.objects.filter(sheet__file=OuterRef("pk"))
    return (
        LoadedFile.objects.filter(
            load__centre=file.load.centre, load__year=file.load.year, channel=file.channel_id,
            words_digest=file.words_digest, state=LoadState.CARRIED,
        )
        .exclude(Exists(rows.filter(retired_by__isnull=False)))
        .exclude(Exists(rows.filter(live=True, codes__overlap=list(DATABASE_CODES))))
        .exists()
    )  # fmt: skip


def _sheet(
    file: LoadedFile,
    read: SheetRead,
    region: str | None,
    partial: bool,
    wave: str,
    unknown_bodies: frozenset[str],
) -> LoadedSheet:
    title = read.title
    suggestions = {column.letter: list(column.suggestions) for column in read.unknown}
    problems: list[dict[str, Any]] = [{"code": problem.code, **problem.params} for problem in read.problems]
    for problem in problems:
        if problem["code"] == "unknown_column":
            problem["suggestions"] = suggestions.get(str(problem.get("letter")), [])
    if title.certification_body in unknown_bodies:
        problems.append(
            {"code": "certification_body_unknown", "certification_body": title.certification_body}
        )
    return LoadedSheet(
        file=file,
        position=read.index,
        name=read.name,
        partial=partial,
        package=title.package or "",
        programme=_spelt(title.programme or "", read.name),
        organiser=title.organiser or "",
        organiser_region_id=region,
        field=title.field_code or "",
        fund=title.fund_code or "",
        wave=title.wave or wave,
        hours=title.hours,
        capacity=title.capacity,
        starts_on=title.starts_on,
        ends_on=title.ends_on,
        header_row=read.header_row,
        columns=read.columns,
        headings=read.headings,
        problems=problems,
        declared_total=read.declared_total,
        counted=read.counted,
    )


def _spelt(programme: str, sheet_name: str) -> str:
    """Give a name in capitals the spelling its sheet is named by: 'PENGELASAN SMAW 3G' -> 'Pengelasan SMAW 3G'."""
    if not programme.isupper():
        return programme
    own = {word.upper(): word for word in sheet_name.split()}
    return " ".join(own.get(word, word.capitalize()) for word in programme.split())


def _organiser_regencies(read: WorkbookRead, file: LoadedFile, vocabulary: Vocabulary) -> dict[int, str]:
    """Propose the regency of each organiser: the one the file is named after, else most people's home.

    Only community centres recruit where they stand; where a company's trainees live says nothing of the company.
    """
    kind = file.channel.organiser_kind
    if not kind:
        return {}
    name = key(Path(read.name).stem)
    for own in filter(None, (key(file.load.centre.name), key(file.load.centre.short_name))):
        name = name.replace(own, "")
    named = max((word for word in vocabulary.regencies if word in name), key=len, default=None)
    if named is not None:
        return dict.fromkeys((sheet.index for sheet in read.sheets), vocabulary.regencies[named])
    if kind != RECRUITS_AT_HOME:
        return {}
    homes = (
        read.rows.drop_nulls("regency").group_by("sheet_index", "regency").len()
        .sort("len", "regency", descending=[True, False]).group_by("sheet_index", maintain_order=True).first()
    )  # fmt: skip
    people = dict(read.rows.group_by("sheet_index").len().iter_rows())
    return {index: regency for index, regency, n in homes.iter_rows() if n > MAJORITY * people[index]}
