"""Support is promised, brought, counted, and seen only where it is needed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from factories import network, people
from factories.standards import region
from portal.conftest import as_app
from titian.core.errors import DomainError
from titian.core.periods import since
from titian.network.models import Membership, Role
from titian.people.actions import state_needs
from titian.people.actions.accommodations import promise_accommodation, settle_accommodation
from titian.people.models import Accommodation, Needs, Person
from titian.people.support import promises_kept, support_at, supported, without_promise

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


def test_needs_and_promises_are_read_by_those_who_need_them_and_nobody_else(acting_as) -> None:
    """Below every screen: an officer who sees the person, and the planner who sees everybody, read neither."""
    office = network.organisation("Disnaker Banyuwangi", "agency_regency", "35.10")
    centre = network.organisation("BPVP Banyuwangi")
    own, unit = network.user(), network.member(Role.DISABILITY_UNIT, office)
    person = people.person(served_by=centre, user=own)
    people.person(served_by=centre)  # who asked for nothing
    people.enrolment(people.training_class(centre), person)
    today = timezone.localdate()
    with acting_as(own):
        state_needs(person, {"seeing": 3}, "huruf besar", actor=own)
    with acting_as(unit):
        assert not Person.objects.exists()
        assert list(supported()) == [person.pk]
        assert [asked.person for asked in without_promise()] == [person]
        for setting in ("training", "dormitory", "counselling"):
            promise_accommodation(
                person,
                office,
                kind="large_print",
                setting=setting,
                note="",
                due_on=today,
                companion=None,
                actor=unit,
            )
        assert without_promise() == []

    far = network.organisation("Disnaker Badung", "agency_regency", "51.03")
    other = network.organisation("BPVP Lain", "uptp_bpvp", "35.10")
    readers = {
        "own": own, "unit": unit, "head": network.member(Role.CENTRE_HEAD, centre),
        "instructor": network.member(Role.INSTRUCTOR, centre), "clerk": network.member(Role.CENTRE_CLERK, centre),
        "officer": network.member(Role.REGENCY_OFFICE, office), "far unit": network.member(Role.DISABILITY_UNIT, far),
        "other head": network.member(Role.CENTRE_HEAD, other),
        "planner": network.member(Role.NATIONAL_PLANNER, network.organisation("Ditjen", "directorate_general", "31")),
    }  # fmt: skip
    seen = {}
    for name, reader in readers.items():
        with acting_as(reader):
            seen[name] = (
                Needs.objects.count(),
                sorted(Accommodation.objects.values_list("setting", flat=True)),
            )
    every = ["counselling", "dormitory", "training"]
    assert seen == {
        "own": (1, every), "unit": (1, every), "head": (0, ["dormitory", "training"]),
        "instructor": (0, ["training"]), "clerk": (0, []), "officer": (0, []), "far unit": (0, []),
        "other head": (0, []), "planner": (0, []),
    }  # fmt: skip
    with acting_as(readers["head"]):
        assert Accommodation.objects.update(note="diubah") == 0


def test_the_unit_opens_whom_it_supports_and_not_their_neighbour(client) -> None:
    office = network.organisation("Disnaker Banyuwangi", "agency_regency", "35.10")
    person, neighbour = people.person(), people.person()
    Needs.objects.create(person=person, words="juru bahasa isyarat", stated_on=timezone.localdate())
    client.force_login(network.member(Role.DISABILITY_UNIT, office))
    with as_app():  # as the site runs: the policies bind the reader
        assert "juru bahasa isyarat" in client.get("/dukungan/").content.decode()
        page = client.get(f"/dukungan/orang/{person.pk}/")
        assert page.status_code == 200
        assert person.name in page.content.decode()
        assert client.get(f"/dukungan/orang/{neighbour.pk}/").status_code == 404


SUPPORT = {"people_needs"}  # what a unit reads more than an officer of a unit that supports nobody


def rows_of_walled_tables(acting_as, user) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relkind IN ('r', 'p')")
        tables = [name for (name,) in cursor.fetchall()]
    with acting_as(user), connection.cursor() as cursor:
        found = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table}")
            found[table] = cursor.fetchone()[0]
    return found


def test_supporting_somebody_opens_the_needs_alone_and_no_table_that_follows_the_person(
    acting_as, world
) -> None:
    office = network.organisation("Unit Banyuwangi", "agency_regency", "35.10")
    far = network.organisation("Unit Jauh", "agency_regency", "91.01")
    Needs.objects.create(person=world.person, words="huruf besar", stated_on=timezone.localdate())
    unit, other = network.member(Role.DISABILITY_UNIT, office), network.member(Role.DISABILITY_UNIT, far)

    def opened() -> set[str]:
        mine, theirs = (rows_of_walled_tables(acting_as, user) for user in (unit, other))
        return {table for table in mine if mine[table] != theirs[table]}

    assert opened() == SUPPORT
    with acting_as(unit):
        assert [(person.pk, person.name) for person in supported().values()] == [
            (world.person.pk, "Siti Rekaan")
        ]
        with pytest.raises(Person.DoesNotExist):
            _ = supported()[world.person.pk].phone

    with connection.cursor() as cursor:  # the hole there was, to see that this test finds it
        cursor.execute("""
            CREATE POLICY hole ON people_person FOR SELECT USING (id = ANY ((SELECT app_supported())::bigint[]))
        """)
    assert {"people_person", "training_enrolment", "people_employmentspell", "protection_cover"} <= opened()
