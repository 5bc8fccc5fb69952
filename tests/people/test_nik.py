"""What sixteen digits say."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titian.people import nik


def test_the_public_example_reads_as_published():
    parts = nik.read("3578080102030001")

    assert parts == nik.NikDigits("35", "35.78", "35.78.08", "L", 1, 2, 3, 1)


@given(st.dates(date(1930, 1, 1), date(2008, 12, 31)), st.sampled_from("LP"), st.integers(1, 9999))
def test_a_number_agrees_with_the_person_it_was_given_to(born, sex, serial):
    day = born.day + (40 if sex == "P" else 0)
    number = f"351001{day:02}{born.month:02}{born.year % 100:02}{serial:04}"

    assert nik.agrees_with_birth_date(number, born)
    assert nik.agrees_with_sex(number, sex)
    assert not nik.agrees_with_sex(number, "L" if sex == "P" else "P")
    told = nik.birth_date(number, latest=date(2022, 1, 1))
    assert told is not None
    assert (told.day, told.month, told.year % 100) == (born.day, born.month, born.year % 100)
    assert date(1922, 1, 1) < told <= date(2022, 1, 1)


@pytest.mark.parametrize(
    "number", ["", "351001", "35100101020300012", "35100101O2030001", "３５１００１０１０２０３０００１"]
)
def test_what_is_not_sixteen_digits_says_nothing(number):
    assert nik.read(number) is None


def test_a_day_no_calendar_has_gives_no_birth_date():
    assert nik.birth_date("3510013513030001", latest=date(2022, 1, 1)) is None


def test_apostrophes_and_spaces_are_no_part_of_a_number():
    assert nik.clean("'3510 0342 0496 0018 ") == "3510034204960018"
