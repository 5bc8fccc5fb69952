"""Every sentence by which admissions refuses is provoked by a request and read on the page that answers it."""

from __future__ import annotations

import ast
import html
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from django.utils import timezone

import titian.admissions
from factories import admissions as world
from factories import network, people
from factories.standards import education
from titian.admissions.actions.departures import ask_departure
from titian.admissions.actions.judge import rate
from titian.admissions.actions.offers import accept_offer, decline_offer, remind
from titian.admissions.actions.weigh import weigh_departure
from titian.admissions.jobs import propose
from titian.admissions.models import AdmissionRound, Beacon, Exam, Offer, Rating, Reminder
from titian.people.models import Person, TrainingSpell
from titian.planning.models import Opening, TrainingClass
from titian.planning.seats import PlannedGroup

ROOT = Path(titian.admissions.__file__).parent
TODAY = timezone.localdate()
# No screen can show these: its form offers nothing that would provoke them. They guard the other doors, below.
BEHIND_THE_FORM = {
    "Paling banyak %(n)d pilihan. Kosongkan yang selebihnya.",  # the form has five places
    "Paket %(classes)s sudah dipakai seleksi lain.",  # the form lists the others only
    "Pilihan itu bukan pilihan lamaran ini.",
    "Tes itu tidak pernah dinilai.",
    "Nilai paling rendah 0 dan paling tinggi 100. Perbaiki angkanya.",  # the grid refuses it by its own words
}
ACTS = (  # of the round; nominations and beds have their own tests
    "appeals", "apply", "confirm", "departures", "draw_lottery", "judge", "offers", "rounds", "run_rule",
    "take_light", "weigh",
)  # fmt: skip
LAW = {"cause": "court", "basis": "Putusan 12/G/2026", "reason": "Diperintahkan pengadilan."}
Ask = Callable[..., str]


def sentences() -> list[str]:
    """Return every text of the rules, of the words about a result, and of the refusals which actions raise."""
    acts = [ROOT / "actions" / f"{one}.py" for one in ACTS]
    found = []
    for path in (ROOT / "rules.py", ROOT / "queries" / "refusals.py", *acts):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
                found.append(ast.literal_eval(node.args[0]))
    return found


def shape(sentence: str) -> re.Pattern[str]:
    """Return what a sentence looks like on a page, whatever stands in its places."""
    parts = re.split(r"%\(\w+\)[sd]", sentence)
    return re.compile(".{1,200}?".join(re.escape(part) for part in parts), re.DOTALL)


@pytest.fixture
def read(ask) -> Ask:
    return lambda *said: html.unescape(ask(*said).content.decode())


def open_today(called: world.Call16) -> None:
    AdmissionRound.objects.filter(pk=called.round.pk).update(
        opens_on=TODAY - timedelta(days=5), closes_on=TODAY + timedelta(days=5)
    )
    called.reload()


def over(called: world.Call16) -> None:
    AdmissionRound.objects.filter(pk=called.round.pk).update(closes_on=TODAY - timedelta(days=1))
    called.reload()


def citizen(name: str, **more: object) -> Person:
    return people.person(name, user=network.user(name), **more)


def full(marks: tuple[int | None, ...] = (90, 80, 70), groups=world.OPEN_SEATS, **plan):
    called = world.call(
        groups, centre=network.organisation(f"BLK {len(AdmissionRound.objects.all())}"), **plan
    )
    applications = [
        world.applicant(called, person=citizen(f"Pelamar {called.round.pk}-{place}"))
        for place in range(len(marks))
    ]
    for application, mark in zip(applications, marks, strict=True):
        world.judged(called, application, mark)
    return called, applications


def mine(read: Ask, application) -> str:
    return read(f"/lamaran-saya/{application.pk}/", application.person.user)


