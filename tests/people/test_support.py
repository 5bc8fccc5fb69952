"""Support is promised, brought, counted, and seen only where it is needed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from factories import network, people
from factories.standards import region
from titian.core.errors import DomainError
from titian.core.periods import since
from titian.network.models import Membership, Role
from titian.people.actions.accommodations import promise_accommodation, settle_accommodation
from titian.people.models import Accommodation
from titian.people.support import promises_kept, support_at

pytestmark = pytest.mark.django_db


def test_a_support_is_followed_to_delivery_and_the_half_year_adds_up(acting_as) -> None:
    region("35.10", "Banyuwangi")
    office = network.organisation("Disnaker Banyuwangi", "agency_regency", "35.10")
    officer = network.member(Role.REGENCY_OFFICE, office)
    Membership.objects.create(
        user=officer, organisation=office, role=Role.DISABILITY_UNIT, period=since(officer.date_joined.date())
    )
    person = people.person(served_by=office)
    today = timezone.localdate()
    said = {"kind": "interpreter", "note": "", "companion": officer, "actor": officer}
    with acting_as(officer):
        one = promise_accommodation(person, office, setting="test", due_on=today, **said)
        other = promise_accommodation(person, office, setting="dormitory", due_on=today, **said)
        promise_accommodation(person, office, setting="training", due_on=today, **said)
        with pytest.raises(DomainError, match="sudah lewat"):
            promise_accommodation(person, office, setting="test", due_on=today - timedelta(days=1), **said)
        settle_accommodation(one, because="", actor=officer)
        settle_accommodation(other, because="asrama penuh", actor=officer)
        with pytest.raises(DomainError, match="sudah diselesaikan"):
            settle_accommodation(one, because="", actor=officer)
        [line] = promises_kept([office.pk], today)
        assert [found.setting for found in support_at("training", [person.pk])] == ["training"]
    assert (line.promised, line.in_time, line.late, line.not_delivered, line.still_open) == (3, 1, 0, 1, 1)
    with acting_as(
        network.member(Role.REGENCY_OFFICE, network.organisation("Badung", "agency_regency", "51.03"))
    ):
        assert not Accommodation.objects.exists()


def test_a_colleague_outside_the_unit_does_not_open_its_desk(client) -> None:
    region("35.10", "Banyuwangi")
    office = network.organisation("Disnaker Banyuwangi", "agency_regency", "35.10")
    client.force_login(network.member(Role.REGENCY_OFFICE, office))
    assert client.get("/dukungan/").status_code == 403
