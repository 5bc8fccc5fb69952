"""The register's reports: every cell adds up, and an impossible one is told."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import network, people
from factories.standards import education, region
from titian.core.errors import DomainError
from titian.people.ipk import ROWS, Cell, month_of, register_of
from titian.people.models import JobSeekerEvent
from titian.standards.models import EducationLevel

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    region("35.10", "Banyuwangi")
    return network.organisation("Disnaker Banyuwangi", "agency_regency", "35.10")


def enters(office, on, *, age=22, sex="L", person=None, schooling=None):
    return JobSeekerEvent.objects.create(
        person=person or people.person(served_by=office), office=office, kind="registered", on=on, age=age, sex=sex,
        occupation_group="7", years_since_school=2, education=schooling,
    )  # fmt: skip


def leaves(begun, kind, on, **other):
    same = ("person", "office", "age", "sex", "occupation_group", "years_since_school", "education")
    copied = {name: getattr(begun, name) for name in same}
    ends = {"kind": kind, "on": on, "begins": begun, "reason": "pindah"}
    return JobSeekerEvent.objects.create(**{**copied, **ends, **other})


def test_a_month_is_told_from_dated_events(office) -> None:
    first, second = enters(office, date(2026, 9, 3)), enters(office, date(2026, 10, 1), sex="P", age=31)
    enters(office, date(2026, 10, 31))
    leaves(first, "placed", date(2026, 10, 12))
    leaves(second, "removed", date(2026, 11, 2))  # after the month

    report = register_of("III/1", [office], *month_of(2026, 10))

    young, older = report.lines[1], report.lines[2]
    assert (young.words, older.words) == ("20–29 tahun", "30–44 tahun")
    assert young.men == Cell(start=1, registered=1, placed=1, removed=0)
    assert (older.women.start, older.women.registered, older.women.left) == (0, 1, 1)
    assert report.total.both.left == 2


@given(
    st.lists(
        st.tuples(
            st.integers(1, 300),
            st.integers(0, 200),
            st.sampled_from(["placed", "removed", ""]),
            st.integers(15, 60),
            st.sampled_from(["SD", "SMA", ""]),
            st.sampled_from("LP"),
        ),
        max_size=6,
    )
)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_left_at_the_end_of_a_month_is_what_the_next_begins_with(office, lives) -> None:
    JobSeekerEvent.objects.filter(kind__in=["placed", "removed"]).delete()
    JobSeekerEvent.objects.all().delete()
    levels = {"SD": education("SD", 2), "SMA": education("SMA", 4), "": None}
    for begins, lasts, how, age, schooling, sex in lives:
        on = date.fromordinal(date(2026, 1, 1).toordinal() + begins)
        begun = enters(office, on, age=age, schooling=levels[schooling], sex=sex)
        if how:
            leaves(begun, how, date.fromordinal(begun.on.toordinal() + lasts))
    for form in ROWS:
        former: dict[str, tuple[int, int]] = {}
        for month in range(1, 13):
            report = register_of(form, [office], *month_of(2026, month))
            for line in report.lines:
                assert (line.men.start, line.women.start) == former.get(line.key, (0, 0))
                for cell in (line.men, line.women, line.both):
                    assert cell.left == cell.start + cell.registered - cell.placed - cell.removed
            former = {line.key: (line.men.left, line.women.left) for line in report.lines}


def test_a_stock_below_zero_is_an_error_and_names_the_row(office) -> None:
    begun = enters(office, date(2026, 10, 1), age=29)
    leaves(begun, "placed", date(2026, 10, 20), age=30)  # as if a birthday had moved the person

    with pytest.raises(DomainError, match="negatif pada baris 30–44 tahun"):
        register_of("III/1", [office], *month_of(2026, 10))


def test_the_report_by_schooling_tells_each_level_with_its_code_and_refuses_a_negative_one(office) -> None:
    primary, upper = education("SD", 2), education("SMA", 4)
    EducationLevel.objects.filter(pk="SD").update(ipk_code="1000")
    begun = enters(office, date(2026, 9, 1), schooling=primary, sex="P")
    enters(office, date(2026, 10, 5), schooling=upper)
    leaves(begun, "removed", date(2026, 10, 20))
    by_level = {line.key: line for line in register_of("III/2", [office], *month_of(2026, 10)).lines}
    assert by_level["SD"].words.startswith("1000 ")
    assert by_level["SD"].women == Cell(start=1, registered=0, placed=0, removed=1)
    assert by_level["SMA"].men == Cell(start=0, registered=1, placed=0, removed=0)
    leaves(enters(office, date(2026, 10, 6)), "placed", date(2026, 10, 21), education=primary)
    with pytest.raises(DomainError, match="negatif pada baris 1000"):
        register_of("III/2", [office], *month_of(2026, 10))


def test_an_office_counts_its_own_register(acting_as, office) -> None:
    elsewhere = network.organisation("Disnaker Badung", "agency_regency", "51.03")
    enters(elsewhere, date(2026, 10, 1), person=people.person(served_by=elsewhere, regency="51.03"))

    assert register_of("III/2", [office], *month_of(2026, 10)).lines == []
