"""Plans are kept for whoever uses the connection next, and what each may see is asked anew."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories import network, people
from titian.core.db.planned import planned_once
from titian.network.models import Role
from titian.people.models import Person

PREPARED = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%\"people_person\"%%'"


def plans_kept() -> int:
    with connection.cursor() as cursor:
        cursor.execute(PREPARED)
        return int(cursor.fetchone()[0])


@pytest.mark.django_db
def test_a_kept_plan_shows_each_user_only_what_that_user_sees(acting_as) -> None:
    offices = [network.organisation() for _each in range(2)]
    clerks = [network.member(Role.CENTRE_CLERK, office) for office in offices]
    served = [people.person(served_by=office, regency="51.03") for office in offices]
    before = plans_kept()
    for _turn in range(4):  # the third time the plan is kept, and both use the same one
        for clerk, own in zip(clerks, served, strict=True):
            with acting_as(clerk), planned_once(), CaptureQueriesContext(connection) as told:
                assert [one.pk for one in Person.objects.filter(sex="L").order_by("pk")] == [own.pk]
    assert plans_kept() == before + 1
    assert "'L'" in told[0]["sql"]  # whoever listens hears what was asked
    with acting_as(None), planned_once():
        assert not Person.objects.order_by("pk").exists()


@pytest.mark.django_db
def test_behind_a_pooler_no_plan_is_kept(settings) -> None:
    settings.KEEP_PLANS = False
    before = plans_kept()
    for _turn in range(4):
        with planned_once():
            list(Person.objects.order_by("-birth_date"))
    assert plans_kept() == before
