"""Numbers, money and dates as a reader of the active language writes them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone, translation
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

Number = int | float | Decimal

INDONESIAN_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip


def number(value: Number | None, digits: int = 0) -> str:
    """3270 -> '3.270' in Indonesian, '3,270' in English; None is 'belum didata'."""
    if value is None:
        return _("belum didata")
    step = Decimal(1).scaleb(-digits)
    text = f"{Decimal(str(value)).quantize(step, ROUND_HALF_UP):,}"
    return text if _is_english() else text.translate(str.maketrans(",.", ".,"))


def percent(ratio: Number | None, digits: int = 2) -> str:
    """0.5481 -> '54,81 %' in Indonesian, '54.81%' in English."""
    if ratio is None:
        return _("belum didata")
    text = number(Decimal(str(ratio)) * 100, digits)
    return f"{text}%" if _is_english() else f"{text} %"


def rupiah(value: Number | None) -> str:
    """1084000000 -> 'Rp1.084.000.000'."""
    return _("belum didata") if value is None else f"Rp{number(value)}"


def day(value: date | datetime | None) -> str:
    """2022-12-21 -> '21 Desember 2022'; a moment is told in local time."""
    if value is None:
        return _("belum didata")
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    if _is_english():
        with translation.override("en"):
            return f"{value.day} {MONTHS[value.month]} {value.year}"
    return f"{value.day} {INDONESIAN_MONTHS[value.month - 1]} {value.year}"


def month(year: int, number: int) -> str:
    """'Maret 2026'."""
    return day(date(year, number, 1)).partition(" ")[2]


def from_to(first: date | None, last: date | None) -> str:
    """'1 Maret – 12 April 2022': the year, and the month, are said once where they are the same."""
    if first is None or last is None:
        return f"{day(first)} – {day(last)}"
    if first == last:
        return day(first)
    begins = day(first).split(" ")
    if first.year == last.year:
        begins.pop()
        if first.month == last.month:
            begins.pop()
    return f"{' '.join(begins)} – {day(last)}"


def moment(value: datetime | None) -> str:
    """'21 Desember 2022 pukul 09.30' in local time."""
    if value is None:
        return _("belum didata")
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{day(local)}{', ' if _is_english() else ' '}{clock(local)}"


def clock(value: datetime) -> str:
    """'pukul 09.30' in local time, '09:30' in English."""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{local:%H:%M}" if _is_english() else f"pukul {local:%H.%M}"


def _is_english() -> bool:
    return (translation.get_language() or "id").startswith("en")
