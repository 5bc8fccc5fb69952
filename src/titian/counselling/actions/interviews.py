"""The interview is written in versions; two that were written on the same one go to a person, not to chance."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.db.bulk import insert_one
from titian.core.db.worded import worded_once
from titian.core.errors import DomainError, refuse, refuse_unless
from titian.counselling.models import Answer, Interview, InterviewVersion
from titian.counselling.permissions import may_act_for
from titian.counselling.questions import expires_on
from titian.counselling.rules import Said, why_answers_are_refused
from titian.counselling.states import VersionState
from titian.journal.actions import move
from titian.journal.models import Entry
from titian.network.models import Organisation
from titian.people.actions import note_heard
from titian.people.models import Person

V = VersionState


class Told(NamedTuple):
    """What a device sends: `answers` are those that differ from version `base`; the key makes a retry harmless."""

    key: UUID
    base: int
    answers: Mapping[str, Said]
    written_at: datetime


@transaction.atomic
def open_interview(person: Person, office: Organisation, *, actor: User) -> Interview:
    """Begin the interview of a person at an office, or go on with it."""
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=office.pk)
    if known := Interview.objects.filter(person=person, office=office).first():
        return known
    made = Interview(person=person, office=office, opened_by=actor)
    refuse_unless(may_act_for(actor, made))
    made.save()
    note_heard(person.pk, office.pk)
    Entry.write(actor, "open_interview", person)
    return made


@transaction.atomic
def save_version(interview: Interview, told: Told, *, actor: User) -> InterviewVersion:
    """Keep what was told; what was written on a version that is no longer the last waits as a conflict."""
    _hold(interview, told.key)
    refuse_unless(may_act_for(actor, interview))
    versions = {one.number: one for one in _versions(interview.pk)}
    if known := next((one for one in versions.values() if one.key == told.key), None):
        return known
    refuse(why_answers_are_refused(told.answers), "answers_refused")
    base = versions.get(told.base)
    if base is None and told.base:
        raise DomainError(_("Versi dasar tidak dikenal; muat ulang halaman ini."), code="unknown_base")
    before = _answers(base)
    after = _with(before, told, timezone.localdate())
    current = next((one for one in versions.values() if one.state == V.CURRENT), None)
    if current is not None and _same(after, before) and current == base:
        return current
    stale = current is not None and current != base
    settled = stale and _same(after, _answers(current))  # both wrote the same
    state = V.SET_ASIDE if settled else V.CONFLICTING if stale else V.CURRENT
    if current is not None and not stale:
        move(current, "replace_version", actor=actor)
    made = _write(interview, max(versions, default=0) + 1, told, state, after, actor)
    _touch(interview)
    Entry.write(actor, "save_version", interview.person, version=made.number, state=str(state))
    return made


def _hold(interview: Interview, key: UUID) -> None:
    """Let nobody else write this interview before the transaction ends; refuse a key that came for another one."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT (SELECT v.id FROM counselling_interviewversion v WHERE v.key = %s AND v.interview_id <> i.id)
            FROM counselling_interview i WHERE i.id = %s FOR UPDATE OF i
            """,
            [key, interview.pk],
        )
        found = cursor.fetchone()
    if found is None:
        raise Interview.DoesNotExist
    if found[0]:
        raise DomainError(_("Kunci kirim itu milik wawancara lain."), code="key_of_another")


def _touch(interview: Interview) -> None:
    interview.updated_at = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE counselling_interview SET updated_at = %s WHERE id = %s",
            [interview.updated_at, interview.pk],
        )


@worded_once
def _versions(interview_id: int) -> QuerySet[InterviewVersion]:
    return InterviewVersion.objects.filter(interview=interview_id)


@worded_once
def _answers_in(version_id: int) -> QuerySet[Answer]:
    return Answer.objects.filter(version=version_id)


@transaction.atomic
def settle_conflict(
    waiting: InterviewVersion, choices: Mapping[str, str], *, seen: int, key: UUID, actor: User
) -> InterviewVersion:
    """Settle two versions question by question: `choices` says "current" or "other" for each that differs.

    `seen` is the number of the version the officer compared with; if another came since, the officer looks again.
    """
    interview = Interview.objects.select_for_update(of=("self",)).get(pk=waiting.interview_id)
    refuse_unless(may_act_for(actor, interview))
    waiting = InterviewVersion.objects.select_for_update(of=("self",)).get(pk=waiting.pk)
    current = interview.versions.get(state=V.CURRENT)
    if waiting.state != V.CONFLICTING:
        raise DomainError(_("Benturan ini sudah diselesaikan."), code="already_settled")
    if current.number != seen:
        raise DomainError(_("Ada versi yang lebih baru. Bandingkan sekali lagi."), code="seen_is_old")
    mine, other = _answers(current), _answers(waiting)
    differing = [code for code in {*mine, *other} if _pair(mine.get(code)) != _pair(other.get(code))]
    if any(choices.get(code) not in ("current", "other") for code in differing):
        raise DomainError(
            _("Pilih satu jawaban untuk setiap pertanyaan yang berbeda."), code="not_all_chosen"
        )
    taken = {code for code in differing if choices[code] == "other"}
    if not taken:
        move(waiting, "set_version_aside", actor=actor)
        return current
    move(current, "replace_version", actor=actor)
    if len(taken) == len(differing):
        move(waiting, "prefer_version", actor=actor)
        return waiting
    move(waiting, "set_version_aside", actor=actor)
    merged = {code: (other if code in taken else mine).get(code) for code in {*mine, *other}}
    told = Told(key, current.number, {}, timezone.now())
    kept = {code: one for code, one in merged.items() if one is not None}
    highest = interview.versions.aggregate(last=Max("number"))["last"]
    return _write(interview, highest + 1, told, V.CURRENT, kept, actor)


def _answers(version: InterviewVersion | None) -> dict[str, Answer]:
    return {} if version is None else {one.question: one for one in _answers_in(version.pk)}


def _with(before: Mapping[str, Answer], told: Told, today: date) -> dict[str, Answer]:
    after = dict(before)
    for code, said in told.answers.items():
        value = said.value.strip()
        if not value:
            after.pop(code, None)
        elif _pair(before.get(code)) != (value, said.source) or before[code].expires_on <= today:
            after[code] = Answer(
                question=code,
                value=value,
                source=said.source,
                said_on=today,
                expires_on=expires_on(code, today),
            )
    return after


def _pair(answer: Answer | None) -> tuple[str, str] | None:
    return None if answer is None else (answer.value, answer.source)


def _same(one: Mapping[str, Answer], other: Mapping[str, Answer]) -> bool:
    def told(answers: Mapping[str, Answer]) -> dict[str, object]:
        return {code: (_pair(answer), answer.expires_on) for code, answer in answers.items()}

    return told(one) == told(other)


def _write(
    interview: Interview, number: int, told: Told, state: str, answers: Mapping[str, Answer], actor: User
) -> InterviewVersion:
    made = InterviewVersion(
        interview=interview, number=number, base=told.base, key=told.key, state=state, written_by=actor,
        written_at=told.written_at, received_at=timezone.now(),
    )  # fmt: skip
    insert_one(made)
    columns = [(code, one.value, one.source, one.said_on, one.expires_on) for code, one in answers.items()]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO counselling_answer (version_id, question, value, source, said_on, expires_on)
            SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::text[], %s::date[], %s::date[])
            """,
            [made.pk, *([list(column) for column in zip(*columns, strict=True)] or [[]] * 5)],
        )
    return made
