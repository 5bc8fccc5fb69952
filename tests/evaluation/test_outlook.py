"""What became of earlier trainees leaves the house only as published, and never below five people."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation.test_publish import crowded_year, publish
from factories.network import organisation
from factories.participation import report
from factories.people import person, training_class
from titian.accounts.actions import system_actor
from titian.core.errors import DomainError
from titian.evaluation.actions import publish_public_tables
from titian.evaluation.actions.report_outlook import report_outlook
from titian.evaluation.jobs import report_outlook_nightly
from titian.evaluation.models import PublicTable
from titian.programmes.actions import Outcome, record_outlook
from titian.programmes.models import Outlook
from titian.programmes.queries import outlooks_of
from titian.training.models import Enrolment

pytestmark = pytest.mark.django_db
counts = st.integers(0, 40)


def told() -> dict[tuple[int, str], tuple[int | None, ...]]:
    return {
        (one.programme_id, one.measure): (one.trained, one.known, one.yes) for one in Outlook.objects.all()
    }


def two_programmes():
    """Two classes of one channel: of one everybody's result is told, of the other one trainee failed."""
    centre = organisation()
    classes = [training_class(centre, name=name) for name in ("Las", "Barista")]
    for number in range(48):
        seat = Enrolment.objects.create(
            training_class=classes[number % 2], person=person(served_by=centre), passed=number not in (1, 15)
        )
        report(seat, ("employee", "employee", "casual_non_agriculture", "not_working")[number // 2 % 4])
    publish_public_tables(centre, 2022, actor=system_actor("shell"))
    return [one.programme_id for one in classes]


def published(programme: int, year: int, key: str, values: list[int | None], **more) -> None:
    PublicTable.objects.create(
        centre=training_class().centre, year=year, key=f"outlook_{key}", as_of=date(year + 1, 3, 1),
        cells={"rows": [str(programme)], "columns": ["yes", "no", "unknown"], "values": [values]},
        made_at=timezone.now(), **more,
    )  # fmt: skip


def test_publishing_tells_the_programmes_what_became_of_their_people():
    welding, coffee = two_programmes()
    found = told()
    assert found[welding, "working"] == found[coffee, "working"] == (24, 24, 18)
    assert found[welding, "competent"] == (24, 0, 0)
    assert found[coffee, "passed"] == (None, None, None)  # two failed: nobody shall be able to count them


def test_no_figure_below_the_threshold_is_published_or_reported():
    year = crowded_year()
    publish(year)
    tables = PublicTable.objects.filter(key__startswith="outlook_")
    assert tables.count() == 3
    for table in tables:
        for row in table.cells["values"]:
            assert all(value is None or value == 0 or value >= 5 for value in row)
            assert row.count(None) in (0, 3)
    for trained, known, yes in told().values():
        if yes is not None:
            assert all(part == 0 or part >= 5 for part in (yes, known - yes, trained - known))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(yes=counts, no=counts, unknown=counts)
def test_the_programmes_take_no_count_below_the_threshold(yes, no, unknown):
    """Neither the action nor the database: whoever calls, nothing from one to four people is kept."""
    programme = training_class(name="Las").programme_id
    told_of = (yes + no + unknown, yes + no, yes)
    outcome = Outcome(programme, "passed", 2022, 2022, told_of, date(2023, 1, 1))
    small = any(0 < part < 5 for part in (yes, no, unknown))
    Outlook.objects.all().delete()
    if small:
        with pytest.raises(DomainError) as refused, transaction.atomic():
            record_outlook([outcome], actor=system_actor("shell"))
        assert refused.value.code == "too_few_to_publish"
        with pytest.raises(IntegrityError), transaction.atomic():
            Outlook.objects.create(
                programme_id=programme, measure="passed", first_year=2022, last_year=2022,
                trained=told_of[0], known=told_of[1], yes=told_of[2], as_of=date(2023, 1, 1),
            )  # fmt: skip
        assert not Outlook.objects.exists()
    else:
        record_outlook([outcome], actor=system_actor("shell"))
        assert told() == {(programme, "passed"): told_of}


def test_years_are_added_only_where_they_were_shown_and_withdrawn_ones_are_gone():
    one = training_class(name="Las").programme_id
    published(one, 2021, "passed", [10, 6, 0])
    published(one, 2022, "passed", [20, 5, 5])
    published(one, 2023, "passed", [None, None, None])
    published(
        one, 2020, "passed", [90, 9, 9], withdrawn_on=date(2023, 1, 1), withdrawn_because="Salah hitung"
    )
    published(one, 2010, "passed", [50, 50, 50])
    report_outlook(actor=system_actor("shell"))
    assert told() == {(one, "passed"): (46, 41, 30)}
    (said,) = outlooks_of([one])[one]
    assert (said.first_year, said.last_year, said.as_of) == (2021, 2022, date(2023, 3, 1))
    assert said.enough
    assert said.low < 30 / 41 < said.high
    PublicTable.objects.update(withdrawn_on=date(2024, 1, 1), withdrawn_because="Salah hitung")
    report_outlook_nightly(0)
    assert told() == {}


def test_too_few_to_say_is_an_answer():
    one = training_class(name="Las").programme_id
    published(one, 2022, "passed", [None, None, None])
    published(one, 2022, "working", [5, 0, 20])
    report_outlook(actor=system_actor("shell"))
    passed, working = outlooks_of([one])[one]
    assert (passed.enough, passed.yes, passed.known) == (False, None, None)
    assert (working.enough, working.known) == (False, 5)
