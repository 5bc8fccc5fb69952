"""What the database remembers of a reach within one transaction is never older than the transaction's own changes."""

from __future__ import annotations

from django.db import connection, transaction

from factories import network
from titian.core import access
from titian.network.models import Membership


def reach() -> tuple[bool, list[int], list[str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app_sees_all(), app_organisations(), app_regions()")
        sees_all, organisations, regions = cursor.fetchone()
    return sees_all, organisations, regions


def test_what_comes_below_a_centre_is_reached_at_once_and_what_leaves_is_not(world) -> None:
    clerk = world.users["centre_clerk"]
    with access.acting_as(clerk.pk):
        before = reach()[1]
        below = network.organisation("Balai baru")
        network.supervise(world.centre, below)
        assert set(reach()[1]) == {*before, below.pk}
        Membership.objects.filter(user=clerk).delete()
        assert reach() == (False, [], [])


def test_each_who_acts_has_the_own_reach_also_one_within_the_other(world) -> None:
    with access.acting_as(world.users["centre_clerk"].pk):
        clerks = reach()
        with access.acting_as(world.users["national_planner"].pk):
            assert reach()[0] is True
        with access.acting_as(world.users["regency_office"].pk):
            assert "35.10" in reach()[2]
        with access.acting_as(None):
            assert reach() == (False, [], [])
        assert reach() == clerks


def test_a_change_taken_back_is_taken_back_in_the_reach(world) -> None:
    clerk = world.users["centre_clerk"]
    with access.acting_as(clerk.pk):
        before = reach()
        with transaction.atomic():
            Membership.objects.filter(user=clerk).delete()
            assert reach()[1] == []
            transaction.set_rollback(True)
        assert reach() == before
