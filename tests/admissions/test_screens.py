"""The screens of a round, under the serving role: what each person can do and what nobody sees."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, transaction
from django.utils import timezone

from factories import admissions as world
from factories import network, people
from page_forms import fields_of
from titian.admissions.actions.draw_lottery import type_dice
from titian.admissions.actions.judge import check_documents, rate
from titian.admissions.actions.rounds import close_round
from titian.admissions.actions.run_rule import propose_result
from titian.admissions.jobs import propose
from titian.admissions.models import AdmissionRound, Application, DiceEntry, Exam, Offer, Rating, RoundClass
from titian.admissions.queries.standing import marks_of
from titian.core.errors import DomainError
from titian.network.models import Role
from titian.people.models import Person, ServiceLink
from titian.planning.models import Opening

TODAY = timezone.localdate()


@pytest.fixture
def called(db):
    """A round open today, with a citizen who has an account."""
    made = world.call()
    AdmissionRound.objects.update(opens_on=TODAY - timedelta(days=1), closes_on=TODAY + timedelta(days=9))
    made.reload()
    made.classes = list(made.round.classes.values_list("pk", flat=True))
    type(made.round.classes.first().opening.training_class).objects.update(
        starts_on=TODAY + timedelta(days=60), ends_on=TODAY + timedelta(days=90)
    )
    return made


@pytest.fixture
def citizen(db):
    user = network.user("Siti Rekaan")
    people.person("Siti Rekaan", user=user)
    return user


def form(called, **more):
    return {"choice_1": f"{called.classes[0]}:0", "reads": "on", **more}


def close(called):
    AdmissionRound.objects.update(closes_on=TODAY - timedelta(days=1), opens_on=TODAY - timedelta(days=5))
    called.reload()


def test_a_citizen_applies_and_the_centre_then_sees_the_person(called, citizen, ask):
    assert "Program 0" in ask("/pelatihan-dibuka/").content.decode()
    answer = ask(f"/lamar/{called.round.pk}/", citizen, form(called))
    application = Application.objects.get()
    assert application.number in answer.content.decode()
    assert (application.person.user, application.choices.count()) == (citizen, 1)
    path = f"/lamar/{called.round.pk}/"
    again = fields_of(ask(path, citizen).content.decode(), path)
    ask(path, citizen, {**again, **form(called, works="on")})
    application.refresh_from_db()
    assert (Application.objects.count(), application.works) == (1, True)
    listed = ask(f"/seleksi/{called.round.pk}/lamaran/", called.clerk).content.decode()
    assert "Siti Rekaan" in listed


def test_a_refusal_says_why_and_what_else_is_within_reach(called, citizen, ask):
    other = world.call(centre=network.organisation("BLK Lain"))
    AdmissionRound.objects.filter(pk=other.round.pk).update(
        opens_on=TODAY - timedelta(days=1), closes_on=TODAY + timedelta(days=9)
    )
    Opening.objects.filter(training_class__centre=called.centre).update(must_not_work=True)
    told = ask(f"/lamar/{called.round.pk}/", citizen, form(called, works="on"))
    page = told.content.decode()
    assert told.status_code == 422
    assert "hanya untuk orang yang sedang tidak bekerja" in page
    assert f"/lamar/{other.round.pk}/" in page
    assert Application.objects.count() == 0


def test_nobody_sees_what_is_not_theirs(called, citizen, ask):
    application = world.applicant(called, person=Person.objects.get(user=citizen))
    stranger = network.user("Orang Lain")
    people.person("Orang Lain", user=stranger)
    other_clerk = network.member(Role.CENTRE_CLERK, network.organisation("BLK Asing"))
    pages = [
        f"/seleksi/{called.round.pk}/",
        f"/seleksi/{called.round.pk}/lamaran/",
        f"/seleksi/{called.round.pk}/lamaran/{application.pk}/",
        f"/seleksi/{called.round.pk}/nilai/",
        f"/seleksi/{called.round.pk}/hasil/",
        f"/seleksi/{called.round.pk}/hasil/berkas.json",
        f"/seleksi/{called.round.pk}/kursi/",
    ]
    assert {ask(path, other_clerk).status_code for path in pages} == {404}
    assert {ask(path, stranger).status_code for path in pages} == {404}
    assert ask(f"/lamaran-saya/{application.pk}/", stranger).status_code == 404
    assert ask(f"/lamaran-saya/{application.pk}/", citizen).status_code == 200
    assert (
        ask(f"/seleksi/{called.round.pk}/langkah/", called.rater, {"langkah": "close_round"}).status_code
        == 403
    )
    assert (
        ask(
            f"/seleksi/{called.round.pk}/hentikan/", called.clerk, {"reason": "tidak jadi dibuka"}
        ).status_code
        == 403
    )


def test_a_form_sent_twice_by_a_bad_line_changes_nothing_the_second_time(called, citizen, ask):
    path = f"/lamar/{called.round.pk}/"

    def opened():
        return fields_of(ask(path, citizen).content.decode(), path)

    sent = {**opened(), **form(called)}
    assert [ask(path, citizen, sent).status_code for _press in range(2)] == [200, 200]
    ask(path, citizen, {**opened(), **form(called, works="on")})
    late = ask(path, citizen, sent)  # the first press arrives once more, after the list was changed
    assert late.status_code == 422  # both lists are shown, nothing is overwritten
    assert Application.objects.get().works is True


def test_a_draft_is_the_centres_alone_and_what_is_announced_only_it_changes(called, citizen, acting_as):
    with acting_as(citizen):
        assert AdmissionRound.objects.get().classes.count() == 1
        assert AdmissionRound.objects.all()._raw_delete("default") == 0
        assert RoundClass.objects.all()._raw_delete("default") == 0
        with pytest.raises(ProgrammingError), transaction.atomic():
            AdmissionRound.objects.update(name="Diubah orang lain")
    AdmissionRound.objects.update(state="draft")
    with acting_as(citizen):
        assert (AdmissionRound.objects.count(), RoundClass.objects.count()) == (0, 0)
    with acting_as(called.rater):
        assert AdmissionRound.objects.count() == 1
    DiceEntry.objects.create(round=called.round, typed_by=called.clerk, thrown=world.DICE)
    with acting_as(citizen):
        assert DiceEntry.objects.count() == 0


def known_of(called):
    """Rows of choice, then of the written test and the interview: marks, their sum, absence, how far apart."""
    return marks_of(called.round).rows()


def test_two_raters_do_not_see_each_others_marks_until_both_are_in(called, acting_as):
    application = world.applicant(called)
    choice = application.choices.get()
    check_documents(application, complete=True, actor=called.clerk)
    with acting_as(called.rater):
        rate(choice, Exam.WRITTEN, 91, actor=called.rater)
        assert known_of(called) == [(choice.pk, 1, 91, False, 0, 0, 0, False, 0)]
    for other in (called.second, called.clerk, called.head):
        with acting_as(other):
            assert list(Rating.objects.values_list("mark", flat=True)) == []
            assert known_of(called) == []
    with acting_as(called.second):
        rate(choice, Exam.WRITTEN, 83, actor=called.second)
        assert sorted(Rating.objects.values_list("mark", flat=True)) == [83, 91]
        assert known_of(called) == [(choice.pk, 2, 174, False, 8, 0, 0, False, 0)]
    with acting_as(called.rater):
        rate(choice, Exam.INTERVIEW, None, actor=called.rater)
    with acting_as(called.second):  # whoever was absent is so for both raters
        assert known_of(called) == [(choice.pk, 2, 174, False, 8, 1, 0, True, 0)]
    stranger = network.member(Role.CENTRE_HEAD, network.organisation("BLK Lain", "uptp_bpvp", world.AWAY))
    for other in (stranger, application.person.user or network.user("Warga Rekaan")):
        with acting_as(other):
            assert known_of(called) == []
    with acting_as(application.person.user or called.centre.memberships.first().user):
        assert Application.objects.count() == 1


def test_marks_are_pasted_from_a_sheet_and_a_wrong_line_is_named(called, ask):
    applications = [world.applicant(called) for _number in range(2)]
    path = f"/seleksi/{called.round.pk}/nilai/?paket={called.classes[0]}&tes=written"
    pasted = "\n".join(f"{one.number}\t{mark}" for one, mark in zip(applications, (88, "x"), strict=True))
    assert "Nilai tersimpan" in ask(path, called.rater, {"tempel": pasted}).content.decode()
    assert sorted(Rating.objects.values_list("mark", flat=True), key=str) == [88, None]
    wrong = ask(path, called.rater, {"tempel": f"{applications[0].number}\t888"}).content.decode()
    assert "bukan nilai" in wrong
    assert "88" in ask(path, called.rater).content.decode()


def test_from_the_counter_to_the_letter_on_screen(called, citizen, ask):
    """Clerk, head and applicant each by their own screens; the rule runs in the worker."""
    round_path = f"/seleksi/{called.round.pk}/"
    ask(f"/lamar/{called.round.pk}/", citizen, form(called))
    person = people.person("Budi Rekaan", served_by=called.centre)
    ask(f"{round_path}lamaran/orang/{person.pk}/", called.clerk, form(called))
    third = people.person("Tono Rekaan", served_by=called.centre)
    ask(f"{round_path}lamaran/orang/{third.pk}/", called.clerk, form(called))
    applications = list(Application.objects.order_by("pk"))
    assert len(applications) == 3
    for application in applications:
        ask(f"{round_path}lamaran/{application.pk}/", called.clerk, {"complete": "ya"})
    marks = dict(zip((one.pk for one in applications), (60, 90, 80), strict=True))
    for rater in (called.rater, called.second):
        said = {f"nilai_{one.choices.get().pk}": str(marks[one.pk]) for one in applications}
        ask(f"{round_path}nilai/?paket={called.classes[0]}&tes=written", rater, said)
    close(called)
    ask(f"{round_path}langkah/", called.clerk, {"langkah": "close_round"})
    assert called.reload().root
    assert called.round.root in ask(f"/undian/{called.round.pk}/").content.decode()
    assert len(ask(f"/undian/{called.round.pk}/daun.txt").content.split()) == 3
    ask(f"{round_path}dadu/", called.clerk, {"thrown": world.DICE})
    ask(f"{round_path}dadu/", called.head, {"thrown": world.DICE})
    assert called.reload().state == "drawn"
    with patch("titian.admissions.views.rounds.app.configure_task") as task:
        ask(f"{round_path}langkah/", called.clerk, {"langkah": "first"})
    propose(**task.return_value.defer.call_args.kwargs)
    page = ask(f"{round_path}hasil/", called.head).content.decode()
    assert "Budi Rekaan" in page
    run = called.round.runs.get()
    ask(f"{round_path}hasil/tetapkan/", called.head, {"sha256": run.sha256})
    assert called.reload().state == "confirmed"
    public = ask(f"/undian/{called.round.pk}/").content.decode()
    assert "B*** R*****" in public
    assert "Budi" not in public
    mine = f"/lamaran-saya/{applications[0].pk}/"
    told = ask(mine, citizen).content.decode()
    assert "Anda cadangan ke-1" in told
    assert "Nilai Anda 60" in told
    assert called.round.root in told
    appealed = ask(f"{mine}keberatan/", citizen, {"grounds": "Nilai saya tertukar dengan orang lain."})
    assert "akan dijawab tertulis" in appealed.content.decode()
    appeal = applications[0].appeals.get()
    for path in ("hasil/", f"lamaran/{applications[0].pk}/", f"keberatan/{appeal.pk}/"):
        for reader, reads in ((called.clerk, 200), (called.rater, 403)):
            page = ask(f"{round_path}{path}", reader)
            assert ("Nilai saya tertukar" in page.content.decode()) is (reads == 200), path
            assert page.status_code == (reads if "keberatan" in path else 200)
    answer = {
        "answer": "Lembar jawaban memang tertukar.", "verdict": "mark", "mark": "95",
        "place": f"{applications[0].choices.get().pk}:written",
    }  # fmt: skip
    assert ask(f"{round_path}keberatan/{appeal.pk}/", called.clerk, answer).status_code == 403
    ask(f"{round_path}keberatan/{appeal.pk}/", called.head, answer)
    propose(round_id=called.round.pk, actor_id=called.clerk.pk, kind="appeal")
    run = called.round.runs.order_by("-number").first()
    ask(f"{round_path}hasil/tetapkan/", called.head, {"sha256": run.sha256})
    assert "Anda mendapat kursi" in ask(mine, citizen).content.decode()
    ask(f"{mine}jawab/", citizen, {"jawaban": "terima"})
    assert Offer.objects.get(application=applications[0]).state == "accepted"
    offer = Offer.objects.live().exclude(application=applications[0]).get()
    assert "Tersimpan" in ask(
        f"{round_path}kursi/", called.clerk, {"tawaran": offer.pk, "tindakan": "reached"}
    ).content.decode()  # fmt: skip


def test_a_seat_plan_is_made_on_screen_and_refused_in_words(called, ask):
    training_class = people.training_class(called.centre)
    path = f"/paket/{training_class.pk}/kursi/"
    said = {
        "decree": "KEP 2/2026", "seats": 16, "reserves": 2, "beds_men": 0, "beds_women": 0, "accessible_beds_men": 0,
        "accessible_beds_women": 0, "minimum_age": 17, "written_weight": 60, "interview_weight": 40, "band": 1,
        "pass_mark": 0, "kelompok-TOTAL_FORMS": 6, "kelompok-INITIAL_FORMS": 0, "kelompok-0-name": "Terbuka",
        "kelompok-0-seats": 16, "kelompok-0-first": "anyone",
    }  # fmt: skip
    said = {**fields_of(ask(path, called.clerk).content.decode(), path), **said}
    refused = ask(path, called.clerk, {**said, "kelompok-1-seats": 1, "kelompok-1-first": "anyone"})
    assert "berjumlah 17 kursi" in refused.content.decode()
    assert "tersimpan" in ask(path, called.clerk, said).content.decode()
    assert ask(path, called.rater).status_code == 403
    openings = list(Opening.objects.filter(training_class=training_class).values_list("pk", flat=True))
    made = {
        "name": "Gelombang 9", "opens_on": "2021-01-01", "closes_on": "2021-02-01", "offer_days": 5,
        "openings": openings, "repeat_months": 24, "reregister_days": "",
    }  # fmt: skip
    ask("/seleksi/baru/", called.clerk, made)
    drafted = AdmissionRound.objects.get(name="Gelombang 9", state="draft")
    assert (drafted.repeat_months, drafted.reregister_days) == (24, None)
    assert "Gelombang 9" not in ask("/undian/").content.decode()


def test_a_run_is_checked_from_its_file_alone_and_a_changed_file_is_not_believed(ask, tmp_path, capsys):
    called = world.call()
    for mark in (90, 80, 70):
        world.judged(called, world.applicant(called), mark)
    run = world.confirmed(called)
    file = tmp_path / "run.json"
    file.write_bytes(ask(f"/seleksi/{run.round_id}/hasil/berkas.json", called.clerk).content)
    assert file.read_text() == run.bundle  # the very bytes that were confirmed, without a mark
    call_command("admissions", "verify", str(file))
    assert "Semua cocok" in capsys.readouterr().out
    for change in ("ticket", "merit", "output", "salt"):
        bundle = json.loads(run.bundle)
        if change == "ticket":
            bundle["arrays"]["ticket"][0] += 1
        elif change == "merit":
            bundle["arrays"]["merit"][2] = 99
        elif change == "output":
            bundle["output"]["contract"][0] = -1
        else:
            bundle["lottery"]["salts"][0] = "00" * 16
        file.write_text(json.dumps(bundle))
        with pytest.raises(CommandError, match="tidak dapat dipercaya"):
            call_command("admissions", "verify", str(file))
    file.write_text("{}")
    with pytest.raises(CommandError, match="bukan berkas"):
        call_command("admissions", "verify", str(file))


def test_a_web_process_starts_without_the_compiler():
    code = (
        "import django, sys; django.setup(); import titian.config.urls; from django.urls import get_resolver; "
        "get_resolver().url_patterns; assert 'numba' not in sys.modules, 'numba is loaded'"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_rule_does_not_run_for_who_does_not_see_every_applicant(db, acting_as):
    called = world.call()
    application = world.applicant(called)
    world.judged(called, application, 80)
    called.reload()
    close_round(called.round, actor=called.clerk, today=world.AFTER)
    for typist in (called.clerk, called.head):
        type_dice(called.round, world.DICE, actor=typist)
    ServiceLink.objects.filter(person=application.person).delete()
    with acting_as(called.clerk), pytest.raises(DomainError) as refusal:
        propose_result(called.round, actor=called.clerk)
    assert refusal.value.code == "round_blind"
