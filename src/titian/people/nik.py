"""What the digits of a national number (NIK) say; only the civil registry can confirm them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

LENGTH = 16
FEMALE_DAY = 40


@dataclass(frozen=True)
class NikDigits:
    """The parts of a NIK. `birth_year` has two digits: a NIK does not tell the century."""

    province: str
    regency: str
    district: str
    sex: str
    birth_day: int
    birth_month: int
    birth_year: int
    serial: int


def clean(text: str) -> str:
    """Return the NIK without the apostrophes, spaces, dots and dashes people put around and into it."""
    return re.sub(r"[\s'’‘`´\".\-\u200b\ufeff]", "", text)


def read(nik: str) -> NikDigits | None:
    """Return the parts of 16 digits, or None if there are not 16 digits."""
    if len(nik) != LENGTH or not (nik.isascii() and nik.isdigit()):
        return None
    day = int(nik[6:8])
    return NikDigits(
        province=nik[:2],
        regency=f"{nik[:2]}.{nik[2:4]}",
        district=f"{nik[:2]}.{nik[2:4]}.{nik[4:6]}",
        sex="P" if day > FEMALE_DAY else "L",
        birth_day=day - FEMALE_DAY if day > FEMALE_DAY else day,
        birth_month=int(nik[8:10]),
        birth_year=int(nik[10:12]),
        serial=int(nik[12:]),
    )


def birth_date(nik: str, *, latest: date) -> date | None:
    """Return the birth date the NIK states, in the last century that does not lie after `latest`."""
    parts = read(nik)
    if parts is None:
        return None
    for century in (latest.year // 100, latest.year // 100 - 1):
        try:
            born = date(century * 100 + parts.birth_year, parts.birth_month, parts.birth_day)
        except ValueError:
            continue
        if born <= latest:
            return born
    return None


def agrees_with_birth_date(nik: str, born: date) -> bool:
    """Return whether day, month and year of the NIK are those of `born`."""
    parts = read(nik)
    return parts is not None and (parts.birth_day, parts.birth_month, parts.birth_year) == (
        born.day,
        born.month,
        born.year % 100,
    )


def agrees_with_sex(nik: str, sex: str) -> bool:
    """Return whether the NIK was given to a person of this sex ('L' or 'P')."""
    parts = read(nik)
    return parts is not None and parts.sex == sex
