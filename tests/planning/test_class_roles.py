"""Organiser and venue are dated links of a class: they change hands, and the past stays."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from factories import network, people
from factories.world import World
from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.core.periods import since
from titian.journal.models import Entry
from titian.network.models import Organisation
from titian.people.models import ServiceLink
from titian.planning.actions import NewClass, change_class_role, open_classes
from titian.planning.models import ClassPart, ClassRole, TrainingClass

FIRST, LAST, HALF_WAY = date(2022, 3, 1), date(2022, 4, 12), date(2022, 3, 20)


@pytest.fixture
def community(world: World) -> Organisation:
    return Organisation.objects.get(name="BLKK Al-Hikmah")


def opened(world: World, organiser: Organisation) -> TrainingClass:
    like = world.training_class
    new = NewClass(
        world.centre.pk, 2022, "K-1", organiser.pk, like.programme_id, like.channel_id, like.fund_id, "", 16,
        None, FIRST, LAST, False, None,
    )  # fmt: skip
    (class_id,) = open_classes([new], actor=world.users["centre_clerk"])
    return TrainingClass.objects.get(pk=class_id)


def held(training_class: TrainingClass) -> list[tuple[str, str, date | None, date | None]]:
    roles = ClassRole.objects.filter(training_class=training_class).order_by("part", "period")
    return [(role.part, role.organisation.name, role.first_day, role.last_day) for role in roles]


def change(part: ClassPart, training_class: TrainingClass, to: Organisation, on: date, actor: User) -> None:
    change_class_role(training_class, part, to, actor=actor, on=on, reason="gedung direnovasi")


def test_a_class_opens_with_both_links_and_a_corrected_roster_corrects_them(world, community) -> None:
    made = opened(world, world.centre)
    again = opened(world, community)

    assert again == made
    assert held(made) == [
        ("organiser", "BLKK Al-Hikmah", None, None),
        ("venue", "BLKK Al-Hikmah", None, None),
    ]


def test_half_way_the_organiser_changes_and_the_same_roster_changes_nothing_back(world, community) -> None:
    made = opened(world, world.centre)

    change(ClassPart.ORGANISER, made, community, HALF_WAY, world.users["centre_head"])
    opened(world, world.centre)

    made.refresh_from_db()
    assert (made.organiser, made.venue) == (community, world.centre)
    assert held(made) == [
        ("organiser", "BPVP Banyuwangi", None, date(2022, 3, 19)),
        ("organiser", "BLKK Al-Hikmah", HALF_WAY, None),
        ("venue", "BPVP Banyuwangi", None, None),
    ]
    assert Entry.objects.get(verb="change_class_role").reason == "gedung direnovasi"


def test_from_the_first_day_it_is_a_correction_without_a_former_holder(world, community) -> None:
    made = opened(world, world.centre)

    change(ClassPart.VENUE, made, community, FIRST, world.users["centre_head"])

    assert held(made)[1:] == [("venue", "BLKK Al-Hikmah", None, None)]


@pytest.mark.parametrize("on", [date(2022, 2, 28), date(2022, 4, 13)])
def test_a_day_outside_the_class_is_refused(world, community, on: date) -> None:
    with pytest.raises(DomainError, match="selama paket berlangsung"):
        change(ClassPart.VENUE, opened(world, world.centre), community, on, world.users["centre_head"])


def test_a_change_before_the_last_one_or_to_the_same_is_refused(world, community) -> None:
    made = opened(world, world.centre)
    head = world.users["centre_head"]
    change(ClassPart.VENUE, made, community, HALF_WAY, head)

    with pytest.raises(DomainError, match="tercatat mulai"):
        change(ClassPart.VENUE, made, world.centre, HALF_WAY, head)
    with pytest.raises(DomainError, match="sudah memegang"):
        change(ClassPart.VENUE, made, community, LAST, head)


def test_postgresql_refuses_two_holders_on_one_day(world, community) -> None:
    made = opened(world, world.centre)

    with pytest.raises(IntegrityError, match="one_holder_of_a_class_role"), transaction.atomic():
        ClassRole.objects.create(
            training_class=made, part="organiser", organisation=community, period=since(HALF_WAY)
        )


def test_the_centre_hands_a_class_over_on_screen_and_the_new_organiser_serves_its_people(
    world, community
) -> None:
    made = opened(world, world.centre)
    someone = people.person("Rina Rekaan", served_by=world.centre)
    people.enrolment(made, someone)
    asked = {
        "part": "organiser", "organisation": community.pk, "on": HALF_WAY.isoformat(), "reason": "pindah balai",
    }  # fmt: skip
    clerk = Client()
    clerk.force_login(world.users["centre_clerk"])

    answer = clerk.post(f"/paket/{made.pk}/penyelenggara/", asked, follow=True)

    said = answer.content.decode()
    assert "sampai 19 Maret 2022: BPVP Banyuwangi" in said
    assert "sejak 20 Maret 2022" in said
    assert ServiceLink.objects.filter(person=someone, organisation=community, until=None).exists()


def test_the_organiser_itself_may_not_pass_a_class_on(world, community) -> None:
    made = opened(world, community)
    operator = Client()
    operator.force_login(network.member(network.Role.CENTRE_CLERK, community))

    assert operator.get(f"/paket/{made.pk}/penyelenggara/").status_code == 403
