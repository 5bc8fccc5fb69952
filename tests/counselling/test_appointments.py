"""Invitations never exceed capacity, the queue calls each number once, messages go out once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from factories import people
from factories.counselling import counselling_office, slot
from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.counselling.actions.invite import (
    cancel_appointment,
    confirm_appointment,
    invite,
    miss_appointment,
)
from titian.counselling.actions.queue import call_again, call_next, miss_ticket, serve_ticket, take_ticket
from titian.counselling.actions.slots import open_slots, set_capacity
from titian.counselling.actions.tell import drain
from titian.counselling.gateways import GatewayDown
from titian.counselling.models import Appointment, Notice, QueueTicket, Slot
from titian.counselling.queries.screens import called_at
from titian.network.models import Organisation
from titian.people.models import Person


@pytest.fixture
def desk(db):
    return counselling_office()


def asked(time, person, officer, **more):
    return invite(time, person, key=more.pop("key", uuid4()), purpose="", actor=officer, **more)


@pytest.mark.django_db(transaction=True)
def test_two_invitations_at_once_to_the_last_place_give_it_once():
    desk = counselling_office()
    time = slot(desk.office, capacity=1)
    both = [desk.person, people.person()]
    together = Barrier(2)

    def try_it(person_id: int) -> str:
        try:
            together.wait(timeout=60)
            asked(
                Slot.objects.get(pk=time.pk),
                Person.objects.get(pk=person_id),
                User.objects.get(pk=desk.officer.pk),
            )
        except DomainError as refusal:
            return refusal.code
        finally:
            connection.close()
        return "invited"

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(try_it, [one.pk for one in both]))
    assert told == ["invited", "not_invited"]
    assert list(Appointment.objects.values_list("seat", flat=True)) == [1]


@pytest.mark.django_db(transaction=True)
def test_two_desks_at_once_call_two_numbers():
    desk = counselling_office()
    for _turn in range(2):
        take_ticket(desk.office, key=uuid4(), actor=desk.officer)
    together = Barrier(2)

    def call(name: str) -> int:
        try:
            together.wait(timeout=60)
            office = Organisation.objects.get(pk=desk.office.pk)
            return call_next(office, name, actor=User.objects.get(pk=desk.officer.pk)).number
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(call, ["1", "2"])) == [1, 2]


def test_a_retried_invitation_is_the_same_one(desk):
    time, key = slot(desk.office), uuid4()
    first = asked(time, desk.person, desk.officer, key=key)
    assert asked(time, desk.person, desk.officer, key=key) == first
    assert Appointment.objects.count() == 1


def test_a_cancelled_place_is_given_again_and_capacity_never_falls_below_what_was_given(desk):
    time, other = slot(desk.office, capacity=2), people.person()
    first = asked(time, desk.person, desk.officer)
    asked(time, other, desk.officer)
    with pytest.raises(DomainError, match="penuh"):
        asked(time, people.person(), desk.officer)
    cancel_appointment(first, actor=desk.person.user)
    assert asked(time, people.person(), desk.officer).seat == 1
    with pytest.raises(DomainError, match="Sudah 2 orang diundang"):
        set_capacity(time, 1, actor=desk.officer)


def test_who_has_an_appointment_to_come_is_not_invited_twice(desk):
    asked(slot(desk.office), desk.person, desk.officer)
    with pytest.raises(DomainError, match="janji yang belum lewat"):
        asked(slot(desk.office, hours=72), desk.person, desk.officer)


def test_an_officer_of_another_office_invites_nobody_here(desk):
    stranger = counselling_office("51.03")
    with pytest.raises(DomainError) as refused:
        asked(slot(desk.office), desk.person, stranger.officer)
    assert refused.value.code == "may_not"
    with pytest.raises(DomainError):
        open_slots(desk.office, [timezone.now()], minutes=30, capacity=1, place="", actor=stranger.officer)


def test_nobody_is_said_not_to_have_come_before_the_hour(desk):
    made = asked(slot(desk.office), desk.person, desk.officer)
    with pytest.raises(DomainError, match="belum tiba"):
        miss_appointment(made, actor=desk.officer)
    Slot.objects.update(starts_at=timezone.now() - timedelta(hours=1))
    assert miss_appointment(made, actor=desk.officer).state == "no_show"


def test_an_appointment_goes_before_those_who_came_earlier_without_one(desk):
    walk_in = take_ticket(desk.office, key=uuid4(), actor=desk.officer)
    made = asked(slot(desk.office, hours=1), desk.person, desk.officer)
    Slot.objects.update(starts_at=timezone.now() - timedelta(minutes=5))
    ticket = take_ticket(desk.office, key=uuid4(), actor=desk.officer, appointment=made)
    assert ticket.label == "A002"
    first = call_next(desk.office, "3", actor=desk.officer)
    assert first == ticket
    called, waiting = called_at(desk.office.pk)
    assert [(one.label, one.desk) for one in called] == [("A002", "3")]
    assert waiting == 1
    serve_ticket(first, actor=desk.officer)
    made.refresh_from_db()
    assert made.state == "served"
    second = call_next(desk.office, "3", actor=desk.officer)
    assert second == walk_in
    miss_ticket(second, actor=desk.officer)
    assert call_again(second, "4", actor=desk.officer).desk == "4"
    with pytest.raises(DomainError, match="Tidak ada yang menunggu"):
        call_next(desk.office, "3", actor=desk.officer)
    assert QueueTicket.objects.count() == 2


class Recorder:
    """A gateway that takes what it is given, or is down."""

    def __init__(self, *, down: bool = False) -> None:
        self.down, self.taken = down, []

    def deliver(self, address: str, subject: str, words: str) -> None:
        if self.down:
            raise GatewayDown("HTTP 503")
        self.taken.append((address, words))


def test_an_invitation_goes_out_once_and_the_reminder_a_day_before(desk):
    made = asked(slot(desk.office, hours=48), desk.person, desk.officer)
    mail, phone = Recorder(), Recorder()
    doors = {"email": mail, "whatsapp": phone}
    assert drain(doors, actor=desk.officer) == {"sent": 2}
    assert drain(doors, actor=desk.officer) == {}
    assert len(mail.taken) == len(phone.taken) == 1
    assert desk.office.name in phone.taken[0][1]
    assert desk.person.name not in phone.taken[0][1]
    confirm_appointment(made, actor=desk.person.user)
    Notice.objects.filter(purpose="reminder").update(due_at=timezone.now())
    assert drain(doors, actor=desk.officer) == {"sent": 2}
    assert "Besok" in phone.taken[1][1]


def test_who_cancelled_is_not_reminded(desk):
    made = asked(slot(desk.office), desk.person, desk.officer)
    cancel_appointment(made, actor=desk.officer)
    assert drain({"email": Recorder(), "whatsapp": Recorder()}, actor=desk.officer) == {"dropped": 2}


def test_a_gateway_that_is_down_is_tried_five_times_later_and_later(desk):
    asked(slot(desk.office), desk.person, desk.officer)
    dead = {"whatsapp": Recorder(down=True)}
    waits = []
    for _turn in range(4):
        assert drain(dead, actor=desk.officer) == {"postponed": 1}
        notice = Notice.objects.get(purpose="invitation", channel="whatsapp")
        waits.append(round((notice.due_at - timezone.now()).total_seconds() / 60))
        Notice.objects.filter(pk=notice.pk).update(due_at=timezone.now())
    assert waits == [5, 10, 20, 40]
    assert drain(dead, actor=desk.officer) == {"failed": 1}
    assert Notice.objects.get(purpose="invitation", channel="whatsapp").fault == "HTTP 503"
