"""Invitations never exceed capacity, the queue calls each number once, messages go out once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from factories import network, people
from factories.counselling import counselling_office, slot
from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.counselling.actions.book import book, change_booking
from titian.counselling.actions.invite import (
    cancel_appointment,
    confirm_appointment,
    invite,
    miss_appointment,
)
from titian.counselling.actions.queue import call_again, call_next, miss_ticket, serve_ticket, take_ticket
from titian.counselling.actions.slots import open_slots, set_capacity
from titian.counselling.actions.tell import drain
from titian.counselling.gateways import GatewayDown, Unreachable, gateways_of_settings
from titian.counselling.models import Appointment, Notice, QueueTicket, Slot
from titian.counselling.queries.screens import called_at
from titian.journal.models import Entry
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


# --- booked by the citizen ------------------------------------------------------------------------------------


def booked(time, person, **more):
    return book(time, person, key=more.pop("key", uuid4()), purpose="", actor=person.user)


@pytest.mark.django_db(transaction=True)
def test_two_citizens_at_once_take_the_last_place_once():
    desk = counselling_office()
    time = slot(desk.office, capacity=1)
    both = [desk.person, people.person(regency="35.10", user=network.user())]
    together = Barrier(2)

    def try_it(person_id: int) -> str:
        try:
            together.wait(timeout=60)
            booked(Slot.objects.get(pk=time.pk), Person.objects.get(pk=person_id))
        except DomainError as refusal:
            return refusal.code
        finally:
            connection.close()
        return "booked"

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(try_it, [one.pk for one in both]))
    assert told == ["booked", "not_booked"]
    assert list(Appointment.objects.values_list("seat", flat=True)) == [1]


@pytest.mark.django_db(transaction=True)
def test_one_citizen_in_two_tabs_has_one_appointment():
    desk = counselling_office()
    times = [slot(desk.office), slot(desk.office, hours=72)]
    together = Barrier(2)

    def try_it(slot_id: int) -> str:
        try:
            together.wait(timeout=60)
            booked(Slot.objects.get(pk=slot_id), Person.objects.get(pk=desk.person.pk))
        except DomainError as refusal:
            return refusal.code
        finally:
            connection.close()
        return "booked"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(try_it, [one.pk for one in times])) == ["booked", "not_booked"]
    assert Appointment.objects.count() == 1


def test_who_books_will_come_and_is_told_and_reminded_once(desk):
    key = uuid4()
    made = booked(slot(desk.office), desk.person, key=key)
    assert booked(slot(desk.office, hours=72), desk.person, key=key) == made
    assert (made.state, made.booked_alone) == ("confirmed", True)
    assert sorted(Notice.objects.filter(channel="whatsapp").values_list("purpose", flat=True)) == [
        "booking", "reminder",
    ]  # fmt: skip


def test_a_changed_time_gives_the_former_place_back_or_changes_nothing(desk):
    first, full = slot(desk.office, capacity=1), slot(desk.office, capacity=1, hours=72)
    made = booked(first, desk.person)
    other = people.person(regency="35.10", user=network.user())
    taken = booked(full, other)
    with pytest.raises(DomainError, match="penuh"), transaction.atomic():
        change_booking(made, full, key=uuid4(), actor=desk.person.user)
    made.refresh_from_db()
    assert made.state == "confirmed"
    cancel_appointment(taken, actor=other.user)
    key = uuid4()
    later = change_booking(made, full, key=key, actor=desk.person.user)
    assert change_booking(made, full, key=key, actor=desk.person.user) == later
    made.refresh_from_db()
    assert (made.state, later.slot) == ("cancelled", full)
    assert booked(first, other).seat == 1


def test_nobody_books_elsewhere_for_another_or_after_the_hour(desk):
    away = counselling_office("51.03")
    with pytest.raises(DomainError, match="tempat tinggal"):
        booked(slot(away.office), desk.person)
    with pytest.raises(DomainError) as refused:
        book(slot(desk.office), desk.person, key=uuid4(), purpose="", actor=away.person.user)
    assert refused.value.code == "may_not"
    made = booked(slot(desk.office, hours=72), desk.person)
    with pytest.raises(DomainError) as refused:
        change_booking(made, slot(desk.office, hours=96), key=uuid4(), actor=away.person.user)
    assert refused.value.code == "may_not"
    Slot.objects.filter(pk=made.slot_id).update(starts_at=timezone.now() - timedelta(minutes=1))
    for late in (
        lambda: cancel_appointment(made, actor=desk.person.user),
        lambda: change_booking(made, made.slot, key=uuid4(), actor=desk.person.user),
    ):
        with pytest.raises(DomainError) as refused:
            late()
        assert refused.value.code == "too_late"


def test_who_gives_back_or_misses_three_times_in_thirty_days_books_through_the_office(desk):
    """What the office cancelled is no lapse, giving back is never refused, and the days run out."""
    citizen = desk.person.user
    cancel_appointment(booked(slot(desk.office, hours=10), desk.person), actor=desk.officer)
    cancel_appointment(booked(slot(desk.office, hours=20), desk.person), actor=citizen)
    made = booked(slot(desk.office, hours=30), desk.person)
    made = change_booking(made, slot(desk.office, hours=40), key=uuid4(), actor=citizen)
    Slot.objects.filter(pk=made.slot_id).update(starts_at=timezone.now() - timedelta(hours=1))
    miss_appointment(made, actor=desk.officer)
    free = slot(desk.office, hours=50)
    with pytest.raises(DomainError, match=r"sudah 3 kali.*datanglah langsung") as refused:
        booked(free, desk.person)
    assert refused.value.code == "booked_too_often"
    invited = asked(slot(desk.office, hours=60), desk.person, desk.officer)
    with pytest.raises(DomainError) as refused:
        change_booking(invited, free, key=uuid4(), actor=citizen)
    assert refused.value.code == "booked_too_often"
    assert cancel_appointment(invited, actor=citizen).state == "cancelled"
    Entry.objects.filter(verb="cancel_appointment").update(at=timezone.now() - timedelta(days=30))
    assert booked(free, desk.person).booked_alone


# --- a message goes on by SMS -----------------------------------------------------------------------------------


class Nowhere(Recorder):
    """A gateway whose provider says that the number does not use the channel."""

    def deliver(self, address: str, subject: str, words: str) -> None:
        raise Unreachable("HTTP 404")


def notices(purpose: str = "invitation") -> list[tuple[str, str, str]]:
    told = Notice.objects.filter(purpose=purpose).exclude(channel="email").order_by("pk")
    return list(told.values_list("channel", "state", "fault"))


def test_who_does_not_use_whatsapp_is_told_by_sms_at_once_and_once(desk):
    asked(slot(desk.office), desk.person, desk.officer)
    text = Recorder()
    doors = {"whatsapp": Nowhere(), "sms": text}
    assert drain(doors, actor=desk.officer) == {"passed_on": 1}
    assert drain(doors, actor=desk.officer) == {"sent": 1}
    assert drain(doors, actor=desk.officer) == {}
    assert [address for address, _words in text.taken] == [desk.person.phone]
    assert notices() == [("whatsapp", "failed", "HTTP 404"), ("sms", "sent", "")]


def test_a_gateway_that_stays_down_lets_the_message_go_on_after_its_last_try(desk):
    asked(slot(desk.office), desk.person, desk.officer)
    text = Recorder()
    doors = {"whatsapp": Recorder(down=True), "sms": text}
    for _turn in range(4):
        assert drain(doors, actor=desk.officer) == {"postponed": 1}
        Notice.objects.filter(state="queued", purpose="invitation").update(due_at=timezone.now())
    assert (drain(doors, actor=desk.officer), drain(doors, actor=desk.officer)) == (
        {"passed_on": 1},
        {"sent": 1},
    )
    assert len(text.taken) == 1
    first, second = Notice.objects.filter(purpose="invitation").exclude(channel="email").order_by("pk")
    assert (second.instead_of, first.tries, first.fault) == (first, 5, "HTTP 503")


def test_an_sms_that_fails_too_goes_nowhere_else(desk):
    asked(slot(desk.office), desk.person, desk.officer)
    doors = {"whatsapp": Nowhere(), "sms": Nowhere()}
    assert drain(doors, actor=desk.officer) == {"passed_on": 1}
    assert drain(doors, actor=desk.officer) == {"failed": 1}
    assert drain(doors, actor=desk.officer) == {}
    assert notices() == [("whatsapp", "failed", "HTTP 404"), ("sms", "failed", "HTTP 404")]


def test_an_installation_with_sms_alone_does_not_wait_for_whatsapp(desk):
    asked(slot(desk.office), desk.person, desk.officer)
    text = Recorder()
    assert drain({"sms": text}, actor=desk.officer) == {"passed_on": 1}
    assert drain({"sms": text}, actor=desk.officer) == {"sent": 1}
    assert len(text.taken) == 1


def test_the_demo_shows_a_message_that_goes_on_by_sms(desk, capsys, settings):
    settings.MODE = "demo"
    Person.objects.filter(pk=desk.person.pk).update(phone="081200000018")
    asked(slot(desk.office), desk.person, desk.officer)
    for _turn in range(2):
        drain(gateways_of_settings(), actor=desk.officer)
    shown = capsys.readouterr().out
    assert "[whatsapp ...018] tidak terjangkau" in shown
    assert "[sms ...018] Undangan konseling kerja" in shown