def who_may_not_enter(read: Ask) -> Iterator[str]:
    called = world.call(beds_men=0, beds_women=0)
    open_today(called)
    Opening.objects.update(
        minimum_age=60, maximum_age=None, minimum_education=education("SMA"), must_read=True, must_not_work=True,
        must_not_study=True, regions=["35.09"], only_sex="P", only_sex_reason="Pasal 1",
    )  # fmt: skip
    person = citizen("Tanpa Ijazah")
    Person.objects.filter(pk=person.pk).update(education=None)
    path, first = f"/lamar/{called.round.pk}/", called.classes[0]
    yield read(path, person.user, {"choice_1": f"{first}:0", "works": "on", "studies": "on"})
    Person.objects.filter(pk=person.pk).update(education=education("SD", 2), sex="P")
    Opening.objects.update(minimum_age=15, maximum_age=16, only_sex="L", regions=[], must_not_work=False)
    yield read(path, person.user, {"choice_1": f"{first}:0", "reads": "on"})
    Opening.objects.update(maximum_age=None, only_sex="", only_sex_reason="", minimum_education=None)
    for said in ("", f"{first}:0 {first}:0", "999999:0", f"{first}:1", f"{first}:2"):
        choices = {f"choice_{place}": one for place, one in enumerate(said.split() or [""], 1)}
        yield read(path, person.user, {**choices, "reads": "on"})
    AdmissionRound.objects.update(opens_on=TODAY + timedelta(days=1))
    yield read(path, person.user, {"choice_1": f"{first}:0", "reads": "on"})
    open_today(called)
    TrainingSpell.objects.create(
        person=person,
        class_number=0,
        programme="Las",
        provider="BLK",
        starts_on=world.STARTS,
        ends_on=world.ENDS,
    )
    yield read(path, person.user, {"choice_1": f"{first}:0", "reads": "on"})
    TrainingSpell.objects.update(starts_on=TODAY - timedelta(days=60), ends_on=TODAY - timedelta(days=30))
    read(path, person.user, {"choice_1": f"{first}:0", "reads": "on"})
    application = called.round.applications.get()
    yield mine(read, application)
    yield read(f"/lamaran-saya/{application.pk}/keberatan/", person.user, {"grounds": "Hasilnya belum ada."})
    round_path = f"/seleksi/{called.round.pk}/"
    yield read(f"{round_path}langkah/", called.clerk, {"langkah": "close_round"})
    yield read(f"{round_path}dadu/", called.clerk, {"thrown": world.DICE})
    yield read(f"{round_path}lamaran/{application.pk}/", called.clerk, {"complete": "tidak"})
    yield read(f"{round_path}lamaran/{application.pk}/perubahan/", called.clerk, {"what": "remove"})
    for langkah in ("refill", "first"):
        yield read(f"{round_path}langkah/", called.clerk, {"langkah": langkah})
    over(called)
    yield read(path, person.user, {"choice_1": f"{first}:0", "reads": "on"})
    world.judged(called, application)
    read(f"{round_path}langkah/", called.clerk, {"langkah": "close_round"})
    yield read(f"/lamaran-saya/{application.pk}/tarik/", person.user, {})
    yield read(f"{round_path}langkah/", called.clerk, {"langkah": "take_light"})
    yield read(f"{round_path}langkah/", called.clerk, {"langkah": "refill"})
    yield read(f"{round_path}langkah/", called.clerk, {"langkah": "first"})
    for thrown, user in (("7" * 20, called.clerk), ("123", called.clerk), (world.DICE, called.clerk)):
        yield read(f"{round_path}dadu/", user, {"thrown": thrown})
    yield read(f"{round_path}dadu/", called.clerk, {"thrown": world.DICE})
    yield read(f"{round_path}hentikan/", called.head, {"reason": "bocor"})


