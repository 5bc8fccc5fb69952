"""Which files belong to which centre, year and channel."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from titian.core.errors import DomainError
from titian.network.models import Organisation
from titian.network.queries import organisation_by_name
from titian.planning.waves import wave_code
from titian.rosters.actions.stage import RosterFile
from titian.rosters.queries.partners import body_by_name
from titian.rosters.queries.repair import Origin, origin_of
from titian.standards.models import Channel

ROSTER_SUFFIXES = {".xlsx", ".xlsm", ".xls", ".ods", ".csv"}
MANIFEST_NAME = "manifest.csv"
COLUMNS = ("file", "year", "centre", "channel")
OPTIONAL = ("wave", "certification_body")


class Batch(NamedTuple):
    """Files of one centre and year."""

    centre: Organisation
    year: int
    files: list[RosterFile]


def batches_of(paths: list[Path], manifest: Path | None) -> list[Batch]:
    """Return the files by centre and year as the manifest says; a repair file says itself where it belongs."""
    source = manifest or _manifest_beside(paths)
    stated = read_manifest(source) if source else {}
    files = [file for path in paths for file in _files_at(path, stated)]
    if not files:
        raise DomainError(_("Tidak ada berkas daftar peserta yang ditemukan."), code="no_files")
    batches: dict[tuple[int, int], Batch] = {}
    for file in files:
        origin = (
            stated_origin(stated[file.name], source) if file.name in stated else _own_origin(file, source)
        )
        batch = batches.setdefault((origin.centre.pk, origin.year), Batch(origin.centre, origin.year, []))
        batch.files.append(RosterFile(file, *origin[2:]))
    return list(batches.values())


def stated_origin(row: dict[str, str], source: Path | None) -> Origin:
    """Return the centre, year and channel that a line of a manifest names."""
    name = source.name if source else ""
    channels = sorted(Channel.objects.values_list("pk", flat=True))
    if row["channel"] not in channels:
        raise DomainError(
            _('Jalur "%(channel)s" di %(manifest)s tidak dikenal. Pilih salah satu: %(known)s.')
            % {"channel": row["channel"], "manifest": name, "known": ", ".join(channels)},
            code="channel_unknown",
        )
    if not row["year"].isdigit():
        raise DomainError(
            _('Tahun "%(year)s" di %(manifest)s bukan angka.') % {"year": row["year"], "manifest": name},
            code="manifest_unreadable",
        )
    body = row["certification_body"]
    return Origin(
        organisation_by_name(row["centre"]),
        int(row["year"]),
        row["channel"],
        wave_code(row["wave"]),
        body_by_name(body) if body else None,
    )


def _own_origin(file: Path, source: Path | None) -> Origin:
    origin = origin_of(file, timezone.localdate().year)
    if origin is None:
        raise DomainError(
            _(
                "Balai, tahun dan jalur %(file)s belum diketahui. Tambahkan satu baris di %(manifest)s (file, year, "
                "centre, channel), atau sebutkan --centre, --year dan --channel."
            )
            % {"file": file.name, "manifest": source.name if source else MANIFEST_NAME},
            code="file_not_in_manifest",
        )
    return origin


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


def _manifest_beside(paths: list[Path]) -> Path | None:
    beside = ((path if path.is_dir() else path.parent) / MANIFEST_NAME for path in paths)
    return next((manifest for manifest in beside if manifest.exists()), None)


def read_manifest(path: Path) -> dict[str, dict[str, str]]:
    """Return what a manifest says of each file."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise DomainError(_("Berkas %(path)s tidak ada.") % {"path": path}, code="manifest_missing") from None
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
    return {
        row["file"]: {column: (row.get(column) or "").strip() for column in (*COLUMNS, *OPTIONAL)}
        for row in reader
    }
