"""The list of people: who is in it, page by page, and what leaves it as a file."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import Q

from factories import people
from factories.standards import education
from titian.journal.models import Entry
from titian.people.models import Person
from titian.people.queries import whole_nik
from titian.portal.queries import people as listing
from titian.portal.queries.people import PeopleFilter, people_page
from titian.training.models import Enrolment

TODAY = date(2026, 11, 26)
ROLES = [
    "centre_clerk",
    "regency_office",
    "provincial_office",
    "national_planner",
    "other_clerk",
    "instructor",
]


@pytest.mark.parametrize("role", ROLES)
def test_everybody_a_reader_may_see_is_in_the_list_once(world, acting_as, role: str) -> None:
    user = world.users[role]
    with acting_as(user):
        seen = set(Person.objects.visible_to(user).values_list("pk", flat=True))
        page = people_page(user, PeopleFilter(), TODAY, after=None)

    assert [line.id for line in page.lines] == sorted(seen, reverse=True)
    assert (page.count, page.more_than_counted, page.next_after) == (len(seen), False, None)


def test_pages_follow_each_other_without_gap_or_repeat(world, acting_as, monkeypatch) -> None:
    monkeypatch.setattr(listing, "PAGE_ROWS", 3)
    monkeypatch.setattr(listing, "COUNTED", 5)
    clerk, found, after = world.users["centre_clerk"], [], None
    with acting_as(clerk):
        while True:
            page = people_page(clerk, PeopleFilter(), TODAY, after=after)
            found += [line.id for line in page.lines]
            if (after := page.next_after) is None:
                break
        seen = Person.objects.visible_to(clerk).order_by("-pk").values_list("pk", flat=True)

        assert found == list(seen)
    assert (page.count, page.more_than_counted) == (5, True)


def test_filters_narrow_and_a_place_may_be_a_whole_province(world, acting_as) -> None:
    planner = world.users["national_planner"]
    with acting_as(planner):
        everybody = people_page(planner, PeopleFilter(), TODAY, after=None).count
        here = people_page(planner, PeopleFilter(place="35"), TODAY, after=None).count
        there = people_page(planner, PeopleFilter(place="51.03"), TODAY, after=None)
        women = people_page(planner, PeopleFilter(sex="P"), TODAY, after=None).count
        men = people_page(planner, PeopleFilter(sex="L"), TODAY, after=None).count
        untrained = people_page(planner, PeopleFilter(untrained=True), TODAY, after=None).count
        ages = [people_page(planner, PeopleFilter(ages=ages), TODAY, after=None).count
                for ages in ("muda", "dewasa", "matang")]  # fmt: skip

    assert [line.name for line in there.lines] == ["Made Rekaan"]
    assert here + there.count == women + men == sum(ages) == everybody
    assert untrained == 0


@pytest.mark.parametrize("role", ["centre_clerk", "regency_office", "national_planner"])
def test_each_reader_is_listed_those_the_filters_name(world, acting_as, role: str) -> None:
    user, changed = world.users[role], people.person(served_by=world.centre)
    Person.objects.filter(pk=changed.pk).update(
        sex="P", birth_date=date(2004, 5, 6), education=education("s1")
    )
    asked = {
        PeopleFilter(sex="P"): Q(sex="P"),
        PeopleFilter(sex="P", ages="muda", education="s1"): Q(
            sex="P", birth_date__year__gt=2001, education="s1"
        ),
        PeopleFilter(ages="dewasa", place="35"): Q(
            birth_date__year__range=(1987, 2000), regency__parent="35"
        ),
        PeopleFilter(untrained=True): ~Q(pk__in=Enrolment.objects.values("person")),
    }
    with acting_as(user):
        for filters, condition in asked.items():
            page = people_page(user, filters, TODAY, after=None)
            named = Person.objects.visible_to(user).filter(condition).order_by("-pk")

            assert [line.id for line in page.lines] == list(named.values_list("pk", flat=True))
            assert page.count == len(page.lines)
            assert changed.pk in {line.id for line in page.lines} or filters.ages == "dewasa"


def test_an_office_cannot_look_into_another_regency_by_the_address(get, world) -> None:
    page = get("/orang/daftar/?wilayah=51.03", world.users["regency_office"]).content.decode()

    assert "Made Rekaan" not in page


def test_the_file_holds_the_list_without_national_numbers_and_is_noted(get, world) -> None:
    people.person("=HYPERLINK(1)", served_by=world.centre)
    clerk = world.users["centre_clerk"]

    sheet = get("/orang/daftar.csv?kelamin=L", clerk).content.decode()

    listed = Person.objects.filter(sex="L", service_links__organisation=world.centre)
    assert sheet.count(",L,") == listed.count()
    assert whole_nik(world.person) not in sheet
    assert "\n=" not in sheet
    assert Entry.objects.get(actor=clerk, verb="export").details["sex"] == "L"
