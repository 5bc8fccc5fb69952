from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.people.consent_texts import CURRENT
from titian.people.models import Consent, ConsentPurpose, Person
from titian.people.rules import is_under_age


@transaction.atomic
def give_consent(person: Person, purpose: str, *, given_by: str, actor: User) -> Consent:
    """Note that the text in force was agreed to; agreeing twice changes nothing."""
    if purpose == ConsentPurpose.GUARDIAN and not given_by.strip():
        raise DomainError(_("Tulis nama orang tua atau wali."), code="guardian_without_name")
    if purpose != ConsentPurpose.GUARDIAN and is_under_age(person.birth_date, timezone.localdate()):
        guarded = Consent.objects.filter(
            person=person, purpose=ConsentPurpose.GUARDIAN, withdrawn_at=None
        ).exists()
        if not guarded:
            raise DomainError(
                _("Belum berumur 18 tahun: persetujuan wali dicatat lebih dahulu."), code="guardian_missing"
            )
    consent, new = Consent.objects.get_or_create(
        person=person,
        purpose=purpose,
        withdrawn_at=None,
        defaults={"text_version": CURRENT, "given_by": given_by or person.name, "given_at": timezone.now()},
    )
    if new:
        Entry.write(actor, "give_consent", person, purpose=purpose, text=CURRENT)
    return consent


@transaction.atomic
def withdraw_consent(person: Person, purpose: str, *, actor: User) -> None:
    """End an agreement at once; whoever asks for it in the next moment is told no."""
    ended = Consent.objects.filter(person=person, purpose=purpose, withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    )
    if ended:
        Entry.write(actor, "withdraw_consent", person, purpose=purpose)
