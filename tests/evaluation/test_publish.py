"""What the public may read."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from engines.disclosure import attack
from factories.network import member, organisation, user
from factories.participation import report, small_year
from factories.people import person
from titian.accounts.actions import system_actor
from titian.core.errors import DomainError
from titian.evaluation.actions import publish_public_tables
from titian.evaluation.models import Participation, PublicTable
from titian.evaluation.queries.public import public_tables
from titian.journal.models import Entry
from titian.network.models import Role
from titian.training.models import Enrolment

pytestmark = pytest.mark.django_db


def crowded_year():
    """The six seats among forty-four others, so that some cells are large."""
    year = small_year()
    for number in range(44):
        someone = person(served_by=year.centre)
        seat = Enrolment.objects.create(
            training_class=year.welding if number % 3 else year.barista, person=someone,
            domicile_id="35.10" if number % 4 else "35.09", education_id="SMA", passed=number != 7,
        )  # fmt: skip
        report(seat, "employee" if number % 2 else "not_working")
    return year


def publish(year):
    return publish_public_tables(year.centre, 2022, actor=system_actor("shell"))


def test_the_list_of_public_tables_is_fixed():
    year = crowded_year()
    publish(year)
    assert [table.key for table in public_tables(year.centre, 2022)] == [
        "sex", "education", "disability", "regency", "programme", "passed", "competent", "status",
    ]  # fmt: skip


def test_no_table_has_more_than_two_dimensions_and_all_share_their_rows():
    year = crowded_year()
    publish(year)
    views = public_tables(year.centre, 2022)
    assert {view.rows for view in views} == {("BLK Komunitas", "Institusional", "Jumlah")}
    assert all(len(row) == len(view.columns) for view in views for row in view.values)
    assert len({tuple(row[-1] for row in view.values) for view in views}) == 1


def test_shown_cells_are_the_counts():
    year = crowded_year()
    publish(year)
    view = {view.key: view for view in public_tables(year.centre, 2022)}["sex"]
    assert view.values[-1][-1] == Participation.objects.count() == 50


def test_no_difference_of_published_tables_reveals_a_cell_under_five():
    year = crowded_year()
    publish(year)
    true, hidden = [], []
    for view, counts in zip(public_tables(year.centre, 2022), unprotected(year), strict=True):
        shown = np.array([[value is not None for value in row] for row in view.values])
        assert [value for row in view.values for value in row if value is not None] == list(counts[shown])
        true.append(counts)
        hidden.append(~shown)
    bounds = attack(true, hidden)
    small = [(counts > 0) & (counts < 5) for counts in true]
    assert sum(cells.sum() for cells in small) > 10
    for cells, high in zip(small, bounds.high, strict=True):
        assert (high[cells] >= 5 - 1e-6).all()


def unprotected(year):
    """The same tables as they are, counted another way."""
    records = list(Participation.objects.values())
    channels = ["community", "institutional"]
    groups = {
        "sex": (["L", "P"], lambda r: r["sex"]),
        "education": (
            ["primary", "junior", "senior", "tertiary", "unknown"],
            lambda r: {None: "unknown", 2: "primary", 3: "junior", 4: "senior", 8: "tertiary"}[r["education_rank"]],
        ),
        "disability": (
            ["yes", "no", "unknown"],
            lambda r: {True: "yes", False: "no", None: "unknown"}[r["disability"]]),
        "regency": (
            ["35.10", "35.09", "other", "unknown"],
            lambda r: {"51.71": "other", None: "unknown"}.get(r["regency"], r["regency"]),
        ),
        "programme": (
            [str(pk) for _name, pk in sorted({(r["programme_name"], r["programme_id"]) for r in records})],
            lambda r: str(r["programme_id"]),
        ),
        "passed": (["yes", "no", "unknown"], lambda r: {True: "yes", False: "no", None: "unknown"}[r["passed"]]),
        "competent": (
            ["yes", "no", "not_assessed", "unknown"],
            lambda r: {True: "yes", False: "no", None: "not_assessed"}[r["competent"]],
        ),
        "status": (
            ["employee", "own_account", "casual", "unpaid_family", "not_working", "unknown"],
            lambda r: {
                "own_business_unknown": "own_account", "casual_non_agriculture": "casual", None: "unknown",
            }.get(r["status_reported"], r["status_reported"]),
        ),
    }  # fmt: skip
    for columns, group in groups.values():
        counts = np.zeros((len(channels) + 1, len(columns) + 1), dtype=np.int64)
        for record in records:
            row, column = channels.index(record["channel"]), columns.index(group(record))
            counts[np.ix_([row, -1], [column, -1])] += 1
        yield counts


def test_publishing_again_replaces_all_tables_together():
    year = crowded_year()
    publish(year)
    first = set(PublicTable.objects.values_list("pk", flat=True))
    publish(year)
    assert PublicTable.objects.count() == 11  # eight for the page, three for the outlook
    assert not first & set(PublicTable.objects.values_list("pk", flat=True))


def test_the_public_reads_tables_and_no_records(acting_as):
    year = crowded_year()
    publish(year)
    with acting_as(None):
        assert len(public_tables(year.centre, 2022)) == 8
        assert not Participation.objects.exists()


def test_nothing_is_published_before_somebody_publishes():
    year = crowded_year()
    assert public_tables(year.centre, 2022) == []


@pytest.mark.parametrize("role", [Role.CENTRE_CLERK, Role.INSTRUCTOR, Role.REGENCY_OFFICE])
def test_only_a_head_or_a_planner_publishes(role):
    year = small_year()
    place = organisation("Disnaker", "agency_regency") if role is Role.REGENCY_OFFICE else year.centre
    with pytest.raises(DomainError) as told:
        publish_public_tables(year.centre, 2022, actor=member(role, place))
    assert told.value.code == "may_not_publish"


def test_the_head_of_another_centre_does_not_publish():
    year = small_year()
    head = member(Role.CENTRE_HEAD, organisation("BPVP Lain", region_code="51.03"))
    with pytest.raises(DomainError):
        publish_public_tables(year.centre, 2022, actor=head)


def test_the_head_publishes_and_the_journal_says_so(acting_as):
    year = crowded_year()
    head = member(Role.CENTRE_HEAD, year.centre)
    with acting_as(head):
        publish_public_tables(year.centre, 2022, actor=head)
    entry = Entry.objects.get(verb="publish_public_tables")
    assert (entry.actor, entry.subject_id, entry.details["year"]) == (head, year.centre.pk, 2022)


def test_a_year_without_people_has_nothing_to_publish():
    year = small_year()
    with pytest.raises(DomainError) as told:
        publish_public_tables(year.centre, 2019, actor=system_actor("shell"))
    assert told.value.code == "nothing_to_publish"


def test_tables_say_their_day():
    year = crowded_year()
    publish(year)
    assert {type(view.as_of) for view in public_tables(year.centre, 2022)} == {date}
    assert user().pk
