"""No seat is lost in silence: what the clock does about offers nobody answers."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from factories import admissions as world
from factories import people
from titian.accounts.actions import system_actor
from titian.admissions.actions.offers import accept_offer, remind
from titian.admissions.actions.remind import keep_reminding
from titian.admissions.jobs import remind_and_let_go
from titian.admissions.models import Offer, Reminder
from titian.counselling.actions.tell import MOST_TRIES, drain
from titian.counselling.gateways import GatewayDown
from titian.counselling.models import Notice

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NOTHING = {"delivered": 0, "reminded": 0, "lapsed": 0}


class Door:
    """A gateway that keeps what it was given, or is down."""

    def __init__(self, *, down: bool = False) -> None:
        self.down, self.told = down, []

    def deliver(self, address, subject, words):
        if self.down:
            raise GatewayDown("HTTP 503")
        self.told.append((address, subject, words))


@pytest.fixture
def offer(db):
    """A seat offered today to somebody with a telephone, to be answered within five days."""
    called = world.call()
    application = world.applicant(called, person=people.person(phone="0811222333"))
    world.judged(called, application, 90)
    world.confirmed(called, on=TODAY)
    return Offer.objects.select_related("application__round").get()


def tick(day):
    """Let the clock come by on a day; what it writes bears that day's date."""
    moment = timezone.now() + timedelta(days=(day - TODAY).days)
    with patch("django.utils.timezone.now", return_value=moment):
        return keep_reminding(actor=system_actor("shell"), today=day)


def deliver(day, door):
    moment = timezone.now() + timedelta(days=(day - TODAY).days)
    with patch("django.utils.timezone.now", return_value=moment):
        for _try in range(MOST_TRIES):
            Notice.objects.filter(state="queued").update(due_at=moment)
            drain({"whatsapp": door}, actor=system_actor("shell"))


def test_two_reminders_arrive_and_the_day_passes_before_a_seat_lapses(offer):
    door, last = Door(), offer.answer_by
    assert tick(TODAY) == NOTHING
    first_day, second_day = last - timedelta(days=3), last - timedelta(days=1)
    assert tick(first_day) == {**NOTHING, "reminded": 1}
    assert tick(first_day) == NOTHING  # the clock ticks twice
    deliver(first_day, door)
    assert tick(first_day) == {**NOTHING, "delivered": 1}
    assert tick(second_day) == {**NOTHING, "reminded": 1}
    deliver(second_day, door)
    assert tick(second_day) == {**NOTHING, "delivered": 1}
    assert tick(last) == NOTHING
    assert tick(last + timedelta(days=1)) == {**NOTHING, "lapsed": 1}
    assert tick(last + timedelta(days=1)) == NOTHING
    offer.refresh_from_db()
    assert offer.state == "lapsed"
    ((address, subject, words), _second) = door.told
    assert (address, subject) == ("0811222333", "Kursi pelatihan menunggu jawaban")
    assert offer.application.number in words
    assert offer.application.person.name not in words


def test_a_clock_that_was_away_reminds_late_and_lets_nobody_go_before_both_arrived(offer):
    door, back = Door(), offer.answer_by + timedelta(days=4)
    assert tick(back) == {**NOTHING, "reminded": 1}
    deliver(back, door)
    assert tick(back) == {**NOTHING, "delivered": 1}  # one a day, so the second has to wait
    assert tick(back + timedelta(days=1)) == {**NOTHING, "reminded": 1}
    deliver(back + timedelta(days=1), door)
    assert tick(back + timedelta(days=1)) == {**NOTHING, "delivered": 1}
    assert tick(back + timedelta(days=2)) == {**NOTHING, "lapsed": 1}


def test_a_message_that_does_not_arrive_does_not_count_and_a_clerk_may_reach_the_person(offer):
    day = offer.answer_by - timedelta(days=1)
    for late in range(3):
        assert tick(day + timedelta(days=late)) == {**NOTHING, "reminded": 1}
        deliver(day + timedelta(days=late), Door(down=True))
    assert set(Notice.objects.values_list("state", flat=True)) == {"failed"}
    offer.refresh_from_db()
    assert offer.state == "offered"
    clerk = system_actor("shell")
    for _call in range(2):
        remind(offer, actor=clerk, channel="petugas", delivered=True)
    assert tick(offer.answer_by + timedelta(days=2)) == {**NOTHING, "lapsed": 1}


def test_who_answered_is_not_reminded_and_the_clock_finds_its_work_by_itself(offer):
    Offer.objects.update(answer_by=TODAY)
    with patch("titian.admissions.jobs.acting_as"):
        assert remind_and_let_go(0) == {**NOTHING, "reminded": 1}
    accept_offer(offer, actor=system_actor("shell"))
    assert tick(TODAY + timedelta(days=3)) == NOTHING
    assert Reminder.objects.count() == 1


def test_who_cannot_be_reached_keeps_the_seat_until_a_clerk_did(offer):
    type(offer.application.person).objects.update(phone="")
    late = offer.answer_by + timedelta(days=30)
    assert tick(late) == NOTHING
    assert not Notice.objects.exists()
