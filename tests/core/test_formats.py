from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from titian.core import formats


@pytest.mark.parametrize(
    ("value", "digits", "indonesian", "english"),
    [
        (3270, 0, "3.270", "3,270"),
        (0, 0, "0", "0"),
        (-1234567, 0, "-1.234.567", "-1,234,567"),
        (2.5, 0, "3", "3"),
        (1234.5, 1, "1.234,5", "1,234.5"),
        (Decimal("0.125"), 2, "0,13", "0.13"),
    ],
)
def test_numbers(value, digits, indonesian, english):
    with translation.override("id"):
        assert formats.number(value, digits) == indonesian
    with translation.override("en"):
        assert formats.number(value, digits) == english


def test_shares():
    with translation.override("id"):
        assert formats.percent(0.5481) == "54,81 %"
        assert formats.percent(1, 0) == "100 %"
    with translation.override("en"):
        assert formats.percent(0.5481) == "54.81%"


def test_money():
    with translation.override("id"):
        assert formats.rupiah(1_084_000_000) == "Rp1.084.000.000"


def test_days_and_moments():
    with translation.override("id"):
        assert formats.day(date(2022, 12, 21)) == "21 Desember 2022"
        assert formats.moment(datetime(2022, 12, 21, 2, 30, tzinfo=UTC)) == "21 Desember 2022 pukul 09.30"
    with translation.override("en"):
        assert formats.day(date(2022, 12, 21)) == "21 December 2022"


def test_a_moment_is_told_as_the_day_it_is_here():
    with translation.override("id"):
        assert formats.day(datetime(2022, 12, 20, 20, 0, tzinfo=UTC)) == "21 Desember 2022"


def test_what_is_missing_is_unknown_and_never_zero():
    with translation.override("id"):
        assert {formats.number(None), formats.percent(None), formats.rupiah(None), formats.day(None)} == {
            "belum didata"
        }


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 11, 1), date(2026, 11, 30), "1 – 30 November 2026"),
        (date(2022, 3, 1), date(2022, 4, 12), "1 Maret – 12 April 2022"),
        (date(2022, 12, 20), date(2023, 1, 3), "20 Desember 2022 – 3 Januari 2023"),
        (date(2022, 3, 1), date(2022, 3, 1), "1 Maret 2022"),
        (date(2022, 3, 1), None, "1 Maret 2022 – belum didata"),
    ],
)
def test_a_span_of_days_says_month_and_year_once(first, last, said):
    with translation.override("id"):
        assert formats.from_to(first, last) == said
