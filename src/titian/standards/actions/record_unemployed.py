from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.standards.models import Region, UnemployedCount
from titian.standards.models.region import RegionLevel

COLUMNS = {"region", "year", "people", "source"}
YEARS = range(1970, 2200)
MOST_PEOPLE = 100_000_000


def read_unemployed(path: Path) -> list[dict[str, str]]:
    """Return the rows of a file with the columns region, year, people, source; refuse any other file."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise DomainError(
            _("Berkas %(file)s tidak dapat dibaca. Simpan sebagai CSV (UTF-8), lalu muat lagi.")
            % {"file": path.name},
            code="unemployed_unreadable",
        ) from fault
    if missing := COLUMNS - set(reader.fieldnames or ()):
        raise DomainError(
            _(
                "Kolom %(columns)s tidak ada di %(file)s. Baris pertama berkas harus: region,year,people,source."
            )
            % {"columns": ", ".join(sorted(missing)), "file": path.name},
            code="unemployed_columns",
        )
    return rows


@transaction.atomic
def record_unemployed(actor: User, rows: Iterable[dict[str, str]]) -> int:
    """Store published numbers of unemployed people by region and year; return how many changed."""
    regions = set(
        Region.objects.filter(level__in=[RegionLevel.PROVINCE, RegionLevel.REGENCY]).values_list(
            "code", flat=True
        )
    )
    told = [_count(row, number, regions) for number, row in enumerate(rows, start=2)]
    held = {(one.region_id, one.year): (one.people, one.source) for one in UnemployedCount.objects.all()}
    changed = [one for one in told if held.get((one.region_id, one.year)) != (one.people, one.source)]
    UnemployedCount.objects.bulk_create(
        {(one.region_id, one.year): one for one in changed}.values(),
        update_conflicts=True,
        unique_fields=["region", "year"],
        update_fields=["people", "source"],
    )
    if changed:
        Entry.write(
            actor,
            "record_unemployed",
            UnemployedCount._meta.label_lower,
            counts=[{"region": one.region_id, "year": one.year, "people": one.people} for one in changed],
        )
    return len(changed)


def _count(row: dict[str, str], number: int, regions: set[str]) -> UnemployedCount:
    region, source = (row["region"] or "").strip(), (row["source"] or "").strip()
    year, people = _whole(row["year"]), _whole(row["people"])
    wrong = (
        _("wilayah %(region)s tidak dikenal; tulis kode provinsi (35) atau kabupaten/kota (35.10)")
        % {"region": region or "-"}
        if region not in regions
        else _("tahun harus empat angka")
        if year not in YEARS
        else _("jumlah orang harus bilangan bulat di atas nol, tanpa titik atau koma")
        if not 0 < people <= MOST_PEOPLE
        else _("sumber belum diisi; tanpa sumber angka ini tidak dapat dipertanggungjawabkan")
        if not source
        else ""
    )
    if wrong:
        raise DomainError(
            _("Baris %(row)d: %(wrong)s. Tidak ada yang disimpan.") % {"row": number, "wrong": wrong},
            code="unemployed_row",
        )
    return UnemployedCount(region_id=region, year=year, people=people, source=source[:300])


def _whole(text: str | None) -> int:
    """Return the whole number a cell holds, -1 where it holds none."""
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
