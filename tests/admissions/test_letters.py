"""Letters of result: each says what was decided, truly why, what is left, and how to check it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from factories import admissions as world
from factories import network, people
from titian.admissions.actions.offers import decline_offer
from titian.admissions.models import AdmissionRound, Offer, RunKind
from titian.admissions.outputs import letter as letter_module
from titian.admissions.seals import Sealed, opened, seal
from titian.core.typeset import typeset
from titian.network.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch):
    """What the last letter said, as it reached the typesetter."""
    said = {}

    def keep(template, data):
        said.clear()
        said.update(data)
        return typeset(template, data)

    monkeypatch.setattr(letter_module, "typeset", keep)
    return said


def decided():
    called = world.call()
    citizens = [network.user(f"Warga {mark}") for mark in (90, 80, 70, 60)]
    applications = [world.applicant(called, person=people.person(user=user)) for user in citizens]
    for application, mark in zip(applications, (90, 80, 70, 60), strict=True):
        world.judged(called, application, mark)
    world.confirmed(called)
    return called, citizens, applications


def test_admitted_reserve_and_refused_each_get_their_letter(ask, told):
    called, citizens, applications = decided()
    other = world.call(centre=network.organisation("BLK Lain"))
    today = timezone.localdate()
    AdmissionRound.objects.filter(pk=other.round.pk).update(
        opens_on=today - timedelta(days=1), closes_on=today + timedelta(days=9)
    )
    for place, verdict in (
        (0, "Saudara DITERIMA"),
        (2, "Saudara CADANGAN ke-1"),
        (3, "Saudara BELUM MENDAPAT KURSI"),
    ):
        answer = ask(f"/lamaran-saya/{applications[place].pk}/surat.pdf", citizens[place])
        assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
        assert told["verdict"] == verdict
        assert dict(told["proof"])["Akar"] == called.round.root
        assert len([row for row in told["proof"] if row[0].startswith("Jalan")]) == 2
    ((choice, words),) = told["why"]
    assert choice.startswith("1. Program 0 (")
    assert words[0] == "Kursi terakhir Terbuka diberikan pada nilai 80. Nilai Anda 60."
    assert words[1].startswith("Dengan nilai 8")  # 80 or 81: at 80 the lottery decides
    assert len(told["options"]) == 1
    assert "BLK Lain" in told["options"][0]


def test_a_letter_is_checked_by_anybody_and_a_forged_one_is_not_ours(ask):
    called, citizens, applications = decided()
    token = seal(Sealed(called.round.pk, applications[0].number, 1))
    page = ask(f"/undian/surat/{token}/").content.decode()
    assert "Surat ini dibuat oleh sistem ini" in page
    assert "diterima di Program 0" in page
    assert citizens[0].name not in page
    decline_offer(Offer.objects.get(application=applications[0]), actor=called.clerk)
    world.confirmed(called, world.proposed(called, RunKind.REFILL))
    page = ask(f"/undian/surat/{token}/").content.decode()
    assert "sesudah itu ada perhitungan 2" in page
    assert "tidak mendapat kursi" in page
    forged = token.replace(applications[0].number, applications[3].number)
    assert opened(forged) is None
    answer = ask(f"/undian/surat/{forged}/")
    assert (answer.status_code, "Surat ini bukan dari kami" in answer.content.decode()) == (404, True)


def test_a_letter_is_the_applicants_and_the_centres_only(ask):
    called, citizens, applications = decided()
    mine = f"/lamaran-saya/{applications[0].pk}/surat.pdf"
    theirs = f"/seleksi/{called.round.pk}/lamaran/{applications[0].pk}/surat.pdf"
    other_clerk = network.member(Role.CENTRE_CLERK, network.organisation("BLK Asing"))
    assert [ask(mine, who).status_code for who in (citizens[0], citizens[1], other_clerk)] == [200, 404, 404]
    assert [ask(theirs, who).status_code for who in (called.clerk, citizens[0], other_clerk)] == [
        200,
        404,
        404,
    ]
    undecided = world.call(centre=network.organisation("BLK Lain"))
    early = world.applicant(undecided, person=applications[3].person)
    assert ask(f"/lamaran-saya/{early.pk}/surat.pdf", citizens[3]).status_code == 404
