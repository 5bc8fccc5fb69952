"""From the words of cells to typed columns, whole columns at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import polars as pl

from titian.core.text import key
from titian.rosters.reading.dates import date_column
from titian.rosters.reading.names import display_name_column, person_key_column
from titian.rosters.reading.vocabulary import Vocabulary, word_key

TEXT_FIELDS = (
    "number_in_class", "name", "nik", "birth_place", "birth_date", "birth_place_and_date", "sex",
    "education", "disability", "disability_kind", "address", "district", "regency", "phone", "result",
    "certificate_number", "competence", "competency_certificate_number", "certification_body",
    "member_number", "job_status", "employer_name", "job_title",
    "work_starts_on", "wage", "note", "source_document", "source_sheet", "source_row",
)  # fmt: skip
_TRANSLATED = (
    "birth_date", "sex", "education", "disability", "disability_kind", "regency", "district", "phone",
    "work_starts_on", "wage",
)  # fmt: skip
_FREE_TEXTS = (
    "certificate_number", "competency_certificate_number", "certification_body", "member_number",
    "job_title", "note", "birth_place", "address",
)  # fmt: skip
_KINDS = {
    "sex": "sex",
    "education": "education",
    "disability": "yes_no",
    "disability_kind": "disability_kind",
    "result": "result",
    "competence": "competence",
    "job_status": "job_status",
}
_NO_NIK_SIGNS = r"[\s'’‘`´\".\-\u{200b}\u{feff}]"
# 3.57808E+15 as Excel shows it, or 357808010203000? as our own file of held rows writes it.
_INEXACT = r"(?i)^\s*'?\d[.,]?\d*E\s*\+?\d+\s*$|^\d{15}\?$"
_UNKNOWN = "\x00"
# What a record has room for; a longer text is cut and the row held, so that nobody is stored by half a name.
_ROOM = {
    "name": 200, "birth_place": 100, "address": 300, "certificate_number": 80,
    "competency_certificate_number": 60, "certification_body": 200, "member_number": 40,
    "employer_name": 200, "job_title": 200, "note": 500, "status_word": 100, "nik_digits": 40,
}  # fmt: skip


def typed(text: pl.DataFrame, vocabulary: Vocabulary, *, year: int) -> pl.DataFrame:
    """Return the typed columns of text rows, which carry `starts_on` of their class.

    Beside the values stand `_unknown`: 'field=word' for each word nobody knows.
    """
    months = vocabulary.words.get("month", {})
    frame = _split_birth(text)
    class_start = frame["starts_on"].fill_null(date(year, 12, 31))
    frame = frame.with_columns(pl.col(name).alias(f"{name}_text") for name in _TRANSLATED)
    frame = frame.with_columns(
        _digits(pl.col("nik")).alias("nik_digits"),
        pl.col("nik").str.contains(_INEXACT).fill_null(False).alias("nik_inexact"),
        date_column(frame["birth_date"], months, latest=class_start),
        date_column(frame["work_starts_on"], months),
        _phone(pl.col("phone_text")).alias("phone"),
        _wage(pl.col("wage_text")).alias("wage"),
        pl.col("number_in_class").str.extract(r"(\d{1,6})").cast(pl.Int32, strict=False),
        pl.col("source_row").str.extract(r"(\d{1,7})").cast(pl.Int32, strict=False),
        *map(_without_dash, _FREE_TEXTS),
    )
    frame = _words(frame, vocabulary)
    frame = _employment(frame, vocabulary)
    frame = _places(frame, vocabulary)
    too_long = [
        pl.when(pl.col(name).str.len_chars() > room).then(pl.lit(name)) for name, room in _ROOM.items()
    ]
    frame = frame.with_columns(listed(frame, too_long).alias("_too_long"))
    frame = frame.with_columns(pl.col(name).str.slice(0, room) for name, room in _ROOM.items())
    names = frame["name"]
    return frame.with_columns(
        display_name_column(names).alias("name"),
        person_key_column(names).alias("name_key"),
        display_name_column(frame["birth_place"]).alias("birth_place"),
    )


def _without_dash(name: str) -> pl.Expr:
    return pl.when(pl.col(name).str.contains(r"[\p{L}\p{N}]")).then(pl.col(name)).otherwise(None).alias(name)


def _split_birth(text: pl.DataFrame) -> pl.DataFrame:
    """Fill birth place and date from 'Banyuwangi, 30 Maret 1987' where they have no column of their own."""
    both = pl.col("birth_place_and_date")
    place = both.str.extract(r"^([^\d]*?)[\s,./;:-]*(?:\d.*)?$", 1).replace("", None)
    day = both.str.extract(r"^[^\d]*?(\d.*)$", 1)
    unread = pl.when(both.is_not_null() & day.is_null() & both.str.contains(r"[,/]")).then(both)
    return text.with_columns(
        pl.coalesce("birth_place", place).alias("birth_place"),
        pl.coalesce("birth_date", day, unread).alias("birth_date"),
    )


def _digits(nik: pl.Expr) -> pl.Expr:
    return nik.str.replace_all(_NO_NIK_SIGNS, "").replace("", None)


def _phone(text: pl.Expr) -> pl.Expr:
    """Return the number as +62...; of several numbers in a cell the first."""
    first = text.str.extract(r"^([^/;,|]+)", 1).str.replace_all(r"\D", "")
    national = first.str.replace(r"^(?:0062|62|0)", "").str.replace(r"^0", "")
    return pl.when(national.str.contains(r"^[1-9]\d{6,12}$")).then(pl.lit("+62") + national).otherwise(None)


def _wage(text: pl.Expr) -> pl.Expr:
    """Return whole rupiah of 'Rp 1.300.000', '1.300.000,00', '2,5 juta' or '1300000'."""
    plain = text.str.to_lowercase().str.replace_all(r"rp\.?|idr|\s|/bulan|/bln|perbulan|,-$|,00$|\.00$", "")
    millions = plain.str.extract(r"^(\d+(?:[.,]\d+)?)(?:juta|jt)$", 1).str.replace(",", ".")
    grouped = pl.when(plain.str.contains(r"^\d{1,3}(?:[.,]\d{3})+$|^\d+$")).then(
        plain.str.replace_all(r"[.,]", "")
    )
    decimal = pl.when(plain.str.contains(r"^\d{4,}\.\d+$")).then(plain)
    return pl.coalesce(
        grouped.cast(pl.Int64, strict=False),
        (millions.cast(pl.Float64, strict=False) * 1_000_000).round().cast(pl.Int64, strict=False),
        decimal.cast(pl.Float64, strict=False).round().cast(pl.Int64, strict=False),
    )


def _mapped(column: pl.Series, answer: Callable[[str], str | None]) -> pl.Series:
    """Return the answer to each text, asking once for each different one."""
    texts = column.drop_nulls().unique().to_list()
    return column.replace_strict(
        texts, [answer(text) for text in texts], default=None, return_dtype=pl.String
    )


def listed(frame: pl.DataFrame, texts: Sequence[pl.Expr]) -> pl.Series:
    """Return for each row the list of those texts that it has; most rows have none, and are passed over."""
    names = [f"_{place}" for place in range(len(texts))]
    told = frame.select(text.alias(name) for name, text in zip(names, texts, strict=True)).with_row_index()
    lists = told.filter(pl.any_horizontal(pl.col(names).is_not_null())).select(
        "index", pl.concat_list(names).list.drop_nulls().alias("list")
    )
    every = told.select("index").join(lists, on="index", how="left", maintain_order="left")
    return every["list"].fill_null([])


def _words(frame: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """Translate the columns whose words are data; collect the words nobody knows."""
    unknown: list[pl.Expr] = []
    columns: list[pl.Series] = []
    for name, kind in _KINDS.items():
        source = f"{name}_text" if f"{name}_text" in frame.columns else name

        def answer(text: str, kind: str = kind) -> str:
            found = vocabulary.value_of(kind, text)
            if found is None and kind == "yes_no":
                found = vocabulary.value_of("disability_kind", text)
            return _UNKNOWN if found is None else found

        value = _mapped(frame[source], answer)
        columns.append(value.alias(f"_{name}"))
        unknown.append(pl.when(pl.col(f"_{name}") == _UNKNOWN).then(pl.lit(f"{name}=") + pl.col(source)))
    frame = frame.with_columns(columns)
    known = {name: pl.col(f"_{name}").replace([_UNKNOWN, ""], [None, None]) for name in _KINDS}
    kind_said = pl.when(~known["disability"].is_in(["true", "false"])).then(known["disability"])
    kind_of = pl.coalesce(known["disability_kind"], kind_said)
    return frame.with_columns(
        known["sex"].alias("sex"),
        known["education"].alias("education"),
        pl.when(kind_said.is_not_null())
        .then(True)
        .when(known["disability"].is_not_null())
        .then(known["disability"] == "true")
        .when(kind_of.is_not_null())
        .then(True)
        .otherwise(None)
        .alias("disability"),
        kind_of.alias("disability_kind"),
        (known["result"] == "true").alias("passed"),
        (known["competence"] == "true").alias("competent"),
        pl.col("job_status").alias("status_word"),
        known["job_status"].alias("status"),
        listed(frame, unknown).alias("_unknown"),
    )


def _employment(frame: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """Drop 'Usaha sendiri' as an employer; read *informal* by whether there is one."""
    own = vocabulary.words.get("own_business", {})

    def answer(text: str) -> str | None:
        plain = word_key(text)
        return None if plain in own or not key(text) else text

    frame = frame.with_columns(_mapped(frame["employer_name"], answer).alias("employer_name"))
    informal = pl.col("status") == "informal"
    return frame.with_columns(
        (informal & pl.col("employer_name").is_null()).fill_null(False).alias("status_unclear"),
        pl.when(informal & pl.col("employer_name").is_not_null())
        .then(pl.lit("casual_unknown"))
        .when(informal)
        .then(None)
        .otherwise(pl.col("status"))
        .alias("status"),
    )


def _places(frame: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """Find the regency by its name, and the district by name within it, from its column or the address."""
    regency = _mapped(frame["regency_text"], lambda text: vocabulary.regencies.get(key(text)))
    frame = frame.with_columns(regency.alias("regency"))
    table = pl.DataFrame(
        {
            "regency": [code for code, _ in vocabulary.districts],
            "_place": [name for _, name in vocabulary.districts],
            "district": list(vocabulary.districts.values()),
        },
        schema={"regency": pl.String, "_place": pl.String, "district": pl.String},
    )
    address = pl.col("address")
    attempts = (
        pl.col("district_text").str.replace(r"(?i)^(?:kecamatan|kec)\b\.?", ""),
        address.str.extract(r"(?i)\bkec(?:amatan)?\b\.?\s*([^,;/()]+)", 1),
        address.str.replace(r"(?i)^(?:desa|ds|kelurahan|kel|dusun|dsn)\b\.?\s*", ""),
        address.str.extract(r"([^,;/]+)$", 1),
    )
    frame = frame.drop("district").with_row_index("_line")
    left = frame.select("_line", "regency", "address", "district_text").drop_nulls("regency")
    found: list[pl.DataFrame] = []
    for attempt in attempts:
        place = attempt.str.to_lowercase().str.replace_all(r"[^a-z0-9]", "")
        named = left.select("_line", "regency", place.alias("_place")).drop_nulls("_place")
        found.append(named.join(table, on=["regency", "_place"]).select("_line", "district"))
        left = left.join(found[-1], on="_line", how="anti")
    frame = frame.join(pl.concat(found), on="_line", how="left", maintain_order="left").drop("_line")
    return _places_within(frame, table)


def _places_within(frame: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """Look for one district's name among the words of the addresses not yet placed: 'Jl. Melati 5 Srono'."""
    plain = pl.col("address").str.to_lowercase().str.replace_all(r"[^a-z0-9]+", " ").str.strip_chars(" ")
    left = (
        frame.with_row_index("_line")
        .filter(pl.col("district").is_null() & pl.col("regency").is_not_null() & plain.str.contains(" "))
        .select("_line", "regency", plain.str.split(" ").alias("_place"))
        .explode("_place")
    )
    if not left.height:
        return frame
    pairs = left.with_columns((pl.col("_place") + pl.col("_place").shift(-1)).over("_line").alias("_place"))
    found = (
        pl.concat([left, pairs])
        .join(table, on=["regency", "_place"], how="inner")
        .group_by("_line")
        .agg(pl.col("district").unique())
        .filter(pl.col("district").list.len() == 1)
        .select("_line", pl.col("district").list.first().alias("_within"))
    )
    return (
        frame.with_row_index("_line")
        .join(found, on="_line", how="left", maintain_order="left")
        .with_columns(pl.coalesce("district", "_within").alias("district"))
        .drop("_within", "_line")
    )
