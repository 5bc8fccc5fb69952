"""Two refills at once, in two transactions of two connections, cannot seat one person too many."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.db import connection

from factories import admissions as world
from factories import people
from titian.accounts.models import User
from titian.admissions.actions.apply import Answers, submit_application
from titian.admissions.actions.confirm import confirm_result
from titian.admissions.actions.offers import decline_offer
from titian.admissions.actions.run_rule import propose_result
from titian.admissions.models import AdmissionRound, Application, Offer, Run, RunKind
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.people.models import Person
from titian.planning.seats import PlannedGroup


@pytest.mark.django_db(transaction=True)
def test_two_refills_at_once_seat_nobody_too_many() -> None:
    seats = 4
    called = world.call([PlannedGroup("Terbuka", seats, ((),))])
    for mark in range(90, 80, -1):
        world.judged(called, world.applicant(called), mark)
    world.confirmed(called)
    for offer in list(Offer.objects.live())[:2]:
        decline_offer(offer, actor=called.clerk)
    together = Barrier(2)

    def refill(turn: int) -> str:
        try:
            together.wait(timeout=60)
            run = propose_result(
                AdmissionRound.objects.get(pk=called.round.pk),
                actor=User.objects.get(pk=called.clerk.pk),
                kind=RunKind.REFILL,
            )
            confirm_result(
                Run.objects.get(pk=run.pk),
                actor=User.objects.get(pk=called.head.pk),
                sha256=run.sha256,
                today=world.AFTER,
            )
        except DomainError as refusal:
            return refusal.code
        finally:
            connection.close()
        return f"done {turn}"

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(refill, range(2)))
    assert any(one.startswith("done") for one in told), told
    live = list(Offer.objects.live().order_by("seat").values_list("seat", flat=True))
    assert live == [0, 1, 2, 3]
    assert Offer.objects.live().values("application").distinct().count() == seats
    assert Run.objects.filter(state="proposed").count() <= 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same", [True, False], ids=["retried", "two buttons"])
def test_an_application_sent_four_times_at_once_is_one(same: bool) -> None:
    called = world.call()
    person = people.person()
    keys = [uuid4()] * 4 if same else [uuid4() for _turn in range(4)]
    together = Barrier(4)

    def send(key: UUID) -> int:
        try:
            together.wait(timeout=60)
            return submit_application(
                AdmissionRound.objects.get(pk=called.round.pk),
                Person.objects.get(pk=person.pk),
                [(called.classes[0], 0)],
                Answers(),
                actor=User.objects.get(pk=called.clerk.pk),
                today=called.round.opens_on,
                key=key,
            ).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(send, keys))
    assert len(set(told)) == 1
    application = Application.objects.get()
    assert application.choices.count() == 1
    assert len(application.keys) == (1 if same else 4)
    sent = Entry.objects.filter(verb__in=["submit_application", "submit_again"]).count()
    assert sent == (1 if same else 4)
