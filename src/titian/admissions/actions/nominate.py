"""What an office does with its candidates: nominate, or take a nomination back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.admissions.models import Nomination, RoundClass
from titian.admissions.nominating import why_not_nominated
from titian.admissions.permissions import may_change_nomination, may_nominate_person
from titian.admissions.queries.nominations import beds_for, places_of, places_used
from titian.admissions.refusals import refuse, refuse_unless
from titian.admissions.states import NominationState, RoundState
from titian.core.errors import DomainError
from titian.journal.actions import move
from titian.journal.models import Entry
from titian.network.models import Organisation
from titian.people.actions import NewLink, link
from titian.people.actions.consent import give_consent
from titian.people.models import ConsentPurpose, Person

LINK_REASON = "calon pelatihan berasrama"


@dataclass(frozen=True)
class Candidacy:
    """What the office says of a candidate: the papers in hand, and the answers of an application."""

    papers: tuple[str, ...] = ()
    reads: bool = True
    works: bool = False
    studies: bool = False
    disability: bool = False


@transaction.atomic
def nominate(
    person: Person,
    round_class: RoundClass,
    office: Organisation,
    candidacy: Candidacy,
    *,
    agreed: bool,
    given_by: str = "",
    actor: User,
    today: date,
) -> Nomination:
    """Propose a person of the office's own regency for a bed; said twice it is one nomination.

    `agreed`: the person said yes to the text in force; `given_by`: who spoke for the person, '' the person alone.
    """
    refuse_unless(may_nominate_person(actor, person))
    if not agreed:
        raise DomainError(
            _("Bacakan persetujuannya lebih dahulu. Tanpa persetujuan orangnya, tidak ada pencalonan."),
            code="consent_missing",
        )
    with connection.cursor() as cursor:  # two officers at the last place of a quota go one after the other
        place = f"nomination {round_class.pk} {office.region_id}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [place])
    known = Nomination.objects.select_for_update(of=("self",)).filter(
        round_class=round_class, person_id=person.pk
    )
    former = known.first()
    if former and former.state == NominationState.NOMINATED:
        return former
    called = round_class.round
    refuse(
        why_not_nominated(
            is_open=called.state == RoundState.OPEN,
            closes_on=called.closes_on,
            today=today,
            lives_there=person.regency_id is not None and person.regency_id == office.region_id,
            beds=beds_for(round_class, person.sex),
            places=places_of(round_class, office.region_id),
            taken=places_used(round_class, office.region_id),
        ),
        "nomination_refused",
    )
    give_consent(person, ConsentPurpose.NOMINATION, given_by=given_by.strip(), actor=actor)
    link([NewLink(person.pk, office.pk, today, LINK_REASON)])  # it follows them also when they move away
    made = former or Nomination(round_class=round_class, person=person)
    for name, value in vars(candidacy).items():
        setattr(made, name, list(value) if name == "papers" else value)
    made.office, made.regency_id = office, person.regency_id  # type: ignore[assignment]
    made.nominated_by, made.nominated_at = actor, timezone.now()
    made.decided_by, made.decided_at, made.reason = None, None, ""
    if former:
        move(made, "nominate_again", actor=actor)
    else:
        made.save()
        Entry.write(actor, "nominate", made, papers=len(candidacy.papers))
    return made


@transaction.atomic
def withdraw_nomination(nomination: Nomination, *, actor: User) -> Nomination:
    """Take a nomination back that the centre has not passed on; what became an application is the person's own."""
    refuse_unless(may_change_nomination(actor, nomination))
    nomination = Nomination.objects.select_for_update(of=("self",)).get(pk=nomination.pk)
    move(nomination, "withdraw_nomination", actor=actor)
    return nomination
