"""Depart from the rule: one person asks, another agrees, and a run is then confirmed by whoever did not propose it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.admissions.actions.rounds import held
from titian.admissions.models import Application, Choice, Departure, DepartureCause, DepartureKind
from titian.admissions.permissions import may_confirm, may_keep_round
from titian.admissions.queries.inputs import OUT_OF_IT
from titian.admissions.refusals import refuse, refuse_unless
from titian.admissions.rules import (
    why_departure_is_not_agreed,
    why_departure_is_not_asked,
    why_law_is_missing,
    why_reason_is_missing,
)
from titian.admissions.states import OPEN_DEPARTURES, ApplicationState, RoundState
from titian.core.errors import DomainError
from titian.counselling.queries.ties import ties_to
from titian.counselling.rules import why_not_counselled_by
from titian.journal.actions import move
from titian.journal.models import Entry


@transaction.atomic
def ask_departure(application: Application, choice: Choice | None, *, actor: User) -> Departure:
    """Ask what it would do to seat an applicant on one of the choices, or without choice to take the person out."""
    admission_round = held(application.round)
    refuse_unless(may_keep_round(actor, admission_round))
    refuse(why_not_counselled_by(ties_to(actor, application.person)), "tied")
    refuse(
        why_departure_is_not_asked(
            has_result=admission_round.state in (RoundState.PROPOSED, RoundState.CONFIRMED),
            standing=application.state == ApplicationState.SUBMITTED
            and not application.offers.filter(state__in=OUT_OF_IT).exists(),
            open_one=application.departures.filter(state__in=OPEN_DEPARTURES).exists(),
        ),
        "departure_not_asked",
    )
    if choice is not None and choice.application_id != application.pk:
        raise DomainError(_("Pilihan itu bukan pilihan lamaran ini."), code="foreign_choice")
    made = Departure.objects.create(
        round=admission_round,
        application=application,
        kind=DepartureKind.REMOVE if choice is None else DepartureKind.SEAT,
        choice=choice,
        asked_by=actor,
    )
    Entry.write(actor, "ask_departure", made, kind=made.kind)
    return made


@transaction.atomic
def propose_departure(departure: Departure, *, cause: str, basis: str, reason: str, actor: User) -> Departure:
    """Stand by a change after reading who loses by it, and say why and by what law."""
    departure = _held(departure)
    if departure.asked_by_id != actor.pk:
        raise DomainError(_("Yang meminta perubahan ini yang mengusulkannya."), code="not_the_asker")
    refuse(why_law_is_missing(cause if cause in DepartureCause.values else "", basis), "law_missing")
    refuse(why_reason_is_missing(reason), "reason_missing")
    departure.cause, departure.basis, departure.reason = cause, basis.strip(), reason.strip()
    move(
        departure,
        "propose_departure",
        actor=actor,
        reason=departure.reason,
        cause=cause,
        basis=departure.basis,
    )
    return departure


@transaction.atomic
def agree_departure(departure: Departure, *, actor: User) -> Departure:
    """Agree as the second person; the rule is then run with the change, and its result confirmed like any other."""
    departure = _held(departure)
    admission_round = departure.round
    refuse_unless(may_keep_round(actor, admission_round))
    refuse(why_not_counselled_by(ties_to(actor, departure.application.person)), "tied")
    refuse(
        why_departure_is_not_agreed(
            asked_by=departure.asked_by_id,
            agreed_by=actor.pk,
            heads=sum(may_confirm(one, admission_round) for one in (departure.asked_by, actor)),
        ),
        "two_persons",
    )
    departure.agreed_by, departure.agreed_at = actor, timezone.now()
    move(departure, "agree_departure", actor=actor)
    return departure


@transaction.atomic
def drop_departure(departure: Departure, *, actor: User) -> Departure:
    """Let a change be that is not in force yet; it stays on record."""
    departure = _held(departure)
    refuse_unless(may_keep_round(actor, departure.round))
    move(departure, "drop_departure", actor=actor)
    return departure


def _held(departure: Departure) -> Departure:
    """Lock the round before the change, as everybody does, so that no two wait for each other."""
    held(departure.round)
    return (
        Departure.objects.select_for_update(of=("self",))
        .select_related("round__centre", "application__person", "asked_by")
        .get(pk=departure.pk)
    )
