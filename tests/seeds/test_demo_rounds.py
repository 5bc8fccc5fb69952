"""The demo's rounds: one at each stage, and what their people are told is true."""

from __future__ import annotations

import json

import pytest

from titian.accounts.actions import system_actor
from titian.admissions.bundle import checks_of
from titian.admissions.models import AdmissionRound, Application, BedPlace, Departure, Offer
from titian.admissions.queries.refusals import refusals_in_words
from titian.admissions.queries.screens import result_of
from titian.core import access
from titian.people.models import Person
from titian.seeds.actions.accounts import open_demo_accounts
from titian.seeds.actions.earlier import publish_earlier_year, seed_earlier_classes
from titian.seeds.actions.network import build_demo_network
from titian.seeds.actions.rounds import DECIDED, NEEDS_ACCESS, OPEN_NOW, STOPPED, build_demo_rounds
from titian.standards.actions import load_code_lists

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def _rounds(tmp_path, settings, acting_as):
    settings.HOME = tmp_path
    actor = system_actor("seed")
    with access.acting_as(actor.pk):
        load_code_lists(actor)
        build_demo_network(actor)
        open_demo_accounts(actor)
    with acting_as(actor):
        build_demo_rounds(actor)
        build_demo_rounds(actor)  # said twice they are built once


@pytest.mark.usefixtures("_rounds")
def test_the_demo_shows_a_round_at_each_stage_a_bed_that_is_needed_and_what_became_of_earlier_trainees(
    client,
):
    states = dict(AdmissionRound.objects.values_list("name", "state"))
    assert states == {OPEN_NOW: "open", DECIDED: "confirmed", STOPPED: "aborted"}
    decided = AdmissionRound.objects.get(name=DECIDED)
    assert [run.kind for run in decided.runs.order_by("number")] == ["first", "refill"]
    assert all(check.holds for run in decided.runs.all() for check in checks_of(json.loads(run.bundle)))
    assert Offer.objects.live().count() == 9  # every seat of both classes, one of them filled again
    asked = Departure.objects.get()
    assert (asked.state, len(asked.effect["losers"])) == ("proposed", 1)
    bed = BedPlace.objects.get()
    assert (bed.offer.application.person.name, bed.number, bed.accessible) == (NEEDS_ACCESS, 1, True)
    waiting = Offer.objects.live().get(application__person__user__username="pelamar")
    assert waiting.state == "offered"
    assert set(Offer.objects.values_list("state", flat=True)) == {"offered", "accepted", "declined"}
    actor = system_actor("seed")
    with access.acting_as(actor.pk):
        for _twice in range(2):
            seed_earlier_classes(actor)
            publish_earlier_year()
    open_now = client.get("/pelatihan-dibuka/").content.decode()
    assert all(told in open_now for told in ("26 dari 32 orang", "25 dari 32 orang", "27 dari 32 orang"))
    invented = Person.objects.filter(name__startswith="Alumni")
    assert (invented.count(), invented.filter(is_demo=False).count()) == (3 * 32, 0)


@pytest.mark.usefixtures("_rounds")
def test_the_demo_citizen_reads_why_it_was_not_the_others_seat():
    application = Application.objects.get(person__user__username="warga")
    told = refusals_in_words(result_of(application))
    assert len(told) == 2
    assert [refusal.choice.rank for refusal in told] == [1, 2]
    for refusal in told:
        assert any("sudah dipegang orang dari hasil sebelumnya" in word for word in refusal.words)
        assert any("Nilai Anda 61" in word for word in refusal.words)
