"""What an officer corrects at once; the identity is changed by request and decision (requests.py)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.people.models import Person
from titian.people.permissions import may_correct_contact
from titian.standards.models import EducationLevel


@transaction.atomic
def correct_contact(
    person: Person,
    *,
    phone: str,
    address: str,
    birth_place: str,
    education: EducationLevel | None,
    reason: str,
    actor: User,
) -> list[str]:
    """Write how a person is reached and was schooled; return which fields changed, none of them if nothing did."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if not may_correct_contact(actor, person):
        raise DomainError(
            _("Data ini diperbaiki petugas dinas lain, bukan orangnya sendiri."), code="own_record"
        )
    wanted = {
        "phone": phone, "address": address, "birth_place": birth_place,
        "education_id": education.pk if education else None,
    }  # fmt: skip
    changed = sorted(name for name, value in wanted.items() if getattr(person, name) != value)
    if changed:
        for name in changed:
            setattr(person, name, wanted[name])
        person.save(update_fields=[*changed, "updated_at"])
        Entry.write(actor, "correct_contact", person, fields=changed, reason=reason)
    return changed
