"""Verdicts that a row bears in itself: codes that hold it, warnings that do not."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from titian.rosters.reading.typed import listed
from titian.rosters.reading.vocabulary import Vocabulary

MINIMUM_AGE = 17
ADULT_AGE = 18
CAPACITY = 16
YOUNGEST_WORKER = 10
OLDEST = 100

# Causes before consequences: an unreadable number or date is named before what would follow from it, the age
# before a quarrel between date and number, and that before the sex the number states.
PRECEDENCE = (
    "name_missing",
    "nik_missing",
    "nik_precision_lost",
    "nik_length",
    "nik_unknown_province",
    "nik_invalid",
    "date_unreadable",
    "under_minimum_age",
    "birth_date_disagrees_with_nik",
    "sex_disagrees_with_nik",
    "dates_out_of_order",
    "job_status_unclear",
    "word_unknown",
    "text_too_long",
)


def judged(
    frame: pl.DataFrame, vocabulary: Vocabulary, *, year: int, ages: Mapping[str, int]
) -> pl.DataFrame:
    """Return the rows with `codes`, `warnings` and `repeated`; blanks a NIK tells are filled."""
    frame = _nik_parts(frame, vocabulary)
    frame = _filled_from_nik(frame, year=year)
    frame = _coded(frame, ages=ages)
    return _repeated(frame)


def _nik_parts(frame: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    digits = pl.col("nik_digits")
    length = digits.str.len_chars()
    lost = (pl.col("nik_numeric") & length.is_between(15, 17)) | pl.col("nik_inexact")
    whole = digits.str.contains(r"^\d{16}$").fill_null(False) & ~lost
    frame = frame.with_columns(
        lost.fill_null(False).alias("_lost"),
        pl.when(whole).then(digits).otherwise(None).alias("nik"),
        (digits.is_null() | ~digits.str.contains(r"[\p{L}\p{N}]")).fill_null(True).alias("_nik_blank"),
    )
    nik = pl.col("nik")
    day = nik.str.slice(6, 2).cast(pl.Int32, strict=False)
    return frame.with_columns(
        pl.when(day > 40).then(day - 40).otherwise(day).alias("_day"),
        nik.str.slice(8, 2).cast(pl.Int32, strict=False).alias("_month"),
        nik.str.slice(10, 2).cast(pl.Int32, strict=False).alias("_year"),
        pl.when(day > 40).then(pl.lit("P")).when(day.is_not_null()).then(pl.lit("L")).alias("_sex_of_nik"),
        (~nik.str.slice(0, 2).is_in(sorted(vocabulary.provinces))).fill_null(False).alias("_far_province"),
        (nik.str.slice(12, 4) == "0000").fill_null(False).alias("_no_serial"),
    )


def _filled_from_nik(frame: pl.DataFrame, *, year: int) -> pl.DataFrame:
    latest = pl.coalesce(pl.col("starts_on"), pl.date(year, 12, 31))
    modern, older = (
        pl.format("{}-{}-{}", century + pl.col("_year"), pl.col("_month"), pl.col("_day")).str.to_date(
            "%Y-%m-%d", strict=False
        )
        for century in (2000, 1900)
    )
    of_nik = pl.when(modern <= latest).then(modern).otherwise(older)
    date_blank = pl.col("birth_date_text").is_null() | ~pl.col("birth_date_text").str.contains(
        r"[\p{L}\p{N}]"
    )
    sex_blank = pl.col("sex").is_null() & (
        pl.col("sex_text").is_null() | ~pl.col("sex_text").str.contains(r"[\p{L}\p{N}]")
    )
    return frame.with_columns(of_nik.alias("_date_of_nik"), date_blank.alias("_date_blank")).with_columns(
        pl.when(pl.col("_date_blank"))
        .then(pl.col("_date_of_nik"))
        .otherwise(pl.col("birth_date"))
        .alias("birth_date"),
        pl.when(sex_blank).then(pl.col("_sex_of_nik")).otherwise(pl.col("sex")).alias("sex"),
        (pl.col("_date_blank") & pl.col("_date_of_nik").is_not_null()).alias("_date_taken"),
        (sex_blank & pl.col("_sex_of_nik").is_not_null()).alias("_sex_taken"),
    )


def _coded(frame: pl.DataFrame, *, ages: Mapping[str, int]) -> pl.DataFrame:
    born, starts = pl.col("birth_date"), pl.col("starts_on")
    minimum = pl.col("class_key").replace_strict(
        list(ages), list(ages.values()), default=MINIMUM_AGE, return_dtype=pl.Int32
    )
    had_birthday = (starts.dt.month() * 100 + starts.dt.day()) >= (born.dt.month() * 100 + born.dt.day())
    age = starts.dt.year() - born.dt.year() - (~had_birthday).cast(pl.Int32)
    agrees = (
        (born.dt.day() == pl.col("_day"))
        & (born.dt.month() == pl.col("_month"))
        & (born.dt.year() % 100 == pl.col("_year"))
    )
    stated = pl.col("birth_date").is_not_null() & ~pl.col("_date_taken")
    work = pl.col("work_starts_on")
    work_said = pl.col("work_starts_on_text").str.contains(r"[\p{L}\p{N}]").fill_null(False)
    conditions: dict[str, pl.Expr] = {
        "name_missing": pl.col("name_key").fill_null("") == "",
        "nik_missing": pl.col("_nik_blank"),
        "nik_precision_lost": pl.col("_lost") & ~pl.col("_nik_blank"),
        "nik_length": pl.col("nik").is_null() & ~pl.col("_lost") & ~pl.col("_nik_blank"),
        "nik_unknown_province": pl.col("_far_province"),
        "nik_invalid": pl.col("nik").is_not_null()
        & (pl.col("_no_serial") | (pl.col("_date_of_nik").is_null() & ~stated)),
        "date_unreadable": (~pl.col("_date_blank") & born.is_null()) | (work_said & work.is_null()),
        "under_minimum_age": age < minimum,
        "birth_date_disagrees_with_nik": stated & ~agrees,
        "sex_disagrees_with_nik": pl.col("sex") != pl.col("_sex_of_nik"),
        "dates_out_of_order": (pl.col("ends_on") < starts).fill_null(False)
        | (work < born.dt.offset_by(f"{YOUNGEST_WORKER}y")).fill_null(False)
        | (starts <= born).fill_null(False)
        | (age > OLDEST),
        "job_status_unclear": pl.col("status_unclear"),
        "word_unknown": pl.col("_unknown").list.len() > 0,
        "text_too_long": pl.col("_too_long").list.len() > 0,
    }
    said = {name: pl.col(f"{name}_text").str.contains(r"[\p{L}\p{N}]").fill_null(False)
            for name in ("regency", "district", "phone", "wage")}  # fmt: skip
    placed = pl.col("address").is_not_null() | said["district"]
    warnings: dict[str, pl.Expr] = {
        "guardian_consent_missing": (age < ADULT_AGE) & (age >= minimum),
        "unknown_regency": said["regency"] & pl.col("regency").is_null(),
        "unknown_district": pl.col("regency").is_not_null() & placed & pl.col("district").is_null(),
        "birth_date_from_nik": pl.col("_date_taken"),
        "sex_from_nik": pl.col("_sex_taken"),
        "phone_unreadable": said["phone"] & pl.col("phone").is_null(),
        "wage_unreadable": said["wage"] & pl.col("wage").is_null(),
    }
    return frame.with_columns(
        listed(frame, [pl.when(conditions[code]).then(pl.lit(code)) for code in PRECEDENCE]).alias("codes"),
        listed(frame, [pl.when(holds).then(pl.lit(code)) for code, holds in warnings.items()]).alias(
            "warnings"
        ),
    )


def _repeated(frame: pl.DataFrame) -> pl.DataFrame:
    """Mark the later of two good rows with one NIK in one class, and those beyond its capacity."""
    good = pl.col("codes").list.len() == 0
    frame = frame.with_columns(
        (
            good & pl.col("nik").is_not_null() & (good.cast(pl.Int32).cum_sum().over("class_key", "nik") > 1)
        ).alias("repeated")
    )
    accepted = good & ~pl.col("repeated")
    place = accepted.cast(pl.Int32).cum_sum().over("class_key")
    over = frame.select(accepted & (place > pl.col("capacity"))).to_series()
    if not over.any():
        return frame
    more = pl.concat_list("warnings", pl.lit(["class_over_capacity"]))
    return frame.with_columns(pl.when(over).then(more).otherwise("warnings").alias("warnings"))
