from __future__ import annotations

from collections.abc import Mapping

import polars as pl
from django.db import connection

from titian.core.db.bulk import COPIED_AT_ONCE, copied_in, take_ids
from titian.people.vault import current_version, index_many, seal_many
from titian.rosters.models import Load, LoadedSheet, Verdict
from titian.rosters.queries.partners import Partners
from titian.rosters.rules import sheet_codes
from titian.rosters.sealing import row_owner

# The columns of a staged row that the reader fills, and their types on the way into the table.
STAGED: Mapping[str, str] = {
    "id": "bigint", "sheet_id": "bigint", "package": "text", "line": "bigint", "original": "bytea",
    "number_in_class": "bigint", "name": "text", "name_key": "text", "nik_hash": "bytea",
    "nik_cipher": "bytea", "birth_place": "text", "birth_date": "date", "sex": "text", "education": "text",
    "disability": "boolean", "disability_kind": "text", "address": "text", "regency": "text",
    "district": "text", "phone": "text", "passed": "boolean", "certificate_number": "text",
    "competent": "boolean", "competency_certificate_number": "text", "certification_body_id": "bigint",
    "member_number": "text", "status": "text", "status_word": "text", "employer_name": "text",
    "job_title": "text", "work_starts_on": "date", "wage": "bigint", "note": "text", "codes": "text[]",
    "warnings": "text[]", "unknown_words": "text[]", "verdict": "text",
}  # fmt: skip
# What says nothing by an empty text instead of a null.
TEXTS = (
    "name", "name_key", "birth_place", "sex", "address", "phone", "status_word", "employer_name", "job_title",
    "note",
)  # fmt: skip


def insert_rows(
    load: Load, rows: pl.DataFrame, sheets: Mapping[int, LoadedSheet], partners: Partners
) -> None:
    """Put the rows a file states into the table, sealed, each with the verdict it bears in itself."""
    if not rows.height:
        return
    ids = pl.Series("id", take_ids("rosters_stagedrow", rows.height), dtype=pl.Int64)
    of_sheets = _of_sheets(sheets, partners)
    frames = (
        _sealed(part, of_sheets, partners) for part in rows.with_columns(ids).iter_slices(COPIED_AT_ONCE)
    )
    with copied_in("staged_rows", STAGED, frames) as stated, connection.cursor() as cursor:
        names = ", ".join(STAGED)
        cursor.execute(
            f"""
            INSERT INTO rosters_stagedrow
                (load_id, centre_id, year, key_version, person_is_new, live, {names})
            SELECT %s, %s, %s, %s, false, false, {names} FROM {stated}
            """,
            [load.pk, load.centre_id, load.year, current_version()],
        )


def _sealed(rows: pl.DataFrame, of_sheets: pl.DataFrame, partners: Partners) -> pl.DataFrame:
    """Return some of the rows as the table keeps them; all at once, sealed and not, they would fill the memory."""
    owners = [row_owner(row_id) for row_id in rows["id"]]
    niks = rows["nik"].to_list()
    rows = rows.join(of_sheets, on="sheet_index", how="left", maintain_order="left")
    unknown = pl.col("certification_body").is_in(list(partners.unknown))
    own = pl.col("certification_body").replace_strict(
        list(partners.ids), list(partners.ids.values()), default=None, return_dtype=pl.Int64
    )
    warned = pl.when(unknown.fill_null(False)).then(pl.lit(["certification_body_unknown"]))
    return rows.with_columns(
        pl.coalesce("source_row", "row").alias("line"),
        pl.Series("original", seal_many(rows["raw"].to_list(), owners), dtype=pl.Binary),
        pl.Series("nik_hash", index_many(niks), dtype=pl.Binary),
        pl.Series("nik_cipher", seal_many(niks, owners), dtype=pl.Binary),
        pl.when(pl.col("certification_body").is_null())
        .then(pl.col("_body_of_sheet"))
        .otherwise(own)
        .alias("certification_body_id"),
        pl.col(TEXTS).fill_null(""),
        pl.concat_list("codes", "_blocking").alias("codes"),
        pl.concat_list("warnings", warned.otherwise(pl.lit([], dtype=pl.List(pl.String)))).alias("warnings"),
    ).with_columns(
        pl.when(pl.col("codes").list.len() > 0)
        .then(pl.lit(Verdict.HELD.value))
        .when(pl.col("warnings").list.len() > 0)
        .then(pl.lit(Verdict.WARNING.value))
        .otherwise(pl.lit(Verdict.ACCEPTED.value))
        .alias("verdict")
    )


def _of_sheets(sheets: Mapping[int, LoadedSheet], partners: Partners) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "sheet_index": list(sheets),
            "sheet_id": [sheet.pk for sheet in sheets.values()],
            "package": [sheet.package for sheet in sheets.values()],
            "_blocking": [sheet_codes(sheet) for sheet in sheets.values()],
            "_body_of_sheet": [partners.of_sheets.get(index) for index in sheets],
        },
        schema={
            "sheet_index": pl.Int32,
            "sheet_id": pl.Int64,
            "package": pl.String,
            "_blocking": pl.List(pl.String),
            "_body_of_sheet": pl.Int64,
        },
    )
