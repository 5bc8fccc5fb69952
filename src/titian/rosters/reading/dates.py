"""Dates as people write them: one date in a title, and whole columns at once (the two answer alike)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

import polars as pl

# day month year, year month day; month as number or word; a time of day may follow.
_DATE = (
    r"^(?:[A-Za-z']+,\s*)?(\d{1,4})\s*[-/. ]\s*(\d{1,2}|[A-Za-z]+)\.?\s*[-/., ]\s*(\d{1,4})"
    r"(?:[ T]\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\.\d+)?)?$"
)
_ONE = re.compile(_DATE, re.ASCII)
_SERIAL = r"^[1-6]\d{4}(?:\.\d+)?$"
_EPOCH = date(1899, 12, 30)

_PART = r"\d{1,2}(?:\s*[-/. ]\s*(?:\d{1,2}|[A-Za-z]+))?(?:\s*[-/. ]\s*\d{2,4})?"
_RANGE = re.compile(
    rf"(\d{{4}}-\d{{1,2}}-\d{{1,2}}|{_PART})\s*(?:s\.?\s*/?\s*d\.?|sampai(?:\s+dengan)?|hingga|–|—|\bto\b|\s-\s)\s*"
    r"(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\s*[-/. ]\s*(?:\d{1,2}|[A-Za-z]+)\s*[-/. ]\s*\d{2,4})",
    re.IGNORECASE,
)


def one_date(text: str, months: Mapping[str, str], *, latest: date | None = None) -> date | None:
    """Return the date a text states. Two-digit years: the last century not after `latest`, else 20xx."""
    plain = " ".join(text.split())
    if re.match(_SERIAL, plain, re.ASCII):
        return _EPOCH + timedelta(days=int(float(plain)))
    match = _ONE.match(plain)
    if match is None:
        return None
    first, middle, last = match.groups()
    month = int(middle) if middle.isdigit() else int(months.get(middle.lower(), "0"))
    day, year = (last, first) if len(first) == 4 else (first, last)
    if len(day) > 2 or len(year) not in (2, 4):
        return None
    return _calendar(int(year), month, int(day), len(year) == 2, latest)


def _calendar(year: int, month: int, day: int, short: bool, latest: date | None) -> date | None:
    centuries = (2000, 1900) if short and latest else (2000,) if short else (0,)
    found = None
    for century in centuries:
        try:
            found = date(century + year, month, day)
        except ValueError:
            continue
        if latest is None or not short or found <= latest:
            break
    return found


def date_range(text: str, months: Mapping[str, str]) -> tuple[date, date] | None:
    """Return first and last day of '11 September s.d. 9 Oktober 2022'; what the first lacks the last has."""
    match = _RANGE.search(text)
    if match is None:
        return None
    ends = one_date(match.group(2), months)
    if ends is None:
        return None
    parts = [part for part in re.split(r"\s*[-/. ]\s*", match.group(1)) if part]
    if len(parts) == 1:
        parts += [str(ends.month), str(ends.year)]
    elif len(parts) == 2:
        month = int(parts[1]) if parts[1].isdigit() else int(months.get(parts[1].lower(), "0"))
        parts += [str(ends.year - (month > ends.month))]
    starts = one_date("-".join(parts), months)
    return (starts, ends) if starts else None


def date_column(texts: pl.Series, months: Mapping[str, str], *, latest: pl.Series | None = None) -> pl.Series:
    """Return the dates of a column of texts, null where none can be read; see `one_date`."""
    plain = texts.str.replace_all(r"[\s\x1c-\x1f]+", " ").str.strip_chars(" ").alias("text")
    parts = pl.DataFrame(plain.str.extract_groups(_DATE)).unnest("text")
    parts.columns = ["first", "middle", "last"]
    parts = parts.with_columns(plain, _latest(latest, texts.len()))
    word = pl.col("middle").str.to_lowercase()
    numbers = [int(number) for number in months.values()]
    year_first = pl.col("first").str.len_chars() == 4
    parts = parts.with_columns(
        pl.coalesce(
            pl.col("middle").cast(pl.Int32, strict=False),
            word.replace_strict(list(months), numbers, default=None, return_dtype=pl.Int32),
        ).alias("month"),
        pl.when(year_first).then("last").otherwise("first").alias("day_text"),
        pl.when(year_first).then("first").otherwise("last").alias("year_text"),
    )
    legible = (pl.col("day_text").str.len_chars() <= 2) & pl.col("year_text").str.len_chars().is_in([2, 4])
    parts = parts.with_columns(
        pl.when(legible).then(pl.col("day_text").cast(pl.Int32, strict=False)).alias("day"),
        pl.col("year_text").cast(pl.Int32, strict=False).alias("year"),
        (pl.col("year_text").str.len_chars() == 2).alias("short"),
    )
    parts = _with_day(parts, pl.col("year") + 2000 * pl.col("short").cast(pl.Int32), "modern")
    too_late = pl.col("short") & (pl.col("modern").is_null() | (pl.col("modern") > pl.col("latest")))
    parts = parts.with_columns((too_late & pl.col("latest").is_not_null()).alias("too_late"))
    if parts["too_late"].any():
        parts = _with_day(parts, pl.col("year") + 1900, "older")
        older = pl.coalesce("older", "modern")
        parts = parts.with_columns(pl.when("too_late").then(older).otherwise("modern").alias("modern"))
    serial = pl.col("text").str.contains(_SERIAL)
    days = pl.col("text").cast(pl.Float64, strict=False).floor() + (_EPOCH - date(1970, 1, 1)).days
    of_serial = pl.when(serial).then(days).cast(pl.Int32).cast(pl.Date)
    return parts.select(pl.coalesce(of_serial, "modern").alias(texts.name)).to_series()


def _latest(latest: pl.Series | None, length: int) -> pl.Series:
    return (pl.Series([None] * length, dtype=pl.Date) if latest is None else latest).alias("latest")


def _with_day(parts: pl.DataFrame, year: pl.Expr, name: str) -> pl.DataFrame:
    """Return the parts with the calendar day of this year, their month and day; null where there is none.

    Source: Howard Hinnant, chrono-compatible low-level date algorithms, days_from_civil.
    """
    month, day, full = pl.col("month"), pl.col("day"), pl.col("_full")
    parts = parts.with_columns(year.alias("_full"))
    leap = (full % 4 == 0) & ((full % 100 != 0) | (full % 400 == 0))
    longest = pl.when(month == 2).then(28 + leap.cast(pl.Int32)).otherwise(30 + (month + month // 8) % 2)
    exists = full.is_between(1, 9999) & month.is_between(1, 12) & day.is_between(1, longest)
    parts = parts.with_columns(
        (full - (month <= 2).cast(pl.Int32)).alias("_since_march"), exists.alias("_exists")
    )
    y = pl.col("_since_march")
    day_of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    days = y * 365 + y // 4 - y // 100 + y // 400 + day_of_year - 719_468
    return parts.with_columns(pl.when("_exists").then(days).cast(pl.Int32).cast(pl.Date).alias(name))
