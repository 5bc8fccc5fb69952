"""Versions, sources and expiry; one sending is one version; two on the same base meet in the conflict inbox."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from factories.counselling import counselling_office, decided, heard, step, told
from titian.core.errors import DomainError
from titian.counselling.actions.decide import decide
from titian.counselling.actions.interviews import open_interview, save_version, settle_conflict
from titian.counselling.models import Answer, Interview, InterviewVersion
from titian.counselling.queries.interviews import current_version, differences

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return counselling_office()


def content(interview):
    return {one.question: one.value for one in current_version(interview).answers.all()}


def test_the_same_sending_twice_is_one_version(desk):
    interview, first = heard(desk)
    again = told(base=1, answers={"skills": "las listrik"})
    saved = save_version(interview, again, actor=desk.officer)
    assert save_version(interview, again, actor=desk.officer) == saved
    assert InterviewVersion.objects.count() == 2
    first.refresh_from_db()
    assert (first.state, saved.state) == ("former", "current")
    assert content(interview)["skills"] == "las listrik"


def test_a_saving_that_changes_nothing_makes_no_version(desk):
    interview, first = heard(desk)
    assert save_version(interview, told(base=1), actor=desk.officer) == first


def test_an_answer_keeps_its_source_and_expires_by_its_question(desk):
    interview = open_interview(desk.person, desk.office, actor=desk.officer)
    save_version(
        interview, told({"work_now": "none", "proof": "SIM A"}, source="document"), actor=desk.officer
    )
    today = timezone.localdate()
    kept = dict(Answer.objects.values_list("question", "expires_on"))
    assert kept == {"work_now": today + timedelta(days=90), "proof": today + timedelta(days=365)}
    assert set(Answer.objects.values_list("source", flat=True)) == {"document"}


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"gaji": "1"}, "tidak dikenal"),
        ({"reads": "mungkin"}, "pilih jawaban dari daftar"),
        ({"skills": "x" * 501}, "paling banyak 500 huruf"),
    ],
)
def test_answers_that_cannot_be_are_refused(desk, answers, words):
    interview = open_interview(desk.person, desk.office, actor=desk.officer)
    with pytest.raises(DomainError, match=words):
        save_version(interview, told(answers), actor=desk.officer)


@pytest.fixture
def clash(desk):
    """Two officers wrote on version 1: one changed skills and travel, the other travel and care."""
    interview, _first = heard(desk)
    save_version(interview, told({"skills": "las", "travel": "village"}, base=1), actor=desk.officer)
    waiting = save_version(
        interview, told({"travel": "regency", "care": "yes"}, base=1), actor=desk.colleague
    )
    return interview, waiting


def test_two_versions_on_one_base_wait_for_a_choice_and_nothing_is_lost(clash):
    interview, waiting = clash
    assert waiting.state == "conflicting"
    assert content(interview)["travel"] == "village"
    found = differences(waiting, current_version(interview))
    assert [(one.question.code, one.proposed) for one in found] == [
        ("skills", "current"),
        ("care", "other"),
        ("travel", ""),
    ]


def test_a_conflict_is_merged_field_by_field(desk, clash):
    interview, waiting = clash
    merged = settle_conflict(
        waiting,
        {"skills": "current", "care": "other", "travel": "other"},
        seen=2,
        key=uuid4(),
        actor=desk.officer,
    )
    assert merged.number == 4
    told_now = content(interview)
    assert (told_now["skills"], told_now["care"], told_now["travel"]) == ("las", "yes", "regency")
    with pytest.raises(DomainError, match="sudah diselesaikan"):
        settle_conflict(waiting, {}, seen=4, key=uuid4(), actor=desk.officer)


@pytest.mark.parametrize(("side", "travel", "states"), [
    ("current", "village", ["former", "current", "set_aside"]),
    ("other", "regency", ["former", "former", "current"]),
])  # fmt: skip
def test_one_of_two_versions_can_be_kept_whole(desk, clash, side, travel, states):
    interview, waiting = clash
    settle_conflict(
        waiting, dict.fromkeys(("skills", "care", "travel"), side), seen=2, key=uuid4(), actor=desk.officer
    )
    assert content(interview)["travel"] == travel
    assert list(interview.versions.order_by("number").values_list("state", flat=True)) == states


def test_a_choice_made_before_a_newer_version_is_made_again(desk, clash):
    interview, waiting = clash
    save_version(interview, told({"skills": "las argon"}, base=2), actor=desk.officer)
    with pytest.raises(DomainError, match="versi yang lebih baru"):
        settle_conflict(
            waiting,
            dict.fromkeys(("skills", "care", "travel"), "other"),
            seen=2,
            key=uuid4(),
            actor=desk.officer,
        )
    with pytest.raises(DomainError, match="setiap pertanyaan"):
        settle_conflict(waiting, {"skills": "other"}, seen=4, key=uuid4(), actor=desk.officer)


def test_two_who_wrote_the_same_have_no_conflict(desk):
    interview, _first = heard(desk)
    save_version(interview, told({"travel": "village"}, base=1), actor=desk.officer)
    same = save_version(interview, told({"travel": "village"}, base=1), actor=desk.colleague)
    assert same.state == "set_aside"


def test_nobody_decides_while_versions_disagree_or_answers_are_too_old(desk, clash):
    interview, waiting = clash
    with pytest.raises(DomainError, match="berbenturan"):
        decide(interview, [step()], key=uuid4(), change="", actor=desk.officer)
    settle_conflict(
        waiting,
        dict.fromkeys(("skills", "care", "travel"), "current"),
        seen=2,
        key=uuid4(),
        actor=desk.officer,
    )
    past = timezone.localdate() - timedelta(days=100)
    Answer.objects.filter(question="work_now").update(said_on=past, expires_on=past + timedelta(days=90))
    with pytest.raises(DomainError, match="Keadaan kerja sekarang"):
        decide(interview, [step()], key=uuid4(), change="", actor=desk.officer)


def test_only_the_office_that_asked_and_the_person_read_an_interview(desk, acting_as):
    decided(desk)
    stranger = counselling_office("51.03")
    planner = stranger.officer
    with acting_as(desk.colleague):
        assert (Interview.objects.count(), Answer.objects.count()) == (1, 4)
    with acting_as(desk.person.user):
        assert (Interview.objects.count(), Answer.objects.count()) == (1, 4)
    for other in (planner, stranger.person.user):
        with acting_as(other):
            assert (Interview.objects.count(), Answer.objects.count()) == (0, 0)
