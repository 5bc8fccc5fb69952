"""Which files belong to which centre, year and channel."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from titian.core.errors import DomainError
from titian.network.models import Organisation
from titian.network.queries import organisation_by_name
from titian.rosters.actions.stage import RosterFile
from titian.standards.models import Channel

ROSTER_SUFFIXES = {".xlsx", ".xlsm", ".xls", ".ods", ".csv"}
MANIFEST_NAME = "manifest.csv"
COLUMNS = ("file", "year", "centre", "channel")


class Batch(NamedTuple):
    """Files of one centre and year."""

    centre: Organisation
    year: int
    files: list[RosterFile]


def batches_of(paths: list[Path], manifest: Path | None) -> list[Batch]:
    """Return the files by centre and year as the manifest says; a file it does not name is refused."""
    source = manifest or _manifest_beside(paths)
    stated = _read(source)
    files = [file for path in paths for file in _files_at(path, stated)]
    centres = {name: organisation_by_name(name) for name in {stated[file.name]["centre"] for file in _known(files, stated, source)}}
    channels = set(Channel.objects.values_list("pk", flat=True))
    batches: dict[tuple[int, int], Batch] = {}
    for file in files:
        row = stated[file.name]
        if row["channel"] not in channels:
            raise DomainError(
                _('Jalur "%(channel)s" di %(manifest)s tidak dikenal. Pilih salah satu: %(known)s.')
                % {"channel": row["channel"], "manifest": source.name, "known": ", ".join(sorted(channels))},
                code="channel_unknown",
            )
        centre, year = centres[row["centre"]], _year(row["year"], source)
        batch = batches.setdefault((centre.pk, year), Batch(centre, year, []))
        batch.files.append(RosterFile(file, row["channel"]))
    return list(batches.values())


def _files_at(path: Path, stated: dict[str, dict[str, str]]) -> list[Path]:
    """A folder stands for the files its manifest names; a single file stands for itself."""
    if path.is_dir():
        return sorted(
            file
            for file in path.iterdir()
            if file.suffix.lower() in ROSTER_SUFFIXES and (file.suffix != ".csv" or file.name in stated)
        )
    if path.is_file():
        return [path]
    raise DomainError(_("Berkas atau folder %(path)s tidak ada.") % {"path": path}, code="path_missing")


def _known(files: list[Path], stated: dict[str, dict[str, str]], source: Path) -> list[Path]:
    if not files:
        raise DomainError(_("Tidak ada berkas roster yang ditemukan."), code="no_files")
    unknown = [file.name for file in files if file.name not in stated]
    if unknown:
        raise DomainError(
            _(
                "%(files)s belum tercantum di %(manifest)s. Tambahkan satu baris per berkas: nama berkas, tahun, "
                "balai penanggung jawab, dan jalur."
            )
            % {"files": ", ".join(unknown), "manifest": source.name},
            code="file_not_in_manifest",
        )
    return files


def _manifest_beside(paths: list[Path]) -> Path:
    for path in paths:
        beside = (path if path.is_dir() else path.parent) / MANIFEST_NAME
        if beside.exists():
            return beside
    raise DomainError(
        _(
            "Daftar %(name)s tidak ditemukan. Sebutkan dengan --manifest, atau sebutkan --centre, --year dan "
            "--channel untuk semua berkas."
        )
        % {"name": MANIFEST_NAME},
        code="manifest_missing",
    )


def _read(path: Path) -> dict[str, dict[str, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise DomainError(
            _("Berkas %(path)s tidak ada.") % {"path": path}, code="manifest_missing"
        ) from None
    except UnicodeDecodeError:
        raise DomainError(
            _("%(path)s bukan teks UTF-8. Simpan ulang sebagai CSV UTF-8.") % {"path": path.name},
            code="manifest_unreadable",
        ) from None
    reader = csv.DictReader(text.splitlines())
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise DomainError(
            _("%(path)s tidak mempunyai kolom %(columns)s.")
            % {"path": path.name, "columns": ", ".join(missing)},
            code="manifest_unreadable",
        )
    return {row["file"]: {column: (row[column] or "").strip() for column in COLUMNS} for row in reader}


def _year(text: str, source: Path) -> int:
    if not text.isdigit():
        raise DomainError(
            _('Tahun "%(year)s" di %(manifest)s bukan angka.') % {"year": text, "manifest": source.name},
            code="manifest_unreadable",
        )
    return int(text)
