"""Write the participation records as Parquet, by province of domicile and year, for the analytics engine."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.dataset as pa_dataset
from django.db import connection, models
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.evaluation.models import Participation
from titian.journal.models import Entry

# A birth date helps to find a person, and no indicator asks for it.
LEFT_OUT = {"birth_date": "NULL::date"}
_TYPES: dict[type[models.Field[object, object]], pa.DataType] = {
    models.BigIntegerField: pa.int64(),
    models.PositiveSmallIntegerField: pa.int64(),
    models.CharField: pa.string(),
    models.DateField: pa.date32(),
    models.BooleanField: pa.bool_(),
}
UNKNOWN_PROVINCE = "00"


def export_records(folder: Path, *, actor: User) -> int:
    """Replace the files of `folder` by the records of today and return how many there are.

    Only whoever sees all may: files know no row-level security, so they are never made of a part, and only
    the owner of the process may read them.
    """
    fields = Participation._meta.concrete_fields
    schema = pa.schema([(field.name, _TYPES[type(field)]) for field in fields])
    chosen = ", ".join(f"{LEFT_OUT[f.name]} AS {f.name}" if f.name in LEFT_OUT else f.name for f in fields)
    draft = folder.with_name(f"{folder.name}.{os.getpid()}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT app_sees_all()")
        if cursor.fetchone() != (True,):
            raise DomainError(
                _("Hanya yang melihat semua catatan dapat mengekspornya untuk analisis."),
                code="export_of_a_part",
            )
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700, parents=True)
        copy = f"COPY (SELECT {chosen} FROM evaluation_participation) TO STDOUT (FORMAT csv, HEADER true)"
        with cursor.copy(copy) as rows:
            made = _write(_Stream(iter(rows)), draft, schema)
    _put_in_place(draft, folder)
    Entry.write(actor, "export_records", "evaluation.participation", records=made)
    return made


def _write(stream: _Stream, draft: Path, schema: pa.Schema) -> int:
    reader = pa_csv.open_csv(
        stream,
        read_options=pa_csv.ReadOptions(block_size=16 * 1024 * 1024),
        convert_options=pa_csv.ConvertOptions(
            column_types=schema, strings_can_be_null=True, quoted_strings_can_be_null=False,
            true_values=["t"], false_values=["f"],
        ),
    )  # fmt: skip
    made = 0

    def batches() -> Iterator[pa.RecordBatch]:
        nonlocal made
        for batch in reader:
            made += batch.num_rows
            part = batch.column(schema.get_field_index("province")).fill_null(UNKNOWN_PROVINCE)
            year = batch.column(schema.get_field_index("year"))
            columns = [*batch.columns, part, year]
            yield pa.RecordBatch.from_arrays(columns, schema=_with_folders(schema))

    pa_dataset.write_dataset(
        batches(), draft, format="parquet", schema=_with_folders(schema), max_partitions=4096,
        max_open_files=600, existing_data_behavior="overwrite_or_ignore",
        partitioning=pa_dataset.partitioning(
            pa.schema([("_province", pa.string()), ("_year", pa.int64())]), flavor="hive"
        ),
    )  # fmt: skip
    for path in draft.glob("_province=*"):
        for inner in path.glob("_year=*"):
            inner.rename(path / inner.name.removeprefix("_"))
        path.rename(draft / path.name.removeprefix("_"))
    for path in draft.rglob("*.parquet"):
        path.chmod(0o600)
    return made


def _with_folders(schema: pa.Schema) -> pa.Schema:
    return schema.append(pa.field("_province", pa.string())).append(pa.field("_year", pa.int64()))


def _put_in_place(draft: Path, folder: Path) -> None:
    """Whoever reads the old files meanwhile reads them to the end."""
    former = folder.with_name(f"{folder.name}.old")
    shutil.rmtree(former, ignore_errors=True)
    if folder.exists():
        folder.rename(former)
    draft.rename(folder)
    shutil.rmtree(former, ignore_errors=True)


class _Stream(io.RawIOBase):
    """The rows of a COPY as a file that gives as much as is asked: each short read would be a batch of its own."""

    def __init__(self, rows: Iterator[bytes | memoryview]) -> None:
        self._rows, self._rest = rows, memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, target: memoryview | bytearray) -> int:  # type: ignore[override]
        filled = 0
        while filled < len(target):
            self._rest = self._rest or memoryview(next(self._rows, b""))
            if not self._rest:
                break
            size = min(len(self._rest), len(target) - filled)
            target[filled : filled + size] = self._rest[:size]
            self._rest = self._rest[size:]
            filled += size
        return filled
