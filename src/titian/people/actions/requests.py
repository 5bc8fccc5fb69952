"""What people ask to be changed or deleted, and the decision."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.people.models import ChangeRequest, DeletionRequest, Person, RequestState
from titian.people.models.requests import LEGAL_CLOCK
from titian.people.names import person_key
from titian.people.permissions import may_decide_changes, may_decide_deletions

CHANGEABLE = ("name", "birth_date", "birth_place", "sex", "phone", "address", "regency_id", "education_id")


@transaction.atomic
def request_change(person: Person, wanted: dict[str, Any], *, reason: str, actor: User) -> ChangeRequest:
    """Ask that fields of the identity say something else; only what differs is asked."""
    before, after = {}, {}
    for field in CHANGEABLE:
        if field in wanted and (new := _plain(wanted[field])) != (old := _plain(getattr(person, field))):
            before[field], after[field] = old, new
    if not after:
        raise DomainError(
            _("Tidak ada yang berbeda dari yang tercatat. Ubah dahulu data yang keliru."),
            code="nothing_changes",
        )
    if ChangeRequest.objects.filter(person=person, state=RequestState.OPEN).exists():
        raise DomainError(_("Masih ada permintaan yang menunggu keputusan."), code="request_open")
    now = timezone.now()
    asked = ChangeRequest.objects.create(
        person=person, before=before, after=after, reason=reason.strip(), asked_by=actor, asked_at=now,
        due_at=now + LEGAL_CLOCK,
    )  # fmt: skip
    Entry.write(actor, "request_change", person, fields=sorted(after))
    return asked


@transaction.atomic
def decide_change(
    asked: ChangeRequest, *, granted: bool, answer: str, actor: User, kept: Collection[str] = ()
) -> None:
    """Grant or refuse; what is granted is carried out at once, save what is `kept` as it is on record.

    Nobody decides over their own request.
    """
    asked = ChangeRequest.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    person = Person.objects.select_for_update(of=("self",)).get(pk=asked.person_id)
    if not may_decide_changes(actor, person) or asked.asked_by_id == actor.pk:
        raise DomainError(
            _("Permintaan diputuskan petugas dinas lain, bukan pemohonnya."), code="own_request"
        )
    _close(asked, granted, answer, actor)
    wanted = {field: value for field, value in asked.after.items() if field not in kept}
    if granted:
        for field, value in wanted.items():
            changed = date.fromisoformat(value) if field == "birth_date" and value else value
            setattr(person, field, changed)
        person.name_key = person_key(person.name)
        person.save()
    Entry.write(actor, "decide_change", person, granted=granted, fields=sorted(wanted), reason=answer)


@transaction.atomic
def request_deletion(person: Person, *, reason: str, actor: User) -> DeletionRequest:
    """Ask that the record be deleted; the clock of 3x24 hours starts."""
    if DeletionRequest.objects.filter(person=person, state=RequestState.OPEN).exists():
        raise DomainError(_("Masih ada permintaan yang menunggu keputusan."), code="request_open")
    now = timezone.now()
    asked = DeletionRequest.objects.create(
        person=person, reason=reason.strip(), asked_by=actor, asked_at=now, due_at=now + LEGAL_CLOCK
    )
    Entry.write(actor, "request_deletion", person)
    return asked


@transaction.atomic
def decide_deletion(asked: DeletionRequest, *, granted: bool, answer: str, actor: User) -> None:
    """Grant or refuse, with the sentence the person is told."""
    if not may_decide_deletions(actor):
        raise DomainError(_("Hanya petugas pelindungan data yang memutuskan."), code="not_the_officer")
    asked = DeletionRequest.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    _close(asked, granted, answer, actor)
    Entry.write(actor, "decide_deletion", asked, granted=granted, reason=answer)


def _close(asked: ChangeRequest | DeletionRequest, granted: bool, answer: str, actor: User) -> None:
    if asked.state != RequestState.OPEN:
        raise DomainError(_("Permintaan ini sudah diputuskan."), code="already_decided")
    if not granted and not answer.strip():
        raise DomainError(_("Tulis alasan penolakan; pemohon membacanya."), code="refusal_without_reason")
    asked.state = RequestState.GRANTED if granted else RequestState.REFUSED
    asked.answer, asked.decided_by, asked.decided_at = answer.strip(), actor, timezone.now()
    asked.save()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
