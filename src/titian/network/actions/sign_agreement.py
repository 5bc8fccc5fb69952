from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db import transaction

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.network.models import Agreement, AgreementParty, AgreementPromise, Organisation
from titian.network.models.agreement import AgreementKind, PromiseKind
from titian.network.rules import why_not_added, why_not_signed


class NewPromise(NamedTuple):
    """What a party promises, in people."""

    promised_by: Organisation
    kind: PromiseKind
    places: int


@transaction.atomic
def sign_agreement(
    kind: AgreementKind,
    title: str,
    *,
    actor: User,
    parties: Sequence[Organisation],
    starts_on: date,
    ends_on: date | None = None,
    signed_on: date | None = None,
    number: str = "",
    scope: str = "",
    promises: Sequence[NewPromise] = (),
    amends: Agreement | None = None,
    is_demo: bool = False,
) -> Agreement:
    """Record a signed agreement with its parties and promises; an addendum leaves what it `amends` as it was signed."""
    first = amends and (amends.amends or amends)  # an addendum to an addendum changes the same agreement
    reason = (
        why_not_added(starts_on=starts_on, first_starts_on=first.starts_on) if first else None
    ) or why_not_signed(
        parties=[party.pk for party in parties],
        promises=[(promise.promised_by.pk, promise.kind) for promise in promises],
        starts_on=starts_on,
        ends_on=ends_on,
    )
    if reason:
        raise DomainError(reason, code="agreement_not_valid")
    agreement = Agreement.objects.create(
        kind=kind,
        number=number,
        title=title,
        signed_on=signed_on,
        starts_on=starts_on,
        ends_on=ends_on,
        scope=scope,
        amends=first,
        is_demo=is_demo,
    )
    put_down(agreement, parties, promises)
    Entry.write(actor, "sign_agreement", agreement, amends=first.pk if first else None)
    return agreement


def put_down(agreement: Agreement, parties: Sequence[Organisation], promises: Sequence[NewPromise]) -> None:
    """Write who signed and who promised what."""
    AgreementParty.objects.bulk_create(
        AgreementParty(agreement=agreement, organisation=party) for party in parties
    )
    AgreementPromise.objects.bulk_create(
        AgreementPromise(agreement=agreement, **promise._asdict()) for promise in promises
    )
