from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.network.actions.sign_agreement import NewPromise, put_down
from titian.network.models import Agreement, Organisation
from titian.network.rules import why_not_signed

WORDS = ("kind", "title", "number", "signed_on", "starts_on", "ends_on", "scope")


@transaction.atomic
def correct_agreement(
    agreement: Agreement,
    *,
    actor: User,
    reason: str,
    parties: Sequence[Organisation],
    promises: Sequence[NewPromise],
    **words: Any,
) -> bool:
    """Put the record right where it was typed wrong; return whether anything differed.

    The journal keeps what stood there before; `words` are those of WORDS.
    """
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    refused = why_not_signed(
        parties=[party.pk for party in parties],
        promises=[(promise.promised_by.pk, promise.kind) for promise in promises],
        starts_on=words["starts_on"],
        ends_on=words["ends_on"],
    )
    if refused:
        raise DomainError(refused, code="agreement_not_valid")
    before = _stated(agreement)
    for word in WORDS:
        setattr(agreement, word, words[word])
    agreement.save()
    agreement.parties.all().delete()
    agreement.promises.all().delete()
    put_down(agreement, parties, promises)
    after = _stated(agreement)
    changed = {name: value for name, value in before.items() if after[name] != value}
    if changed:
        Entry.write(actor, "correct_agreement", agreement, reason=reason, before=changed)
    return bool(changed)


def _stated(agreement: Agreement) -> dict[str, Any]:
    """Return what the agreement says, as the journal can keep it."""
    said = {word: getattr(agreement, word) for word in WORDS}
    return {
        **{word: value.isoformat() if isinstance(value, date) else value for word, value in said.items()},
        "parties": sorted(agreement.parties.values_list("organisation", flat=True)),
        "promises": sorted(
            list(one) for one in agreement.promises.values_list("promised_by", "kind", "places")
        ),
    }
