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
    plain = text.strip()
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


def date_column(text: pl.Expr, months: Mapping[str, str], *, latest: pl.Expr | None = None) -> pl.Expr:
    """Return the dates of a text column, null where none can be read; see `one_date`."""
    plain = text.str.strip_chars()
    parts = plain.str.extract_groups(_DATE)
    first, middle, last = (parts.struct.field(str(n)) for n in (1, 2, 3))
    word = middle.str.to_lowercase().replace_strict(
        list(months), [int(number) for number in months.values()], default=None, return_dtype=pl.Int32
    )
    month = pl.coalesce(middle.cast(pl.Int32, strict=False), word)
    year_first = first.str.len_chars() == 4
    day = pl.when(year_first).then(last).otherwise(first)
    year = pl.when(year_first).then(first).otherwise(last)
    short = year.str.len_chars() == 2
    legible = (day.str.len_chars() <= 2) & year.str.len_chars().is_in([2, 4])
    day_number, year_number = day.cast(pl.Int32, strict=False), year.cast(pl.Int32, strict=False)
    modern = _ymd(pl.when(short).then(year_number + 2000).otherwise(year_number), month, day_number)
    if latest is not None:
        older = _ymd(year_number + 1900, month, day_number)
        too_late = short & (modern.is_null() | (modern > latest))
        modern = pl.when(too_late).then(pl.coalesce(older, modern)).otherwise(modern)
    serial = plain.str.contains(_SERIAL)
    days = pl.when(serial).then(plain.cast(pl.Float64, strict=False).floor().cast(pl.Int32, strict=False))
    return (
        pl.when(serial)
        .then(pl.lit(_EPOCH) + pl.duration(days=days))
        .when(legible)
        .then(modern)
        .otherwise(None)
        .cast(pl.Date)
    )


def _ymd(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """Return the calendar day, null where the calendar has none."""
    padded = pl.format(
        "{}-{}-{}",
        year.cast(pl.String).str.zfill(4),
        month.cast(pl.String).str.zfill(2),
        day.cast(pl.String).str.zfill(2),
    )
    return padded.str.to_date("%Y-%m-%d", strict=False)