def who_calls_and_marks(read: Ask) -> Iterator[str]:
    called, applications = full((90, 80))
    open_class = people.training_class(called.centre, name="Paket yang terlambat")
    TrainingClass.objects.filter(pk=open_class.pk).update(
        starts_on=date(2026, 1, 10), ends_on=date(2026, 2, 10)
    )
    open_class.refresh_from_db()
    opening = world.open_for_application(
        open_class, world.OpeningPlan("KEP 3", 2, written_weight=100, interview_weight=0), world.OPEN_SEATS,
        actor=called.clerk,
    )  # fmt: skip
    made = {
        "name": "Terlambat", "opens_on": "2026-01-05", "closes_on": "2026-01-20", "offer_days": 5, "repeat_months": 1,
    }  # fmt: skip
    yield read("/seleksi/baru/", called.clerk, made)
    yield read("/seleksi/baru/", called.clerk, {**made, "openings": opening.pk})
    marks = f"/seleksi/{called.round.pk}/nilai/?paket={called.classes[0]}&tes=written"
    choice = applications[0].choices.get()
    yield read(marks, called.head, {f"nilai_{choice.pk}": "70"})
    own = world.applicant(called, person=people.person("Instruktur", user=called.rater))
    yield read(marks, called.rater, {f"nilai_{own.choices.get().pk}": "70"})
    round_path = f"/seleksi/{called.round.pk}/"
    over(called)
    read(f"{round_path}langkah/", called.clerk, {"langkah": "close_round"})
    yield read(f"{round_path}dadu/", called.clerk, {"thrown": world.DICE})
    world.judged(called, own, None) if own.person.user_id is None else Rating.objects.create(
        choice=own.choices.get(), test=Exam.WRITTEN, rater=called.second, place=1, mark=None
    )
    read(f"{round_path}lamaran/{own.pk}/", called.clerk, {"complete": "ya"})
    Rating.objects.filter(choice=choice, rater=called.second).delete()
    yield read(f"{round_path}dadu/", called.clerk, {"thrown": world.DICE})
    rate(choice, Exam.WRITTEN, 20, actor=called.second)
    yield read(f"{round_path}dadu/", called.clerk, {"thrown": world.DICE})
    rate(choice, Exam.WRITTEN, 85, actor=called.second)
    world.drawn(called)
    yield read(marks, called.rater, {f"nilai_{choice.pk}": "71"})


def who_waits_for_a_beacon(read: Ask) -> Iterator[str]:
    called, applications = full((90, 80))
    round_path = f"/seleksi/{called.round.pk}/"
    over(called)
    for draw_at in ("", "2026-01-21T10:00", "2099-01-21T10:00"):
        yield read(f"{round_path}langkah/", called.clerk, {"langkah": "close_round", "draw_at": draw_at})
    soon = timezone.localtime(timezone.now() + timedelta(days=1))
    read(
        f"{round_path}langkah/", called.clerk, {"langkah": "close_round", "draw_at": f"{soon:%Y-%m-%dT%H:%M}"}
    )
    yield read(f"{round_path}langkah/", called.clerk, {"langkah": "take_light"})
    yield read(f"{round_path}dadu/", called.clerk, {"thrown": world.DICE})
    own = Beacon.objects.filter(round=called.round)
    own.update(due_at=timezone.now() - timedelta(days=9))
    yield read(f"{round_path}langkah/", called.clerk, {"langkah": "take_light"})
    marks = f"{round_path}nilai/?paket={called.classes[0]}&tes=written"
    yield read(marks, called.rater, {f"nilai_{applications[0].choices.get().pk}": "71"})
    own.update(value="ab" * 32, signature="cd" * 48)
    yield read(f"{round_path}langkah/", called.clerk, {"langkah": "take_light"})


