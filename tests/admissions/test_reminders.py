"""No seat is lost in silence: what the clock does about offers nobody answers."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from factories import admissions as world
from factories import network, people
from titian.accounts.actions import system_actor
from titian.admissions.actions.offers import accept_offer, remind, take_back
from titian.admissions.actions.remind import keep_reminding
from titian.admissions.jobs import remind_and_let_go
from titian.admissions.models import Offer, Reminder
from titian.admissions.queries.reminders import last_day_of
from titian.core.errors import DomainError
from titian.counselling.actions.tell import MOST_TRIES, drain
from titian.counselling.gateways import GatewayDown
from titian.counselling.models import Notice
from titian.journal.models import Entry
from titian.network.models import Role

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NOTHING = {"delivered": 0, "reminded": 0, "lapsed": 0, "no_show": 0}


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


@pytest.fixture
def accepted(offer):
    """The same seat, accepted today; the class begins in ten days and wants people to register again three before."""
    training_class = offer.round_class.opening.training_class
    type(training_class).objects.filter(pk=training_class.pk).update(
        starts_on=TODAY + timedelta(days=10), ends_on=TODAY + timedelta(days=40)
    )
    type(offer.application.round).objects.update(reregister_days=3)
    accept_offer(offer, actor=system_actor("shell"))
    return Offer.objects.get(pk=offer.pk)


def test_who_does_not_register_again_is_a_no_show_only_after_two_delivered_reminders(accepted):
    door, last = Door(), TODAY + timedelta(days=7)
    assert tick(last - timedelta(days=4)) == NOTHING
    assert tick(last - timedelta(days=3)) == {**NOTHING, "reminded": 1}
    deliver(last - timedelta(days=3), door)
    assert tick(last - timedelta(days=3)) == {**NOTHING, "delivered": 1}
    assert tick(last + timedelta(days=1)) == {**NOTHING, "reminded": 1}  # late, and once was not enough
    assert tick(last + timedelta(days=1)) == NOTHING
    deliver(last + timedelta(days=1), door)
    assert tick(last + timedelta(days=1)) == {**NOTHING, "delivered": 1}
    assert tick(last + timedelta(days=2)) == {**NOTHING, "no_show": 1}
    assert tick(last + timedelta(days=2)) == NOTHING
    accepted.refresh_from_db()
    assert accepted.state == "no_show"
    assert [subject for _to, subject, _words in door.told] == ["Daftar ulang pelatihan"] * 2


def test_reminders_to_answer_do_not_count_as_reminders_to_come(offer):
    clerk = system_actor("shell")
    for _call in range(2):
        remind(offer, actor=clerk, channel="petugas", delivered=True)
    type(offer.application.round).objects.update(reregister_days=3)
    accept_offer(offer, actor=clerk)
    taken = Offer.objects.select_related("application__round", "round_class__opening__training_class").get()
    by = last_day_of(taken)
    assert by == TODAY + timedelta(days=3)  # the class began long ago: who accepts late has three days
    with pytest.raises(DomainError, match="Baru 0 dari 2 pengingat"):
        take_back(offer, actor=clerk, today=by + timedelta(days=9))


def test_who_registered_again_or_need_not_keeps_the_seat(accepted, ask):
    late = TODAY + timedelta(days=60)
    clerk = system_actor("shell")
    for _call in range(2):
        remind(accepted, actor=clerk, channel="petugas", delivered=True)
    with pytest.raises(DomainError, match=r"Batas daftar ulang .* belum lewat"):
        take_back(accepted, actor=clerk, today=TODAY + timedelta(days=7))
    user = network.user("Peserta Rekaan")
    type(accepted.application.person).objects.update(user=user)
    mine = f"/lamaran-saya/{accepted.application_id}/"
    assert "Daftar ulanglah paling lambat" in ask(mine, user).content.decode()
    for _press in range(2):
        assert "Daftar ulang Anda tercatat" in ask(f"{mine}daftar-ulang/", user, {}).content.decode()
    assert Entry.objects.filter(verb="register_again").count() == 1
    with pytest.raises(DomainError, match="sudah daftar ulang"):
        take_back(accepted, actor=clerk, today=late)
    assert tick(late) == NOTHING
    Offer.objects.update(reregistered_at=None)
    type(accepted.application.round).objects.update(reregister_days=None)
    with pytest.raises(DomainError, match="tidak meminta daftar ulang"):
        take_back(accepted, actor=clerk, today=late)
    assert "hanya untuk kursi yang sudah diterima" in ask(f"{mine}daftar-ulang/", user, {}).content.decode()


def test_the_clerk_sees_and_notes_who_registered_again(accepted, ask):
    admission_round = accepted.application.round
    clerk = network.member(Role.CENTRE_CLERK, admission_round.centre)
    path = f"/seleksi/{admission_round.pk}/kursi/"
    assert "daftar ulang " in ask(path, clerk).content.decode()
    said = {"tawaran": accepted.pk, "tindakan": "coming"}
    assert "sudah daftar ulang" in ask(path, clerk, said).content.decode()
    accepted.refresh_from_db()
    assert accepted.reregistered_at is not None


def test_who_cannot_be_reached_keeps_the_seat_until_a_clerk_did(offer):
    type(offer.application.person).objects.update(phone="")
    late = offer.answer_by + timedelta(days=30)
    assert tick(late) == NOTHING
    assert not Notice.objects.exists()
