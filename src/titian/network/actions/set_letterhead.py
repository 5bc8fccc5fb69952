from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from titian.accounts.models import User
from titian.journal.models import Entry
from titian.network.models import Letterhead, Organisation


@transaction.atomic
def set_letterhead(
    organisation: Organisation,
    *,
    actor: User,
    lines: Sequence[str],
    place: str,
    signatory: str,
    signatory_post: str,
    signatory_number: str = "",
    address: str = "",
) -> Letterhead:
    """Set the head of the organisation's letters and who signs them; nothing is noted if nothing changes."""
    wanted = {
        "lines": list(lines),
        "address": address,
        "place": place,
        "signatory": signatory,
        "signatory_number": signatory_number,
        "signatory_post": signatory_post,
    }
    held = Letterhead.objects.select_for_update().filter(organisation=organisation).first()
    if held and all(getattr(held, field) == value for field, value in wanted.items()):
        return held
    letterhead, _made = Letterhead.objects.update_or_create(organisation=organisation, defaults=wanted)
    Entry.write(actor, "set_letterhead", organisation)
    return letterhead
