from __future__ import annotations

import pytest

from factories import admissions as world
from titian.admissions.actions.offers import accept_offer, note_no_show
from titian.admissions.models import Offer
from titian.admissions.queries.shows import shows_of
from titian.admissions.showing_up import levels, overfill_risk


@pytest.mark.parametrize(
    ("called", "share", "risk"),
    [(17, 0.80, 2), (17, 0.85, 6), (17, 0.90, 17), (18, 0.80, 10), (18, 0.85, 22), (18, 0.90, 45)],
)
def test_with_a_share_known_for_sure_the_risk_is_the_binomial_one(called, share, risk):
    found = overfill_risk(called, 16, came=share * 1e7, stayed_away=(1 - share) * 1e7)
    assert round(100 * found) == risk


def test_nobody_too_many_can_come_to_as_many_seats_and_the_risk_grows_with_the_call():
    found = levels(16, came=170, stayed_away=30)
    assert found[0] == (16, 0)
    assert [called for called, _risk in found] == [16, 17, 18, 19, 20]
    assert [risk for _called, risk in found] == sorted({risk for _called, risk in found})


def test_doubt_about_the_share_makes_the_risk_larger_than_the_binomial_one():
    sure = overfill_risk(17, 16, came=0.8e7, stayed_away=0.2e7)
    assert overfill_risk(17, 16, came=8, stayed_away=2) > sure


@pytest.mark.django_db
def test_shows_are_counted_once_a_class_has_begun():
    called = world.call()
    for mark in (90, 80):
        world.judged(called, world.applicant(called), mark)
    world.confirmed(called)
    first, second = Offer.objects.order_by("pk")
    accept_offer(first, actor=called.clerk)
    accept_offer(second, actor=called.clerk)
    note_no_show(second, actor=called.clerk, today=world.STARTS)
    assert shows_of(called.centre, before=world.STARTS) == (0, 1)
    assert shows_of(called.centre, before=world.ENDS) == (1, 1)
