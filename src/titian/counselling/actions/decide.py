"""Choose routes first, look at others' outcomes after, and follow the steps."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError, refuse, refuse_unless
from titian.counselling.models import Comparison, Decision, DecisionRoute, Interview, RouteDraw, Verdict
from titian.counselling.permissions import may_act_for
from titian.counselling.queries.interviews import answers_that_hold, current_version, open_conflicts
from titian.counselling.queries.outcomes import ranges_for
from titian.counselling.queries.ties import belongs_to, names_of, ties_to
from titian.counselling.rules import (
    DRAW_METHOD,
    SHORTEST_REASON,
    Step,
    clearly_better,
    drawn_order,
    why_not_counselled_by,
    why_not_decided,
    why_not_referred,
    why_routes_are_not_drawn,
    why_verdict_waits,
)
from titian.journal.models import Entry


@transaction.atomic
def decide(
    interview: Interview,
    steps: Sequence[Step],
    *,
    key: UUID,
    change: str,
    actor: User,
    is_demo: bool = False,
    equal: bool = False,
) -> Decision:
    """Decide for one or more of the five routes; a decision in force is replaced, with the reason.

    `equal`: the officer calls them equally good, so the lot says which comes first.
    """
    interview = (
        Interview.objects.select_for_update(of=("self",)).select_related("person").get(pk=interview.pk)
    )
    refuse_unless(may_act_for(actor, interview))
    if known := Decision.objects.filter(key=key).first():
        return known
    today = timezone.localdate()
    person = interview.person
    refuse(why_not_counselled_by(ties_to(actor, person)), "tied_to_person")
    former = Decision.objects.in_force().filter(person=person, office=interview.office_id).first()
    version = current_version(interview)
    if version is None:
        raise DomainError(_("Wawancara dahulu, baru putuskan."), code="not_heard")
    held = answers_that_hold(version, today)
    reason = why_not_decided(
        steps, answered=held, conflicts=open_conflicts(interview), on=today, replaces=former is not None,
        change=change,
    )  # fmt: skip
    refuse(reason, "not_decided")
    partners = {one.partner for one in steps if one.partner is not None}
    names, own = names_of(partners), belongs_to(actor, today)
    for partner in partners:
        refuse(why_not_referred(partner, member_of=own, name=names.get(partner, "")), "tied_to_partner")
    refuse(
        why_routes_are_not_drawn(equal, chosen=len(steps), switched_on=settings.DRAW_EQUAL_ROUTES),
        "not_drawn",
    )
    made = Decision.objects.create(
        person=person, office_id=interview.office_id, author=actor, decided_on=today, key=key, version=version,
        replaces=former, change_reason=change.strip() if former else "", is_demo=is_demo,
    )  # fmt: skip
    if former is not None:
        former.routes.update(void=True)
    DecisionRoute.objects.bulk_create(
        DecisionRoute(
            decision=made, office_id=interview.office_id, route=one.route, reason=one.reason.strip(),
            step=one.step.strip(), step_owner=one.step_owner, referred_to_id=one.partner, due_on=one.due_on,
        )
        for one in steps
    )  # fmt: skip
    if equal:
        _draw(made, sorted(one.route for one in steps), actor)
    Entry.write(
        actor, "decide", person, reason=made.change_reason, decision=made.pk, routes=sorted(s.route for s in steps),
        replaces=former.pk if former else None,
    )  # fmt: skip
    return made


def _draw(decision: Decision, routes: list[str], actor: User) -> None:
    """Draw once and write down all that is needed to draw again and to know every chance."""
    seed = secrets.token_bytes(32)
    made = RouteDraw.objects.create(
        decision=decision, equal=routes, order=drawn_order(routes, seed), seed=seed.hex(), method=DRAW_METHOD,
        drawn_at=timezone.now(),
    )  # fmt: skip
    Entry.write(actor, "draw_routes", decision, equal=routes, order=made.order, seed=made.seed)


@transaction.atomic
def show_outcomes(decision: Decision, *, actor: User) -> Comparison:
    """Show what became of similar people, now that the officer has chosen; what was shown is kept."""
    decision = (
        Decision.objects.select_for_update(of=("self",))
        .select_related("person", "version")
        .get(pk=decision.pk)
    )
    refuse_unless(may_act_for(actor, decision))
    if known := Comparison.objects.filter(decision=decision).first():
        return known
    ranges = ranges_for(decision)
    made = Comparison.objects.create(
        decision=decision,
        shown=[one._asdict() for one in ranges],
        shown_at=timezone.now(),
        clearly_better=clearly_better(ranges, set(decision.routes.values_list("route", flat=True))),
    )
    Entry.write(actor, "show_outcomes", decision, clearly_better=made.clearly_better)
    return made


@transaction.atomic
def keep_choice(decision: Decision, reason: str, *, actor: User) -> Comparison:
    """Stay with the choice after the comparison; against a clearly better route only with a reason."""
    compared = _compared(decision, actor)
    refuse(why_verdict_waits(clearly_better=compared.clearly_better, reason=reason), "reason_missing")
    return _answer(compared, Verdict.KEPT, reason, actor)


@transaction.atomic
def change_choice(decision: Decision, reason: str, *, actor: User) -> Comparison:
    """Note that the comparison made the officer choose anew; the new decision replaces this one."""
    compared = _compared(decision, actor)
    if len(reason.strip()) < SHORTEST_REASON:
        raise DomainError(
            _("Tulis alasan mengubah, paling sedikit %(n)d huruf.") % {"n": SHORTEST_REASON},
            code="reason_missing",
        )
    return _answer(compared, Verdict.CHANGED, reason, actor)


def _compared(decision: Decision, actor: User) -> Comparison:
    refuse_unless(may_act_for(actor, decision))
    compared = Comparison.objects.select_for_update(of=("self",)).filter(decision=decision).first()
    if compared is None:
        raise DomainError(_("Buka perbandingannya lebih dahulu."), code="not_compared")
    if compared.verdict:
        raise DomainError(_("Perbandingan ini sudah dijawab."), code="already_answered")
    return compared


def _answer(compared: Comparison, verdict: Verdict, reason: str, actor: User) -> Comparison:
    compared.verdict, compared.reason, compared.answered_at = verdict, reason.strip()[:500], timezone.now()
    compared.save()
    Entry.write(actor, "answer_comparison", compared.decision, reason=compared.reason, verdict=str(verdict))
    return compared


@transaction.atomic
def finish_step(taken: DecisionRoute, note: str, *, actor: User) -> DecisionRoute:
    """Note what came of a step."""
    taken = (
        DecisionRoute.objects.select_for_update(of=("self",))
        .select_related("decision__person")
        .get(pk=taken.pk)
    )
    refuse_unless(may_act_for(actor, taken.decision))
    if taken.done_on or taken.void:
        raise DomainError(_("Langkah ini sudah selesai atau keputusannya sudah diganti."), code="step_closed")
    if not note.strip():
        raise DomainError(_("Tulis hasilnya."), code="no_result")
    taken.done_on, taken.done_note = timezone.localdate(), note.strip()[:300]
    taken.save()
    Entry.write(actor, "finish_step", taken.decision.person, route=taken.route, decision=taken.decision_id)
    return taken
