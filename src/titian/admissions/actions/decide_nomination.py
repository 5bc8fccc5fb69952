"""What a centre does with a nomination: pass it on into the round, or return it with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.admissions.actions.apply import LINK_REASON, Answers, submit_application
from titian.admissions.models import (
    AdmissionRound,
    Application,
    Nomination,
    NominationQuota,
    RoundClass,
    Term,
)
from titian.admissions.nominating import why_not_passed_on
from titian.admissions.permissions import may_keep_round
from titian.admissions.queries.eligibility import entry_rules_of, facts_of_person
from titian.admissions.queries.nominations import consented, missing_papers, places_used
from titian.admissions.refusals import refuse, refuse_unless
from titian.admissions.rules import why_not_eligible, why_reason_is_missing
from titian.admissions.states import ApplicationState
from titian.core.errors import DomainError
from titian.journal.actions import move
from titian.journal.models import Entry
from titian.people.actions import NewLink, link
from titian.people.models import Person


@transaction.atomic
def accept_nomination(nomination: Nomination, *, actor: User, today: date) -> Nomination:
    """Pass a nomination on: it becomes an application, or joins the one the person sent; the rule judges it as any."""
    called, nomination = _held(nomination, actor)
    # Who applies lets the centre see the record; if the nomination is refused below, this is undone with it.
    link([NewLink(nomination.person_id, called.centre_id, today, LINK_REASON)])
    person = Person.objects.select_related("education", "regency").get(pk=nomination.person_id)
    former = Application.objects.filter(round=called, person=person).first()
    refuse(
        why_not_passed_on(
            missing=missing_papers(nomination),
            consented=consented(person),
            why_not=_why_not(nomination, person),
            withdrew=former is not None and former.state == ApplicationState.WITHDRAWN,
        ),
        "nomination_not_passed_on",
    )
    bed = Term.BED_MEN if person.sex == "L" else Term.BED_WOMEN
    wanted = (nomination.round_class_id, int(bed))
    choices = [*former.choices.order_by("rank").values_list("round_class", "term")] if former else []
    if wanted not in choices:
        choices.append(wanted)  # behind what the person ranked: nobody else orders their wishes
    said = former or nomination
    answers = Answers(
        reads=said.reads,
        works=said.works,
        studies=said.studies,
        disability=said.disability,
        support=former.support if former else "",
    )
    nomination.application = submit_application(called, person, choices, answers, actor=actor, today=today)
    nomination.decided_by, nomination.decided_at = actor, timezone.now()
    move(nomination, "accept_nomination", actor=actor, application=nomination.application.pk)
    return nomination


@transaction.atomic
def return_nomination(nomination: Nomination, *, reason: str, actor: User) -> Nomination:
    """Send a nomination back to the office, which may mend it and send it again while the round is open."""
    _called, nomination = _held(nomination, actor)
    refuse(why_reason_is_missing(reason), "reason_missing")
    nomination.reason = reason.strip()
    nomination.decided_by, nomination.decided_at = actor, timezone.now()
    move(nomination, "return_nomination", actor=actor, reason=nomination.reason)
    return nomination


@transaction.atomic
def set_quotas(round_class: RoundClass, places: Mapping[str, int], *, actor: User) -> None:
    """Say how many candidates each regency may nominate for a class with beds; 0 takes a quota away.

    A quota does not fall below what has been nominated under it.
    """
    refuse_unless(may_keep_round(actor, round_class.round))
    opening = round_class.opening
    if not opening.beds_men + opening.beds_women:
        raise DomainError(_("Paket ini tidak berasrama, jadi tidak ada pencalonan."), code="no_beds")
    for regency, most in places.items():
        used = places_used(round_class, regency)
        if most < used:
            raise DomainError(
                _("Sudah %(n)d orang dicalonkan dari wilayah %(region)s; kuotanya tidak dapat lebih kecil.")
                % {"n": used, "region": regency},
                code="quota_too_small",
            )
        if most:
            NominationQuota.objects.update_or_create(
                round_class=round_class, regency_id=regency, defaults={"places": most}
            )
        else:
            NominationQuota.objects.filter(round_class=round_class, regency=regency).delete()
    Entry.write(actor, "set_quotas", round_class.round, round_class=round_class.pk, quotas=dict(places))


def _held(nomination: Nomination, actor: User) -> tuple[AdmissionRound, Nomination]:
    called = nomination.round_class.round
    refuse_unless(may_keep_round(actor, called))
    # Without the person: before the nomination is passed on the centre does not see the record.
    held = Nomination.objects.select_for_update(of=("self",)).select_related(
        "round_class__opening__training_class", "round_class__opening__minimum_education"
    )
    return called, held.get(pk=nomination.pk)


def _why_not(nomination: Nomination, person: Person) -> list[str]:
    facts = facts_of_person(
        person, reads=nomination.reads, works=nomination.works, studies=nomination.studies
    )
    return why_not_eligible(facts, entry_rules_of(nomination.round_class.opening))
