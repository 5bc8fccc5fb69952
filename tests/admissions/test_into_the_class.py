"""Who accepted a seat becomes a participant by one button of the class page: once, with the run as source."""

from __future__ import annotations

import pytest

from factories import admissions as world
from factories import network
from titian.admissions.actions.offers import accept_offer
from titian.admissions.models import Offer
from titian.network.models import Role
from titian.planning.models import TrainingClass
from titian.training.models import Enrolment

pytestmark = pytest.mark.django_db


def test_the_accepted_become_participants_once_and_the_source_is_their_run(ask):
    called = world.call()
    applications = [world.applicant(called) for _mark in range(3)]
    for application, mark in zip(applications, (90, 80, 70), strict=True):
        world.judged(called, application, mark)
    run = world.confirmed(called)
    for offer in Offer.objects.live():
        accept_offer(offer, actor=called.clerk)
    training_class = Offer.objects.first().round_class.opening.training_class
    page = f"/paket/{training_class.pk}/"
    press = f"{page}peserta/diterima/"
    assert f'href="{page}"' in ask(f"/seleksi/{called.round.pk}/kursi/", called.clerk).content.decode()
    assert "2 orang menerima kursi" in ask(page, called.clerk).content.decode()
    assert "Jadikan peserta" not in ask(page, called.rater).content.decode()
    assert ask(press, called.rater, {}).status_code == 403
    assert (
        ask(press, network.member(Role.CENTRE_CLERK, network.organisation("BLK Asing")), {}).status_code
        == 404
    )
    assert not Enrolment.objects.exists()
    assert "2 orang menjadi peserta" in ask(press, called.clerk, {}).content.decode()
    again = ask(press, called.clerk, {}).content.decode()
    assert "sudah menjadi peserta" in again
    assert "Jadikan peserta" not in again
    enrolled = Enrolment.objects.filter(training_class=training_class).order_by("number_in_class")
    assert [one.person_id for one in enrolled] == [one.person_id for one in applications[:2]]
    sheets = {one.source.sheet.sha256 for one in enrolled.select_related("source__sheet")}
    assert sheets == {run.sha256}
    assert [one.source.row for one in enrolled] == [1, 2]


def test_the_clerk_of_another_organiser_is_told_who_enrols_and_cannot(ask):
    called = world.call()
    application = world.applicant(called)
    world.judged(called, application, 90)
    world.confirmed(called)
    accept_offer(Offer.objects.get(), actor=called.clerk)
    training_class = Offer.objects.get().round_class.opening.training_class
    organiser = network.organisation("LPK Penyelenggara")
    TrainingClass.objects.filter(pk=training_class.pk).update(organiser=organiser)
    clerk = network.member(Role.CENTRE_CLERK, organiser)
    page = ask(f"/paket/{training_class.pk}/", clerk).content.decode()
    assert "dijadikan peserta oleh BLK Peragaan" in page
    assert "Jadikan peserta" not in page
    assert ask(f"/paket/{training_class.pk}/peserta/diterima/", clerk, {}).status_code == 403
    assert "dijadikan peserta oleh" not in ask(f"/paket/{training_class.pk}/", called.clerk).content.decode()
