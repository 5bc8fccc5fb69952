"""The register of job-seekers: entered, placed, removed, reporting every six months."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.db.bulk import AnyOf
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.network.models import Organisation
from titian.people.models import CardReport, JobSeekerCard, JobSeekerEvent, Person, SeekerEventKind
from titian.people.rules import LEAST_AGE, age_on, reporting_days, why_no_card


class CardDetails(NamedTuple):
    """What the card needs beyond the person's record."""

    key: UUID
    opened_at: datetime
    skills: str
    marital_status: str
    graduated_in: int | None
    occupation_group: str


@transaction.atomic
def issue_card(person: Person, office: Organisation, details: CardDetails, *, actor: User) -> JobSeekerCard:
    """Issue an AK/I card for two years and enter the person in the register; a retried submit is the same card."""
    known = JobSeekerCard.objects.filter(key=details.key).first()
    if known:
        return known
    today = timezone.localdate()
    Organisation.objects.select_for_update(of=("self",)).get(pk=office.pk)  # numbers one after the other
    latest = JobSeekerCard.objects.filter(person=person, valid_until__gt=today).order_by("-issued_on").first()
    if refusal := why_no_card(person, latest, on=today):
        raise DomainError(refusal, code="no_card")
    boxes = reporting_days(today)
    highest = JobSeekerCard.objects.filter(office=office).aggregate(last=Max("number"))["last"] or 0
    card = JobSeekerCard(
        person=person, office=office, officer=actor, key=details.key, token=secrets.token_urlsafe(16),
        number=highest + 1, issued_on=today, valid_until=boxes[-1], opened_at=details.opened_at,
        closed_at=timezone.now(), skills=details.skills, marital_status=details.marital_status,
        graduated_in=details.graduated_in,
    )  # fmt: skip
    try:
        with transaction.atomic():
            card.save()
    except (
        IntegrityError
    ):  # another card of the office that this officer does not see has the number, or the key came twice
        known = JobSeekerCard.objects.filter(key=details.key).first()
        if known is None:
            raise
        return known
    CardReport.objects.bulk_create(CardReport(card=card, due_on=due) for due in boxes)
    _enter(person, office, details, today)
    Entry.write(actor, "issue_card", person, card=card.pk)
    return card


def _enter(person: Person, office: Organisation, details: CardDetails, on: date) -> None:
    standing = JobSeekerEvent.objects.filter(
        person=person, kind=SeekerEventKind.REGISTERED, ended_by=None
    ).exists()
    if standing:
        return
    JobSeekerEvent.objects.create(
        person=person,
        office=office,
        kind=SeekerEventKind.REGISTERED,
        on=on,
        age=max(age_on(person.birth_date, on), LEAST_AGE),
        sex=person.sex,
        education_id=person.education_id,
        occupation_group=details.occupation_group,
        years_since_school=None if details.graduated_in is None else max(0, on.year - details.graduated_in),
    )


@transaction.atomic
def end_job_seeking(person: Person, kind: str, on: date, *, reason: str, actor: User) -> JobSeekerEvent:
    """Take the person out of the register: placed, or removed for a reason, on a day that has come."""
    begins = (
        JobSeekerEvent.objects.select_for_update(of=("self",))
        .filter(person=person, kind=SeekerEventKind.REGISTERED, ended_by=None)
        .first()
    )
    if begins is None:
        raise DomainError(_("Orang ini tidak tercatat sebagai pencari kerja."), code="not_seeking")
    if on < begins.on:
        raise DomainError(_("Tanggal itu mendahului pendaftarannya."), code="ends_before_beginning")
    if on > timezone.localdate():
        raise DomainError(_("Tanggal itu belum tiba."), code="ends_in_future")
    if kind == SeekerEventKind.REMOVED and not reason.strip():
        raise DomainError(_("Tulis alasan penghapusan."), code="removal_without_reason")
    ended = JobSeekerEvent.objects.create(
        person=person, office=begins.office, kind=kind, on=on, age=begins.age, sex=begins.sex,
        education_id=begins.education_id, occupation_group=begins.occupation_group,
        years_since_school=begins.years_since_school, begins=begins, reason=reason,
    )  # fmt: skip
    JobSeekerEvent.objects.filter(pk=begins.pk).update(waits=False)
    Entry.write(actor, "end_job_seeking", person, kind=kind)
    return ended


def note_heard(person_id: int, office_id: int) -> None:
    """Keep that an office has heard a person whom it registered."""
    JobSeekerEvent.objects.filter(person=person_id, office=office_id, waits=True).update(waits=False)


@transaction.atomic
def place_seekers(began: Mapping[int, date]) -> int:
    """Take out of the register, as placed, those who began work since they registered; return how many.

    `began`: person -> first day of work. Whoever registered after that day seeks other work and stays.
    """
    today = timezone.localdate()
    standing = list(
        JobSeekerEvent.objects.select_for_update(of=("self",)).filter(
            AnyOf("person", began), kind=SeekerEventKind.REGISTERED, ended_by=None
        )
    )
    ended = [
        JobSeekerEvent(
            person_id=begins.person_id, office_id=begins.office_id, kind=SeekerEventKind.PLACED,
            on=began[begins.person_id], age=begins.age, sex=begins.sex, education_id=begins.education_id,
            occupation_group=begins.occupation_group, years_since_school=begins.years_since_school, begins=begins,
        )
        for begins in standing
        if begins.on <= began[begins.person_id] <= today
    ]  # fmt: skip
    JobSeekerEvent.objects.bulk_create(ended)
    JobSeekerEvent.objects.filter(pk__in=[one.begins_id for one in ended]).update(waits=False)
    return len(ended)


@transaction.atomic
def note_report(card: JobSeekerCard, *, actor: User) -> CardReport:
    """Tick the next open reporting box of a card."""
    box = card.reports.select_for_update().filter(reported_on=None).order_by("due_on").first()
    if box is None:
        raise DomainError(_("Keempat kotak lapor sudah terisi."), code="no_open_box")
    box.reported_on, box.noted_by = timezone.localdate(), actor
    box.save()
    Entry.write(actor, "note_report", card.person, card=card.pk)
    return box