def who_confirms(read: Ask) -> Iterator[str]:
    called, (first, second, third) = full()
    round_path = f"/seleksi/{called.round.pk}/"
    world.drawn(called)
    run = world.propose_result(called.round, actor=called.head, kind="first")
    yield read(f"{round_path}hasil/tetapkan/", called.head, {"sha256": run.sha256})
    run = world.proposed(called)
    yield read(f"{round_path}hasil/tetapkan/", called.head, {"sha256": "anders"})
    with patch("titian.admissions.queries.outcome.reserve_places", return_value=([], False)):
        propose(called.round.pk, called.clerk.pk, "first")
    yield read(round_path, called.clerk)
    run = world.proposed(called)
    assert "Kedua perhitungan" not in read(round_path, called.clerk)
    world.confirmed(called, run)
    decline_offer(Offer.objects.get(application=first), actor=called.clerk)
    run = world.proposed(called, "refill")
    decline_offer(Offer.objects.get(application=second), actor=called.clerk)
    yield read(f"{round_path}hasil/tetapkan/", called.head, {"sha256": run.sha256})
    read(f"/lamaran-saya/{third.pk}/keberatan/", third.person.user, {"grounds": "Nilai saya tertukar orang."})
    yield read(f"/lamaran-saya/{third.pk}/keberatan/", third.person.user, {"grounds": "Saya ulangi lagi."})
    answer = {"answer": "Lembar memang tertukar.", "verdict": "mark", "place": "", "mark": "95"}
    path = f"{round_path}keberatan/{third.appeals.get().pk}/"
    yield read(path, called.head, answer)
    yield read(path, called.head, {**answer, "answer": "Ya."})
    Rating.objects.filter(choice__application=third, place=1).update(rater=called.head)
    yield read(path, called.head, answer)


def who_holds_a_seat(read: Ask) -> Iterator[str]:
    called, (first, second, _third) = full()
    world.confirmed(called)
    path = f"/seleksi/{called.round.pk}/kursi/"
    offer = Offer.objects.get(application=first)

    def press(verb: str) -> str:
        return read(path, called.clerk, {"tawaran": offer.pk, "tindakan": verb})

    Offer.objects.update(answer_by=TODAY)
    yield press("lapse")
    yield press("coming")
    Offer.objects.update(answer_by=TODAY - timedelta(days=1))
    yield press("lapse")
    for _call in range(2):
        remind(offer, actor=called.clerk, channel="petugas", delivered=True)
    yield press("lapse")
    TrainingClass.objects.update(starts_on=TODAY + timedelta(days=30), ends_on=TODAY + timedelta(days=60))
    spell = TrainingSpell.objects.create(
        person=first.person, class_number=0, programme="Las", provider="BLK", starts_on=TODAY,
        ends_on=TODAY + timedelta(days=90),
    )  # fmt: skip
    yield press("accept")
    spell.delete()
    accept_offer(offer, actor=called.clerk)
    yield press("no_show")
    yield press("take_back")
    AdmissionRound.objects.update(reregister_days=3)
    yield press("take_back")
    TrainingClass.objects.update(starts_on=TODAY)
    Offer.objects.update(answered_at=timezone.now() - timedelta(days=9))
    yield press("take_back")
    Reminder.objects.update(about="coming")
    yield press("take_back")
    Offer.objects.filter(pk=offer.pk).update(reregistered_at=timezone.now())
    yield press("take_back")

    other = world.call(centre=network.organisation("BLK Tetangga"))
    open_today(other)
    TrainingClass.objects.update(starts_on=TODAY + timedelta(days=30), ends_on=TODAY + timedelta(days=60))
    said = {"choice_1": f"{other.classes[0]}:0", "reads": "on"}
    yield read(f"/lamar/{other.round.pk}/", first.person.user, said)
    AdmissionRound.objects.filter(pk=other.round.pk).update(opens_on=world.OPENS, closes_on=world.CLOSES)
    other.reload()
    Offer.objects.filter(application=second).update(state="declined")
    twice = world.applicant(other, person=second.person)
    world.judged(other, twice, 90)
    world.confirmed(other)
    Offer.objects.filter(application=second).update(state="accepted")
    yield read(f"/lamaran-saya/{twice.pk}/jawab/", second.person.user, {"jawaban": "terima"})


