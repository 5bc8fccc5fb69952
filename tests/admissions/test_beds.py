"""Accessible rooms go first to those who need them, and the need is seen by who hands out beds only."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from factories import admissions as rounds
from factories import network, people
from titian.admissions.actions.hand_out_beds import hand_out_beds
from titian.admissions.actions.offers import accept_offer, decline_offer
from titian.admissions.allotting import allot_beds
from titian.admissions.models import BedPlace, Offer
from titian.admissions.queries.beds import dormitories_of
from titian.network.models import Role
from titian.people.models import Accommodation, Needs, Setting
from titian.planning.models import TrainingClass
from titian.planning.seats import PlannedGroup

DORMITORY = [PlannedGroup("Terbuka", 3, ((),), beds_men=3)]


@st.composite
def nights(draw):
    beds = draw(st.integers(1, 6))
    takers = list(range(100, 100 + draw(st.integers(0, beds))))
    some = lambda: [one for one in takers if draw(st.booleans())]  # noqa: E731
    keeping = some()
    numbers = draw(st.permutations(range(1, beds + 1)))
    return {
        "takers": takers, "needing": some(), "beds": beds, "accessible": draw(st.integers(0, beds)),
        "held": dict(zip(keeping, numbers, strict=False)), "awaited": draw(st.integers(0, 2)),
    }  # fmt: skip


@given(nights())
def test_no_accessible_bed_goes_to_others_while_somebody_needs_it(night):
    takers, needing, accessible = night["takers"], set(night["needing"]), night["accessible"]
    told = allot_beds(takers, **{name: value for name, value in night.items() if name != "takers"})
    assert len(set(told.values())) == len(told)
    assert all(1 <= number <= night["beds"] for number in told.values())
    inside = {one for one, number in told.items() if number <= accessible}
    assert len(inside & needing) == min(len(needing), accessible)
    free = accessible - len(inside)
    if others := inside - needing:
        plain = {number for one, number in told.items() if number > accessible}
        assert plain == set(range(accessible + 1, night["beds"] + 1))  # no plain bed is left
        assert needing <= inside
        assert free >= night["awaited"]
        assert others
    assert all(one in told for one in needing if one in takers)
    assert len(told) == len(takers) or free <= night["awaited"]
    kept = {one for one, bed in night["held"].items() if told.get(one) == bed}
    assert kept >= {one for one, bed in night["held"].items() if one in needing and bed <= accessible}
    assert kept >= {
        one for one, bed in night["held"].items() if one not in needing and bed > accessible and one in told
    }


def test_allotted_again_everybody_stays():
    asked = {"needing": [2], "beds": 3, "accessible": 1, "awaited": 0}
    first = allot_beds([1, 2, 3], held={}, **asked)
    assert first == {2: 1, 1: 2, 3: 3}
    assert allot_beds([1, 2, 3], held=first, **asked) == first


def seated(marks, walking=()):
    """Return a confirmed round whose applicants, best first, all took a bed."""
    called = rounds.call(DORMITORY, accessible_beds_men=1)
    people_ = [people.person() for _mark in marks]
    for place in walking:
        Needs.objects.create(person=people_[place], walking=4, stated_on=date(2026, 1, 2))
    for person, mark in zip(people_, marks, strict=True):
        rounds.judged(called, rounds.applicant(called, (0, 1), person=person), mark)
    rounds.confirmed(called)
    for offer in Offer.objects.live().order_by("seat"):
        accept_offer(offer, actor=called.clerk)
    return called, people_


def beds(people_):
    told = {
        place.offer.application.person_id: place
        for place in BedPlace.objects.select_related("offer__application")
    }
    return [(told[one.pk].number, told[one.pk].accessible) if one.pk in told else None for one in people_]


@pytest.mark.django_db
def test_the_last_by_mark_who_cannot_climb_stairs_gets_the_accessible_bed(acting_as):
    called, people_ = seated([90, 80, 70], walking=[2])
    one = called.round.classes.get()
    with acting_as(called.clerk):
        assert hand_out_beds(one, actor=called.clerk) == 3
    assert beds(people_) == [(2, False), (3, False), (1, True)]
    with acting_as(called.clerk):
        hand_out_beds(one, actor=called.clerk)
    assert beds(people_) == [(2, False), (3, False), (1, True)]


@pytest.mark.django_db
def test_without_anybody_in_need_nothing_stays_empty_and_a_bed_given_up_is_free_again(acting_as):
    called, people_ = seated([90, 80, 70])
    one = called.round.classes.get()
    with acting_as(called.clerk):
        hand_out_beds(one, actor=called.clerk)
    assert beds(people_) == [(2, False), (3, False), (1, True)]
    decline_offer(Offer.objects.get(application__person=people_[0]), actor=called.clerk)
    Needs.objects.create(person=people_[1], walking=3, stated_on=date(2026, 1, 2))  # told only now
    with acting_as(called.clerk):
        hand_out_beds(one, actor=called.clerk)
    assert beds(people_) == [None, (1, True), (2, False)]


@pytest.mark.django_db
def test_the_dormitory_reads_what_was_promised_for_it_and_nobody_else_does(ask, acting_as):
    called, people_ = seated([90, 80, 70])
    today = timezone.localdate()
    TrainingClass.objects.update(ends_on=today + timedelta(30))
    unit = network.organisation(kind_code="agency_regency")
    for setting, kind, note in (
        (Setting.DORMITORY, "access", "kamar lantai dasar"),
        (Setting.TEST, "time", "waktu lama"),
    ):
        Accommodation.objects.create(
            person=people_[1], unit=unit, kind=kind, setting=setting, note=note, asked_on=today, due_on=today
        )
    path = f"/seleksi/{called.round.pk}/asrama/"
    page = ask(path, called.clerk).content.decode()
    assert "membutuhkan kamar aksesibel" in page
    assert "jalan masuk tanpa tangga: kamar lantai dasar" in page
    assert "waktu lama" not in page
    handed = ask(path, called.clerk, {"paket": called.classes[0]}).content.decode()
    assert "3 tempat tidur dibagikan." in handed
    assert beds(people_)[1] == (1, True)
    planner = network.member(Role.NATIONAL_PLANNER, network.organisation(kind_code="ministry"))
    other = rounds.call(DORMITORY, centre=network.organisation("BLK Lain")).clerk
    assert [ask(path, who).status_code for who in (called.rater, planner, other)] == [403, 403, 404]
    one = called.round.classes.get()
    for who in (called.rater, planner, other):
        with acting_as(who):
            assert not any(p.needs_access or p.support for d in dormitories_of(one) for p in d.places)
            assert not BedPlace.objects.exists()
    TrainingClass.objects.update(starts_on=today - timedelta(9), ends_on=today - timedelta(1))
    assert "kamar lantai dasar" not in ask(path, called.clerk).content.decode()
