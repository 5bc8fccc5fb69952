"""What waits at the front door for one person."""

from __future__ import annotations

from datetime import date
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from factories import network, people
from factories.standards import DAY
from titian.accounts.models import User
from titian.network.models import Organisation
from titian.people.models import Accommodation, ChangeRequest, Claim, JobSeekerCard, Merge, Person


def card(person: Person, officer: User) -> JobSeekerCard:
    office = Organisation.objects.filter(memberships__user=officer).get()
    key = uuid5(NAMESPACE_URL, f"card:{person.pk}")
    made, _new = JobSeekerCard.objects.get_or_create(
        key=key,
        defaults={
            "person": person, "office": office, "officer": officer, "token": key.hex, "number": 1,
            "issued_on": date(2026, 1, 5), "valid_until": date(2028, 1, 5), "opened_at": timezone.now(),
            "closed_at": timezone.now(),
        },
    )  # fmt: skip
    return made


def at_the_door(person: Person, officer: User) -> dict[str, object]:
    """Return a card, a claim, a change request and a merge of this person; they are made at the first call."""
    now = timezone.now()
    claim = Claim.objects.filter(person=person).first() or Claim.objects.create(
        user=network.user(), person=person, made_at=now, name_agrees=True, birth_agrees=True
    )
    asked = ChangeRequest.objects.filter(person=person).first() or ChangeRequest.objects.create(
        person=person, before={"name": person.name}, after={"name": "Siti Lain"}, reason="salah ketik",
        asked_by=network.user(), asked_at=now, due_at=now,
    )  # fmt: skip
    merge = Merge.objects.filter(kept=person).first() or Merge.objects.create(
        kept=person, joined=people.person(regency=person.regency_id), moved={}, took_nik=False, took_user=False,
        evidence=[], reason="KTP diperiksa", merged_by=officer, merged_at=now,
    )  # fmt: skip
    return {
        "card_id": card(person, officer).pk, "claim_id": claim.pk, "request_id": asked.pk, "merge_id": merge.pk,
    }  # fmt: skip


def promised(person: Person, officer: User) -> Accommodation:
    """Return a support that the officer's office owes to a person; it is made at the first call."""
    made, _new = Accommodation.objects.get_or_create(
        person=person,
        unit=Organisation.objects.get(memberships__user=officer),
        defaults={"kind": "time", "setting": "test", "asked_on": DAY, "due_on": DAY},
    )
    return made