def who_is_told_why_not(read: Ask) -> Iterator[str]:
    groups = [
        PlannedGroup("Jember", 2, (("35.10",), ())),
        PlannedGroup("Satu", 1, ((),)),
        PlannedGroup("Terbuka", 2, ((),)),
    ]
    called, applications = full((90, 85, 80, 80, 70, 70, 70, 60, None), groups)
    away = world.applicant(called, person=citizen("Orang Jauh", regency=world.AWAY))
    world.judged(called, away, 69)
    poor = world.applicant(called, person=citizen("Berkas Kurang"))
    refused = {"complete": "tidak", "reason": "KTP belum ada."}
    read(f"/seleksi/{called.round.pk}/lamaran/{poor.pk}/", called.clerk, refused)
    world.confirmed(called)
    for one in (*applications, away, poor):
        yield mine(read, one)
    gone = next(one for one in applications if one.offers.exists())
    decline_offer(gone.offers.get(), actor=called.clerk)
    for _run in range(2):
        world.confirmed(called, world.proposed(called, "refill"))
    yield mine(read, applications[7])

    beds, (boarder, _day) = full((90, 80), [PlannedGroup("Asrama", 1, ((),), beds_men=1, beds_only=True)])
    assert boarder
    world.confirmed(beds)
    yield mine(read, boarder)


def who_departs_from_the_rule(read: Ask) -> Iterator[str]:
    called, (first, second, third, last) = full((90, 80, 70, 60))
    colleague = network.member(world.Role.CENTRE_CLERK, called.centre)
    round_path = f"/seleksi/{called.round.pk}/"
    world.proposed(world.drawn(called))
    called.reload()

    def weighed(application, choice=None) -> str:
        made = weigh_departure(ask_departure(application, choice, actor=called.clerk), actor=called.clerk)
        return f"{round_path}perubahan/{made.pk}/"

    yield read(weighed(first, first.choices.get()), called.clerk)
    yield read(weighed(last), called.clerk)
    page = weighed(last, last.choices.get())
    yield read(f"{round_path}lamaran/{last.pk}/perubahan/", called.clerk, {"what": "remove"})
    for wrong in ({"cause": ""}, {"basis": "UU"}, {"reason": "Perlu."}):
        yield read(page, called.clerk, {"langkah": "usul", **LAW, **wrong})
    yield read(page, called.head, {"langkah": "usul", **LAW})
    read(page, called.clerk, {"langkah": "usul", **LAW})
    for user in (called.clerk, colleague):
        yield read(page, user, {"langkah": "setuju"})
    read(page, called.head, {"langkah": "setuju"})
    world.confirmed(called, world.proposed(called))
    yield mine(read, second)
    out = weighed(first)
    read(out, called.clerk, {"langkah": "usul", **LAW})
    read(out, called.head, {"langkah": "setuju"})
    world.confirmed(called, world.proposed(called, "departure"))
    yield mine(read, first)
    page = weighed(third, third.choices.get())
    read(page, called.clerk, {"langkah": "usul", **LAW})
    read(page, called.head, {"langkah": "setuju"})
    for offer in Offer.objects.live().filter(application__round=called.round):
        accept_offer(offer, actor=called.clerk)
    propose(called.round.pk, called.clerk.pk, "departure")
    yield read(f"{round_path}hasil/", called.clerk)
    read(page, called.clerk, {"langkah": "batal"})
    yield read(weighed(third, third.choices.get()), called.clerk)
    decline_offer(Offer.objects.live().get(application=last), actor=called.clerk)
    yield read(f"{round_path}lamaran/{last.pk}/perubahan/", called.clerk, {"what": "remove"})


STORIES = (
    who_may_not_enter, who_calls_and_marks, who_waits_for_a_beacon, who_confirms, who_holds_a_seat,
    who_is_told_why_not, who_departs_from_the_rule,
)  # fmt: skip


@pytest.mark.once
@pytest.mark.django_db
def test_every_sentence_of_a_refusal_is_shown_by_some_request(read, settings):
    told = []
    for story in STORIES:
        beacon = story is who_waits_for_a_beacon
        settings.BEACON_MIRRORS = ["http://127.0.0.1:9", "http://127.0.0.2:9"] if beacon else []
        told += list(story(read))
    pages = "\n".join(told)
    silent = {one for one in sentences() if not shape(one).search(pages)}
    assert "\n".join(sorted(silent ^ BEHIND_THE_FORM)) == ""
