"""A record and its links say whether the person was ever trained: as the enrolments do, whatever happened to them."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event

import pytest
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef

from factories import network, people
from factories.standards import DAY
from titian.core.errors import DomainError
from titian.people.actions import NewLink, NewPerson, link, merge, register, undo_merge, unlink
from titian.people.models import Merge, Person, ServiceLink
from titian.training.actions import EnrolmentStatement, enrol, withdraw
from titian.training.models import Enrolment

pytestmark = pytest.mark.django_db


def newcomer(number: int, centre, *, trained: bool = False) -> NewPerson:
    return NewPerson(
        name=f"Warga Rekaan {number}", sex="P", birth_date=date(2003, 4, 5), birth_place="", nik=None,
        no_nik_reason="lost", phone="", address="", regency=None, district=None, education=None, is_demo=True,
        source_id=None, organisations=[centre.pk], since=DAY, link_reason="peserta", trained=trained,
    )  # fmt: skip


def seat(training_class, person: int) -> EnrolmentStatement:
    return EnrolmentStatement(
        training_class.pk, person, None, None, None, None, None, "", None, training_class.centre_id, None
    )


def marks() -> dict[int, bool]:
    return dict(Person.objects.values_list("pk", "trained"))


def facts() -> dict[int, bool]:
    taken = Enrolment.objects.filter(person=OuterRef("pk"))
    return dict(Person.objects.annotate(enrolled=Exists(taken)).values_list("pk", "enrolled"))


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_the_mark_says_what_the_enrolments_say(centre, actor, seed: int) -> None:
    chance = random.Random(seed)
    other = network.organisation("BLK Jember", "uptd_regency")
    classes = [people.training_class(centre, code=f"T{number}") for number in range(3)]
    known = register([newcomer(number, centre) for number in range(4)], actor=actor)

    def enrol_some() -> None:
        some = chance.sample(known, chance.randint(1, 3))
        enrol([seat(chance.choice(classes), person) for person in some], actor=actor)

    def come_enrolled() -> None:
        (person,) = register([newcomer(len(known), centre, trained=True)], actor=actor)
        known.append(person)
        enrol([seat(classes[0], person)], actor=actor)

    def withdraw_some() -> None:
        held = list(Enrolment.objects.order_by("pk").values_list("pk", flat=True))
        withdraw(chance.sample(held, min(len(held), 3)), actor=actor, reason="Salah kelas")

    def serve() -> None:
        person = chance.choice(known)
        unlink([(person, other.pk)])
        link([NewLink(person, other.pk, DAY, "peserta")])

    def join() -> None:
        kept, joined = chance.sample(known, 2)
        try:
            with transaction.atomic():
                merge(kept, joined, evidence=["nama"], reason="Orang yang sama, dua kali.", actor=actor)
        except DomainError:  # merged before, or both were in one class
            return

    def part() -> None:
        done = Merge.objects.filter(undone_at=None).order_by("-pk").first()
        if done:
            undo_merge(done, reason="Ternyata dua orang.", actor=actor)

    steps = [enrol_some, enrol_some, come_enrolled, withdraw_some, withdraw_some, serve, join, part]
    seen = set()
    for step in chance.choices(steps, k=25):
        step()
        assert marks() == facts(), step.__name__
        assert not ServiceLink.objects.exclude(trained=F("person__trained")).exists(), step.__name__
        seen |= set(marks().values())
    assert seen == {True, False}


def test_a_training_is_no_correction_of_the_record(centre, actor) -> None:
    (person,) = register([newcomer(1, centre)], actor=actor)
    before = Person.objects.get(pk=person)
    enrol([seat(people.training_class(centre), person)], actor=actor)
    after = Person.objects.get(pk=person)

    assert (before.trained, after.trained) == (False, True)
    assert after.updated_at == before.updated_at
    assert after.events.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", ["withdrawn", "enrolled"])
def test_a_last_training_taken_back_while_another_is_stated_leaves_the_mark(
    centre, actor, first: str
) -> None:
    (person,) = register([newcomer(1, centre)], actor=actor)
    former, later = (people.training_class(centre, code=code) for code in ("T1", "T2"))
    enrol([seat(former, person)], actor=actor)
    held = list(Enrolment.objects.values_list("pk", flat=True))
    begun = Event()
    deeds: list[Callable[[], object]] = [
        lambda: withdraw(held, actor=actor, reason="Salah kelas"),
        lambda: enrol([seat(later, person)], actor=actor),
    ]

    def lead(deed: Callable[[], object]) -> None:
        try:
            with transaction.atomic():
                deed()
                begun.set()
                time.sleep(0.5)  # the other comes to where it has to wait
        finally:
            connection.close()

    def follow(deed: Callable[[], object]) -> None:
        try:
            assert begun.wait(60)
            deed()
        finally:
            connection.close()

    ahead, behind = deeds if first == "withdrawn" else reversed(deeds)
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(lead, ahead), pool.submit(follow, behind)]:
            done.result()
    assert list(Enrolment.objects.values_list("training_class", flat=True)) == [later.pk]
    assert marks() == {person: True}
    assert list(ServiceLink.objects.values_list("trained", flat=True)) == [True]
