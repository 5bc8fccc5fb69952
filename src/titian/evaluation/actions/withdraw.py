"""Take back an evaluation that was put out; it stays readable, marked as withdrawn."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.evaluation.actions.report_outlook import report_outlook
from titian.evaluation.models import Publication, PublicTable
from titian.evaluation.permissions import may_sign_publication
from titian.evaluation.rules import why_reason_is_missing
from titian.journal.actions import move


@transaction.atomic
def withdraw_publication(publication: Publication, *, actor: User, reason: str) -> Publication:
    """Withdraw a version with a reason that everybody may read."""
    if not may_sign_publication(actor, publication.centre):
        raise DomainError(_("Hanya kepala balai itu yang menarik terbitan."), code="may_not_withdraw")
    publication = Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
    if why := why_reason_is_missing(reason):
        raise DomainError(why, code="reason_missing")
    publication.note = reason.strip()
    move(publication, "withdraw_publication", actor=actor, reason=reason.strip(), version=publication.version)
    PublicTable.objects.filter(
        centre=publication.centre, year=publication.year, version=publication.version
    ).update(withdrawn_on=timezone.localdate(), withdrawn_because=reason.strip())
    report_outlook(actor=actor)
    return publication
