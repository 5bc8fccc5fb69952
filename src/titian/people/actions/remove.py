from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from titian.accounts.models import User
from titian.core.db.bulk import AnyOf
from titian.journal.models import Entry
from titian.people.models import Consent, Disability, EmploymentSpell, Person, ServiceLink


@transaction.atomic
def remove_unused(person_ids: Sequence[int], *, actor: User) -> None:
    """Remove records opened in error. A key of another station that still points here refuses (PROTECT)."""
    ids = list(person_ids)
    if not ids:
        return
    for model in (Consent, EmploymentSpell):
        model.objects.filter(AnyOf("person", ids)).delete()
    Disability.objects.filter(AnyOf("person", ids)).delete()
    Person.objects.filter(AnyOf("pk", ids))._raw_delete("default")
    ServiceLink.objects.filter(AnyOf("person", ids))._raw_delete("default")
    Entry.write(actor, "remove_unused", "people.person", count=len(ids), ids=ids[:100])
