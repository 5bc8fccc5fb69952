"""Send an application, or withdraw it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from engines.lottery import SALT_BYTES
from titian.accounts.models import User
from titian.admissions.models import AdmissionRound, Application, RoundClass
from titian.admissions.queries.eligibility import classes_of
from titian.admissions.queries.overlaps import overlapping_seat, overlapping_training
from titian.admissions.refusals import refuse
from titian.admissions.rules import why_list_is_refused, why_not_apply
from titian.admissions.states import ApplicationState, RoundState
from titian.core.db.bulk import insert_one, take_ids
from titian.core.db.worded import worded_once
from titian.core.errors import DomainError
from titian.core.formats import day
from titian.journal.actions import move
from titian.journal.models import Entry
from titian.people.actions import NewLink, link
from titian.people.models import Person

LINK_REASON = "pelamar pelatihan"
KEYS_KEPT = 20


@dataclass(frozen=True)
class Answers:
    """What an applicant says besides the list."""

    reads: bool = True
    works: bool = False
    studies: bool = False
    disability: bool = False
    support: str = ""


class Held(NamedTuple):
    """What an application is judged by; nobody else changes it before the transaction ends."""

    state: str
    classes: list[RoundClass]
    former: Application | None


def hold_round(admission_round: AdmissionRound, person: Person) -> Held:
    """Hold what an application of a person is judged by: for whoever judges before sending, and for the sending."""
    # A share lock: many apply at once, but closing waits for them and they for closing. Two first applications of one
    # person at once go one after the other.
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT state, pg_advisory_xact_lock(hashtextextended(%s, 0))
            FROM admissions_admissionround WHERE id = %s FOR SHARE
            """,
            [f"application {admission_round.pk} {person.pk}", admission_round.pk],
        )
        state, _locked = cursor.fetchone()
    former = _held_application(admission_round.pk, person.pk)
    return Held(state, classes_of(admission_round), next(iter(former), None))  # a person has one a round


@worded_once
def _held_application(round_id: int, person_id: int) -> QuerySet[Application]:
    return Application.objects.select_for_update(of=("self",)).filter(round=round_id, person=person_id)


def submit_application(
    admission_round: AdmissionRound,
    person: Person,
    choices: Sequence[tuple[int, int]],
    answers: Answers,
    *,
    actor: User,
    today: date,
    key: UUID | None = None,
    held: Held | None = None,
) -> Application:
    """Send one ranked list of (class of the round, term); sent again it replaces the former until closing.

    `key` names one press of the button: what comes twice by a bad line is the same application, unchanged. `held` is
    what `hold_round` told in this transaction.
    """
    if held is None:
        with transaction.atomic():
            return submit_application(
                admission_round, person, choices, answers, actor=actor, today=today, key=key,
                held=hold_round(admission_round, person),
            )  # fmt: skip
    state, classes, known = held
    if known and key in (known.keys or []):
        return known
    refuse(
        why_not_apply(
            is_open=state == RoundState.OPEN,
            opens_on=admission_round.opens_on,
            closes_on=admission_round.closes_on,
            today=today,
        ),
        "round_not_open",
    )
    beds = {one.pk: (one.opening.beds_men, one.opening.beds_women) for one in classes}
    reason = why_list_is_refused(choices, offered=frozenset(beds), sex=person.sex, beds=beds)
    refuse(reason, "list_refused")
    wanted = {round_class for round_class, _term in choices}
    if seat := overlapping_seat(person, [one for one in classes if one.pk in wanted], admission_round):
        raise DomainError(
            _(
                "Anda sudah memegang kursi di %(class)s pada tanggal yang sama. Lepaskan kursi itu lebih dahulu."
            )
            % {"class": seat},
            code="overlapping",
        )
    if spell := overlapping_training(person, [one for one in classes if one.pk in wanted]):
        raise DomainError(
            _("Anda sedang mengikuti %(class)s sampai %(day)s, pada tanggal yang sama.")
            % {"class": spell.programme, "day": day(spell.ends_on)},
            code="overlapping",
        )
    application = known or _new(admission_round, person)
    for name, value in vars(answers).items():
        setattr(application, name, value)
    application.entered_by, application.submitted_at = actor, timezone.now()
    if key:
        application.keys = [*(application.keys or []), key][-KEYS_KEPT:]
    with transaction.atomic(savepoint=False):  # every refusal is behind us: what fails here fails the request
        link([NewLink(person.pk, admission_round.centre_id, today, LINK_REASON)])
        if known and known.state != ApplicationState.SUBMITTED:
            move(application, "submit_again", actor=actor, choices=len(choices))
        else:
            application.save() if known else insert_one(application)
            Entry.write(actor, "submit_application", application, choices=len(choices))
        _rank(application, choices, anew=known is not None)
    return application


def _rank(application: Application, choices: Sequence[tuple[int, int]], *, anew: bool) -> None:
    """Let the list be this and no other; no offer names a choice before the list is closed."""
    with connection.cursor() as cursor:
        if anew:
            cursor.execute("DELETE FROM admissions_choice WHERE application_id = %s", [application.pk])
        cursor.execute(
            """
            INSERT INTO admissions_choice (application_id, round_class_id, term, rank)
            SELECT %s, * FROM unnest(%s::bigint[], %s::int[]) WITH ORDINALITY
            """,
            [application.pk, [one for one, _term in choices], [term for _one, term in choices]],
        )


def _new(admission_round: AdmissionRound, person: Person) -> Application:
    (number,) = take_ids("admissions_application", 1)
    return Application(
        pk=number,
        round=admission_round,
        person=person,
        number=f"S{admission_round.pk}-{number:07d}",
        salt=secrets.token_bytes(SALT_BYTES),
    )


@transaction.atomic
def withdraw_application(application: Application, *, actor: User) -> Application:
    """Take an application back while the list is open; a sealed list does not change any more."""
    application = (
        Application.objects.select_for_update(of=("self",)).select_related("round").get(pk=application.pk)
    )
    if application.round.state != RoundState.OPEN:
        raise DomainError(
            _("Daftar pelamar sudah ditutup. Bila mendapat kursi, Anda dapat melepaskannya."),
            code="list_sealed",
        )
    move(application, "withdraw", actor=actor)
    return application
