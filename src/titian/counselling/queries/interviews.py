"""What an interview says now, and where two versions of it disagree."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet

from titian.accounts.models import User
from titian.core.db.worded import worded_once
from titian.counselling.models import Answer, AnswerSource, Interview, InterviewVersion
from titian.counselling.questions import BY_CODE, QUESTIONS, Question
from titian.counselling.states import VersionState
from titian.people.models import Person

# The ranks of schooling in the register, as the interview asks them.
RANKS = ((2, "none"), (3, "primary"), (4, "lower"), (5, "upper"))


@worded_once
def interview_and_person(interview_id: int) -> QuerySet[Interview]:
    """Return the interview of this number, if any."""
    return Interview.objects.select_related("person").filter(pk=interview_id)


def current_version(interview: Interview) -> InterviewVersion | None:
    """Return the version in force, with its answers."""
    return interview.versions.filter(state=VersionState.CURRENT).prefetch_related("answers").first()


def current_answers(interview: Interview) -> list[Answer]:
    """Return the answers in force; one statement."""
    return list(Answer.objects.filter(version__interview=interview, version__state=VersionState.CURRENT))


def answers_that_hold(version: InterviewVersion, on: date) -> dict[str, Answer]:
    """Return the answers that may still be relied on."""
    return {one.question: one for one in version.answers.all() if one.expires_on > on}


def open_conflicts(interview: Interview) -> int:
    """Return how many versions wait for somebody to choose."""
    return interview.versions.filter(state=VersionState.CONFLICTING).count()


class Difference(NamedTuple):
    """One question on which two versions disagree; `changed` says which side wrote since their common base."""

    question: Question
    current: Answer | None
    other: Answer | None
    base: Answer | None

    @property
    def proposed(self) -> str:
        """The side that alone changed the answer, "" where both did."""
        told = [
            None if one is None else (one.value, one.source) for one in (self.base, self.current, self.other)
        ]
        if told[0] == told[1]:
            return "other"
        return "current" if told[0] == told[2] else ""


def differences(waiting: InterviewVersion, current: InterviewVersion) -> list[Difference]:
    """Return the questions on which a waiting version and the current one disagree, in the order of the interview."""
    base = waiting.interview.versions.filter(number=waiting.base).prefetch_related("answers").first()
    mine, other, common = (
        {one.question: one for one in version.answers.all()} if version else {}
        for version in (current, waiting, base)
    )
    found = []
    for question in QUESTIONS:
        one, two = mine.get(question.code), other.get(question.code)
        if (one and (one.value, one.source)) != (two and (two.value, two.source)):
            found.append(Difference(question, one, two, common.get(question.code)))
    return found


def conflicts_of(user: User) -> list[InterviewVersion]:
    """Return the versions that wait for a choice in the offices of a user, the oldest first."""
    waiting = InterviewVersion.objects.filter(
        state=VersionState.CONFLICTING, interview__in=Interview.objects.visible_to(user)
    )
    return list(waiting.select_related("interview__person", "written_by").order_by("received_at")[:100])


def from_the_register(person: Person) -> dict[str, Answer]:
    """Return what the record knows already, offered as answers with the source "register"."""
    found: dict[str, str] = {}
    if person.education is not None:
        found["schooling"] = next((name for most, name in RANKS if person.education.rank < most), "higher")
    return {
        code: Answer(question=code, value=value, source=AnswerSource.REGISTER)
        for code, value in found.items()
        if code in BY_CODE
    }
