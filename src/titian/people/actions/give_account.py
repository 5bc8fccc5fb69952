from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.people.models import Person


@transaction.atomic
def give_account(person: Person, user: User, *, actor: User) -> None:
    """Let the person see the own record by this account; an account belongs to one person."""
    if Person.objects.filter(user=user).exclude(pk=person.pk).exists():
        raise DomainError(_("Akun ini sudah dipakai orang lain."), code="account_taken")
    if person.user_id == user.pk:
        return
    person.user = user
    person.save(update_fields=["user", "updated_at"])
    Entry.write(actor, "give_account", person, user=user.pk)
