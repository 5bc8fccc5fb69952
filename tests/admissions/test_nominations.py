"""An office nominates for beds, the centre passes on or returns, the rule decides, and the office follows its own."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from factories import admissions as rounds
from factories import network, people
from factories.standards import job_status, region
from titian.admissions.actions.apply import withdraw_application
from titian.admissions.actions.decide_nomination import accept_nomination, return_nomination, set_quotas
from titian.admissions.actions.nominate import Candidacy, nominate, withdraw_nomination
from titian.admissions.following import Facts, Stage, stage_of
from titian.admissions.models import Application, Nomination, NominationQuota, Paper, RoundClass
from titian.admissions.queries.nominations import as_nominees, nominations_of_round, stages_of
from titian.core.errors import DomainError
from titian.network.models import Role
from titian.people.actions.consent import withdraw_consent
from titian.people.models import Consent, ConsentPurpose, EmploymentSpell, Person, ServiceLink, TrainingSpell
from titian.planning.seats import PlannedGroup

pytestmark = pytest.mark.django_db

FAR = "71.05"  # another province than the centre's
BEDS = [PlannedGroup("Terbuka", 2, ((),), beds_men=1)]
WHOLE = Candidacy(papers=tuple(Paper.values))
TODAY = rounds.OPENS


class Far:
    """A round with beds, and the office of a regency far away with its officer and a quota of one."""

    def __init__(self) -> None:
        region(FAR)
        self.called = rounds.call(BEDS, [PlannedGroup("Terbuka", 1, ((),))])
        self.round_class, self.by_day = self.called.round.classes.order_by("position")
        self.office = network.organisation("Disnaker Jauh", "agency_regency", FAR)
        self.officer = network.member(Role.REGENCY_OFFICE, self.office)
        set_quotas(self.round_class, {FAR: 1}, actor=self.called.clerk)

    def candidate(self, **more):
        return people.person(regency=FAR, served_by=self.office, **more)

    def nominated(self, person=None, candidacy=WHOLE, **more):
        return nominate(
            person or self.candidate(), self.round_class, self.office, candidacy,
            **{"agreed": True, "actor": self.officer, "today": TODAY, **more},
        )  # fmt: skip


def read_by_centre(far):
    return as_nominees(far.called.round, nominations_of_round(far.called.round))


@pytest.fixture
def far():
    return Far()


def test_a_nomination_passed_on_is_an_application_like_every_other(far, acting_as):
    with acting_as(far.officer):
        nomination = far.nominated()
    person = nomination.person
    consent = Consent.objects.get(person=person, purpose=ConsentPurpose.NOMINATION)
    assert (consent.given_by, consent.withdrawn_at) == (person.name, None)
    with acting_as(far.called.clerk):
        assert not Person.objects.filter(pk=person.pk).exists()  # the record opens with the application
        (line,) = read_by_centre(far)
        assert (line.name, line.missing) == (person.name, [])
        done = accept_nomination(line.nomination, actor=far.called.clerk, today=TODAY)
        assert Person.objects.filter(pk=person.pk).exists()
    application = Application.objects.get(person=person)
    assert done.application == application
    assert [(c.round_class_id, c.term) for c in application.choices.all()] == [(far.round_class.pk, 1)]
    assert not hasattr(application, "document_check")  # nothing is judged for being nominated
    rival = rounds.applicant(far.called, (0, 1))
    rounds.judged(far.called, application, 60)
    rounds.judged(far.called, rival, 90)
    rounds.confirmed(far.called)
    assert not application.offers.exists()  # one bed, and the better mark has it
    assert rival.offers.get().choice.term == 1
    with acting_as(far.officer):
        assert [*stages_of(far.officer, TODAY).values()] == [Stage.NOT_ADMITTED]


def test_what_the_person_ranked_stays_first_and_a_nomination_joins_behind_it(far):
    person = far.candidate()
    own = rounds.applicant(far.called, (1, 0), person=person, reads=False)
    nomination = far.nominated(person)
    accept_nomination(nomination, actor=far.called.clerk, today=TODAY)
    own.refresh_from_db()
    assert Application.objects.filter(person=person).count() == 1
    assert [(c.round_class_id, c.term) for c in own.choices.all()] == [
        (far.by_day.pk, 0),
        (far.round_class.pk, 1),
    ]
    assert own.reads is False


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda far, person: setattr(person, "regency", region("35.09")), "warga kabupaten/kotanya sendiri"),
        (lambda far, person: setattr(person, "sex", "P"), "tidak menyediakan tempat tidur"),
        (lambda far, person: NominationQuota.objects.all().delete(), "belum memberi kuota"),
        (lambda far, person: far.nominated(), "Kuota 1 calon sudah terpakai"),
    ],
)
def test_a_nomination_that_cannot_be_is_refused_in_words(far, spoil, words):
    person = far.candidate()
    spoil(far, person)
    person.save()
    before = Nomination.objects.count()
    with pytest.raises(DomainError, match=words):
        far.nominated(person)
    assert Nomination.objects.count() == before
    assert not Consent.objects.filter(person=person).exists()


def test_nobody_is_nominated_without_saying_yes_or_after_the_list_is_closed(far):
    with pytest.raises(DomainError) as refusal:
        far.nominated(agreed=False)
    assert refusal.value.code == "consent_missing"
    with pytest.raises(DomainError, match="sudah ditutup"):
        far.nominated(today=rounds.AFTER)
    assert not Nomination.objects.exists()


def test_said_twice_it_is_one_nomination_and_the_place_comes_back_when_it_is_withdrawn(far):
    person = far.candidate()
    assert far.nominated(person).pk == far.nominated(person).pk
    withdraw_nomination(Nomination.objects.get(), actor=far.officer)
    other = far.nominated()
    assert Nomination.objects.count() == 2
    withdraw_nomination(other, actor=far.officer)
    again = far.nominated(person)
    assert (again.state, Nomination.objects.count()) == ("nominated", 2)


def test_the_centre_returns_with_a_reason_and_passes_on_only_what_is_whole_and_within_the_rules(far):
    nomination = far.nominated(candidacy=Candidacy(papers=("identity",)))
    with pytest.raises(DomainError, match="ijazah terakhir, surat keterangan sehat, surat izin keluarga"):
        accept_nomination(nomination, actor=far.called.clerk, today=TODAY)
    with pytest.raises(DomainError, match="Tulis alasannya"):
        return_nomination(nomination, reason=" ", actor=far.called.clerk)
    returned = return_nomination(nomination, reason="Ijazah belum ada.", actor=far.called.clerk)
    assert (returned.state, returned.reason) == ("returned", "Ijazah belum ada.")
    again = far.nominated(nomination.person, Candidacy(papers=tuple(Paper.values), reads=False))
    assert (again.pk, again.reason) == (nomination.pk, "")
    with pytest.raises(DomainError, match="dapat membaca dan menulis"):
        accept_nomination(again, actor=far.called.clerk, today=TODAY)
    assert not Application.objects.exists()
    assert not ServiceLink.objects.filter(person=nomination.person, organisation=far.called.centre).exists()


def test_who_takes_the_consent_back_is_neither_named_nor_passed_on_nor_followed(far, acting_as):
    nomination = far.nominated()
    withdraw_consent(nomination.person, ConsentPurpose.NOMINATION, actor=far.officer)
    with acting_as(far.called.clerk):
        (line,) = read_by_centre(far)
        assert line.name is None
        with pytest.raises(DomainError, match="mencabut persetujuannya"):
            accept_nomination(line.nomination, actor=far.called.clerk, today=TODAY)
    with acting_as(far.officer):
        assert [*stages_of(far.officer, TODAY).values()] == [Stage.CONSENT_ENDED]


def test_who_withdrew_an_own_application_is_not_brought_back_by_an_office(far):
    person = far.candidate()
    withdraw_application(rounds.applicant(far.called, person=person), actor=far.called.clerk)
    with pytest.raises(DomainError, match="menarik sendiri"):
        accept_nomination(far.nominated(person), actor=far.called.clerk, today=TODAY)


def test_strangers_get_404_and_colleagues_without_the_right_403(far, ask):
    nomination = far.nominated()
    other = network.member(
        Role.REGENCY_OFFICE, network.organisation("Disnaker Lain", "agency_regency", "35.09")
    )
    elsewhere = rounds.call(BEDS, centre=network.organisation("BLK Lain"))
    citizen = network.user()
    own, decide = (
        f"/pencalonan/{nomination.pk}/",
        f"/seleksi/{far.called.round.pk}/pencalonan/{nomination.pk}/",
    )
    asked = {
        "own officer": (own, far.officer, None),
        "other officer": (own, other, None),
        "other officer withdraws": (f"{own}tarik/", other, {}),
        "other officer nominates": (f"/pencalonan/orang/{nomination.person_id}/", other, None),
        "citizen": (own, citizen, None),
        "citizen lists": ("/pencalonan/", citizen, None),
        "officer decides": (decide, far.officer, {"putusan": "teruskan"}),
        "other centre decides": (decide, elsewhere.clerk, {"putusan": "teruskan"}),
        "instructor decides": (decide, far.called.rater, {"putusan": "teruskan"}),
        "instructor sets quota": (f"/seleksi/{far.called.round.pk}/pencalonan/kuota/", far.called.rater, {}),
        "nomination of another round": (
            f"/seleksi/{elsewhere.round.pk}/pencalonan/{nomination.pk}/", elsewhere.clerk, {"putusan": "teruskan"},
        ),
    }  # fmt: skip
    assert {who: ask(path, user, post).status_code for who, (path, user, post) in asked.items()} == {
        "own officer": 200, "other officer": 404, "other officer withdraws": 404, "other officer nominates": 404,
        "citizen": 404, "citizen lists": 403, "officer decides": 404, "other centre decides": 404,
        "instructor decides": 403, "instructor sets quota": 403, "nomination of another round": 404,
    }  # fmt: skip
    nomination.refresh_from_db()
    assert nomination.state == "nominated"


def test_below_the_screens_another_office_and_another_centre_see_no_nomination(far, acting_as):
    nomination = far.nominated()
    other = network.member(
        Role.REGENCY_OFFICE, network.organisation("Disnaker Lain", "agency_regency", "35.09")
    )
    for stranger in (other, rounds.call(BEDS, centre=network.organisation("BLK Lain")).clerk, network.user()):
        with acting_as(stranger):
            assert not Nomination.objects.filter(pk=nomination.pk).exists()
            assert read_by_centre(far) == []
    with acting_as(far.officer):
        assert not NominationQuota.objects.filter(regency=FAR).delete()[0]  # read, not changed


def open_now(far):
    today = timezone.localdate()
    far.called.round.opens_on, far.called.round.closes_on = today - timedelta(1), today + timedelta(9)
    far.called.round.save()
    RoundClass.objects.get(pk=far.round_class.pk).opening.training_class.__class__.objects.update(
        starts_on=today + timedelta(30), ends_on=today + timedelta(60)
    )


def test_what_waits_for_the_centre_and_what_comes_back_stands_on_the_first_page_of_who_can_act(far, ask):
    open_now(far)
    nomination = far.nominated(today=timezone.localdate())
    colleague = network.member(Role.REGENCY_OFFICE, far.office)
    elsewhere = network.member(
        Role.REGENCY_OFFICE, network.organisation("Disnaker Lain", "agency_regency", "35.09")
    )
    waits, came_back = (
        "calon asrama dari dinas yang menunggu keputusan",
        "Calon asrama yang dikembalikan balai",
    )

    def told(user):
        home = ask("/", user).content.decode()
        return waits in home, came_back in home

    assert told(far.called.clerk) == (True, False)
    assert f"/seleksi/{far.called.round.pk}/pencalonan/" in ask("/", far.called.head).content.decode()
    assert [told(one) for one in (far.called.rater, colleague, elsewhere)] == [(False, False)] * 3
    return_nomination(nomination, reason="Ijazah belum ada.", actor=far.called.clerk)
    assert [told(one) for one in (far.called.clerk, colleague, elsewhere)] == [
        (False, False), (False, True), (False, False),
    ]  # fmt: skip
    assert f"/pencalonan/{nomination.pk}/" in ask("/", colleague).content.decode()
    type(far.called.round).objects.update(closes_on=timezone.localdate() - timedelta(1))
    assert told(colleague) == (False, False)  # nothing can be mended any more


def test_long_lists_of_nominees_come_in_pages_and_keep_their_filter(far, ask, monkeypatch):
    open_now(far)
    for views in ("nominees", "nominations"):
        monkeypatch.setattr(f"titian.admissions.views.{views}.PAGE_ROWS", 1)
    NominationQuota.objects.update(places=3)
    for _turn in range(3):
        far.nominated(today=timezone.localdate())
    first, last = Nomination.objects.order_by("pk").first(), Nomination.objects.order_by("pk").last()
    return_nomination(first, reason="Ijazah belum ada.", actor=far.called.clerk)
    at_centre = ask(
        f"/seleksi/{far.called.round.pk}/pencalonan/?halaman=3", far.called.clerk
    ).content.decode()
    assert (first.person.name in at_centre, last.person.name in at_centre) == (
        True,
        False,
    )  # answered: behind
    at_office = ask("/pencalonan/?keadaan=nominated", far.officer).content.decode()
    assert (last.person.name in at_office, first.person.name in at_office) == (True, False)
    assert "?keadaan=nominated&amp;halaman=2" in at_office


def test_an_officer_nominates_on_screen_and_the_clerk_passes_on(ask, monkeypatch):
    far = Far()
    open_now(far)
    person = far.candidate()
    path = f"/pencalonan/orang/{person.pk}/"
    assert "sisa kuota 1" in ask(path, far.officer).content.decode()
    refused = ask(path, far.officer, {"round_class": far.round_class.pk, "reads": "on"})
    assert refused.status_code == 422
    assert "Tanpa persetujuan orangnya, tidak ada pencalonan." in refused.content.decode()
    sent = {"round_class": far.round_class.pk, "reads": "on", "agreed": "on", "papers": Paper.values}
    assert "Pencalonan terkirim kepada balai." in ask(path, far.officer, sent).content.decode()
    nomination = Nomination.objects.get()
    listed = ask(f"/seleksi/{far.called.round.pk}/pencalonan/", far.called.clerk).content.decode()
    assert person.name in listed
    back = listed.partition('<details class="drawer"')[2].partition("</details>")[
        0
    ]  # Enter in the reason sends back
    assert 'value="kembalikan"' in back
    assert "teruskan" not in back
    decide = f"/seleksi/{far.called.round.pk}/pencalonan/{nomination.pk}/"
    assert (
        "Diteruskan menjadi lamaran"
        in ask(decide, far.called.clerk, {"putusan": "teruskan"}).content.decode()
    )
    followed = ask("/pencalonan/?keadaan=applied", far.officer).content.decode()
    assert person.name in followed
    assert "melamar 1" in followed


def test_the_office_follows_its_nominee_home(far, acting_as):
    nomination = far.nominated()
    accept_nomination(nomination, actor=far.called.clerk, today=TODAY)
    application = Application.objects.get()
    rounds.judged(far.called, application, 80)
    rounds.confirmed(far.called)
    one = far.round_class.opening.training_class

    def stage(on: date) -> Stage:
        with acting_as(far.officer):
            (reached,) = stages_of(far.officer, on).values()
        return reached

    assert stage(rounds.AFTER) == Stage.ADMITTED
    TrainingSpell.objects.create(
        person=nomination.person, class_number=one.pk, programme="Las", provider="BLK",
        starts_on=rounds.STARTS, ends_on=rounds.ENDS,
    )  # fmt: skip
    assert [stage(rounds.STARTS), stage(rounds.ENDS + timedelta(1))] == [Stage.TRAINING, Stage.FINISHED]
    employer = network.organisation("Galangan Jauh", "employer", FAR)
    spell = EmploymentSpell.objects.create(
        person=nomination.person, status=job_status(), employer=employer, starts_on=rounds.ENDS, evidence="centre",
        reported_on=rounds.ENDS,
    )  # fmt: skip
    assert stage(date(2026, 6, 1)) == Stage.HOME
    employer.region = region("35.10")
    employer.save()
    assert stage(date(2026, 6, 1)) == Stage.AWAY
    spell.employer = None
    spell.save()
    assert stage(date(2026, 6, 1)) == Stage.SOMEWHERE
    spell.starts_on = rounds.STARTS  # work kept from before the class ended is no placement
    spell.save()
    assert stage(date(2026, 6, 1)) == Stage.FINISHED


@pytest.mark.parametrize(
    ("works_in", "stage"),
    [
        ("71.05", "home"),
        ("71.05.02", "home"),
        ("71.06", "away"),
        ("35", "away"),
        ("71", "somewhere"),
        (None, "somewhere"),
    ],
)
def test_a_place_known_only_by_its_province_is_never_called_home(works_in, stage):
    day = date(2026, 4, 10)
    facts = Facts("accepted", True, "submitted", "accepted", True, day, day, day, works_in, FAR)
    assert stage_of(facts, today=day) == stage
