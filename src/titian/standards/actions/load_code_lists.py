from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.core.text import key
from titian.journal.models import Entry
from titian.standards.files import FOLDER, CodeFile, code_files
from titian.standards.models import (
    Channel,
    CodedModel,
    CodeRelease,
    DisabilityKind,
    EducationLevel,
    Field,
    FieldAlias,
    Fund,
    JobStatus,
    Occupation,
    OccupationTitle,
    ProviderKind,
    Region,
    RegionCentre,
    UnemployedCount,
)

Row = dict[str, str]
M = TypeVar("M", CodedModel, Region)
C = TypeVar("C", bound=CodedModel)


class LoadedList(NamedTuple):
    """What loading one release changed."""

    code_list: str
    version: str
    entries: int
    added: int
    retired: int


@transaction.atomic
def load_code_lists(actor: User, *, folder: Path = FOLDER) -> list[LoadedList]:
    """Load each code list whose file is newer than what is held; the rest is not even read as a table."""
    held = {(release.code_list, release.version): release.sha256 for release in CodeRelease.objects.all()}
    loaded = [_load(file) for file in code_files(folder) if _is_new(file, held)]
    if loaded:
        Entry.write(
            actor,
            "load_code_lists",
            CodeRelease._meta.label_lower,
            lists=[{"list": one.code_list, "version": one.version, "entries": one.entries} for one in loaded],
        )
    return loaded


def _is_new(file: CodeFile, held: dict[tuple[str, str], str]) -> bool:
    sha256 = held.get((file.code_list, file.version))
    if sha256 is None:
        return True
    if sha256 != file.sha256():
        raise DomainError(
            _("Isi daftar kode %(list)s berubah, tetapi versinya tetap %(version)s. Beri versi baru.")
            % {"list": file.code_list, "version": file.version},
            code="code_list_changed_without_version",
        )
    return False


def _load(file: CodeFile) -> LoadedList:
    release = CodeRelease.objects.create(
        code_list=file.code_list,
        version=file.version,
        source=file.source,
        licence=file.licence,
        sha256=file.sha256(),
    )
    rows = file.rows()
    added, retired = LOADERS[file.code_list](rows, release)
    return LoadedList(file.code_list, file.version, len(rows), added, retired)


def _put(model: type[M], entries: Sequence[M], release: CodeRelease) -> tuple[int, int]:
    """Insert or update the entries and retire those the release no longer lists."""
    held = model._default_manager
    before = held.count()
    fields = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    held.bulk_create(
        entries, update_conflicts=True, unique_fields=["code"], update_fields=fields, batch_size=5000
    )
    retired = held.filter(retired=False).exclude(release=release).update(retired=True)
    return held.count() - before, retired


def _plain(
    model: type[C], **convert: Callable[[str], object]
) -> Callable[[list[Row], CodeRelease], tuple[int, int]]:
    """Return the loader of a list whose columns are the fields of its model."""

    def load(rows: list[Row], release: CodeRelease) -> tuple[int, int]:
        entries = [
            model(
                **{name: convert.get(name, str)(text) for name, text in row.items()},
                position=position,
                release=release,
            )
            for position, row in enumerate(rows)
        ]
        return _put(model, entries, release)

    return load


def _regions(rows: list[Row], release: CodeRelease) -> tuple[int, int]:
    entries = [
        Region(
            code=row["code"],
            name=row["name"],
            name_key=key(row["name"]),
            level=row["code"].count(".") + 1,
            parent_id=row["code"].rpartition(".")[0] or None,
            release=release,
        )
        for row in rows
    ]
    return _put(Region, entries, release)


def _occupations(rows: list[Row], release: CodeRelease) -> tuple[int, int]:
    entries = [
        Occupation(
            **row,
            level=len(row["code"]),
            parent_id=row["code"][:-1] or None,
            position=position,
            release=release,
        )
        for position, row in enumerate(rows)
    ]
    return _put(Occupation, entries, release)


def _job_titles(rows: list[Row], release: CodeRelease) -> tuple[int, int]:
    OccupationTitle.objects.all().delete()
    titles = [
        OccupationTitle(occupation_id=row["code"], name_key=spelling)
        for row in rows
        for spelling in _spellings(row["aliases"])
    ]
    OccupationTitle.objects.bulk_create(titles)
    return len(titles), 0


def _fields(rows: list[Row], release: CodeRelease) -> tuple[int, int]:
    """Each field answers to its name, its English name and its aliases."""
    entries = [
        Field(code=row["code"], name=row["name"], name_en=row["name_en"], position=position, release=release)
        for position, row in enumerate(rows)
    ]
    changed = _put(Field, entries, release)
    FieldAlias.objects.all().delete()
    FieldAlias.objects.bulk_create(
        FieldAlias(field_id=row["code"], name_key=spelling)
        for row in rows
        for spelling in _spellings(row["name"], row["name_en"], row["aliases"])
    )
    leads_to = Field.occupations.through
    leads_to.objects.all().delete()
    leads_to.objects.bulk_create(
        leads_to(field_id=row["code"], occupation_id=code)
        for row in rows
        for code in row["occupations"].split()
    )
    return changed


def _unemployed(rows: list[Row], release: CodeRelease) -> tuple[int, int]:
    """What an office has recorded itself stands; the list only fills what nobody has."""
    before = UnemployedCount.objects.count()
    UnemployedCount.objects.bulk_create(
        (
            UnemployedCount(
                region_id=row["region"], year=row["year"], people=row["people"], source=row["source"]
            )
            for row in rows
        ),
        ignore_conflicts=True,
    )
    return UnemployedCount.objects.count() - before, 0


def _region_centres(rows: list[Row], release: CodeRelease) -> tuple[int, int]:
    """A centre of a region nobody knows any more is left out: the two lists have releases of their own."""
    known = set(Region.objects.values_list("code", flat=True))
    RegionCentre.objects.all().delete()
    made = RegionCentre.objects.bulk_create(
        RegionCentre(
            region_id=row["code"], latitude=float(row["latitude"]), longitude=float(row["longitude"])
        )
        for row in rows
        if row["code"] in known
    )
    return len(made), 0


def _spellings(*texts: str) -> list[str]:
    return sorted({key(spelling) for text in texts for spelling in text.split("|")})


def _yes(text: str) -> bool:
    return text == "yes"


LOADERS: dict[str, Callable[[list[Row], CodeRelease], tuple[int, int]]] = {
    "regions": _regions,
    "occupations": _occupations,
    "job_titles": _job_titles,
    "education": _plain(EducationLevel, rank=int),
    "disabilities": _plain(DisabilityKind),
    "job_statuses": _plain(JobStatus, working=_yes, own_business=_yes),
    "funds": _plain(Fund, public=_yes),
    "channels": _plain(Channel),
    "provider_kinds": _plain(ProviderKind, trains=_yes),
    "fields": _fields,
    "unemployed": _unemployed,
    "region_centres": _region_centres,
}
