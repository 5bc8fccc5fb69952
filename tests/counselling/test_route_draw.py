"""Routes an officer calls equally good: a lot orders them, its chances can be known, and a switch ends it."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from factories.counselling import counselling_office, heard, step
from titian.core.errors import DomainError
from titian.counselling.actions.decide import decide
from titian.counselling.models import Decision, RouteDraw
from titian.counselling.rules import drawn_order
from titian.journal.models import Entry

pytestmark = pytest.mark.django_db
THREE = ["direct_job", "self_employment", "training"]


@pytest.fixture
def desk(settings):
    settings.DRAW_EQUAL_ROUTES = True
    return counselling_office()


def choose(desk, *routes, equal=True):
    interview, _version = heard(desk)
    steps = [step(route) for route in routes]
    return decide(interview, steps, key=uuid4(), change="", actor=desk.officer, equal=equal)


def test_every_order_comes_as_often_as_every_other():
    drawn = Counter(
        tuple(drawn_order(THREE, sha256(bytes([n // 256, n % 256])).digest())) for n in range(6000)
    )
    assert len(drawn) == 6
    assert all(850 < times < 1150 for times in drawn.values())  # 1000 each; five standard deviations are 144


def test_a_lot_is_kept_so_that_it_can_be_drawn_again(desk):
    made = choose(desk, "training", "direct_job")
    draw = RouteDraw.objects.get(decision=made)
    assert draw.equal == ["direct_job", "training"]
    assert draw.order == drawn_order(draw.equal, bytes.fromhex(draw.seed))
    entry = Entry.objects.get(verb="draw_routes")
    assert (entry.details["order"], entry.details["seed"]) == (draw.order, draw.seed)
    with pytest.raises(IntegrityError, match="order_holds_the_equal_routes"), transaction.atomic():
        RouteDraw.objects.update(order=["direct_job", "certification_only"])


def test_nothing_is_drawn_unless_it_is_said_and_among_several(desk):
    choose(desk, "training", "direct_job", equal=False)
    assert not RouteDraw.objects.exists()


def test_one_route_is_not_drawn_and_switched_off_none_is(desk, settings):
    with pytest.raises(DomainError, match="dua jalur atau lebih"):
        choose(desk, "training")
    settings.DRAW_EQUAL_ROUTES = False
    with pytest.raises(DomainError, match="sedang dimatikan"):
        choose(desk, "training", "direct_job")
    assert not Decision.objects.exists()


def test_the_box_stands_on_the_page_only_while_draws_are_on_and_the_lot_is_told(desk, settings, ask):
    interview, _version = heard(desk)
    path = f"/konseling/orang/{interview.person_id}/putuskan/"
    assert 'name="equal"' in ask(path, desk.officer).content.decode()
    said = {"key": str(uuid4()), "equal": "on"}
    for route in ("training", "direct_job"):
        one = step(route)
        said |= {
            f"{route}-chosen": "on", f"{route}-reason": one.reason, f"{route}-step": one.step,
            f"{route}-step_owner": one.step_owner, f"{route}-due_on": one.due_on.isoformat(),
        }  # fmt: skip
    page = ask(path, desk.officer, said).content.decode()
    assert "dijalani lebih dahulu, lalu" in page
    assert "1 dari 2" in page
    settings.DRAW_EQUAL_ROUTES = False
    assert 'name="equal"' not in ask(path, desk.officer).content.decode()
    path = f"/konseling/keputusan/{Decision.objects.get().pk}/"
    assert "dijalani lebih dahulu, lalu" in ask(path, desk.officer).content.decode()
