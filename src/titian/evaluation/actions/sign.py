"""Sign a proposed evaluation, which puts it out, or send it back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.evaluation.actions.publish import put_public_tables
from titian.evaluation.actions.report_outlook import report_outlook
from titian.evaluation.frozen import hash_of
from titian.evaluation.models import Publication
from titian.evaluation.permissions import may_sign_publication
from titian.evaluation.rules import why_not_signed, why_reason_is_missing
from titian.journal.actions import move


@transaction.atomic
def sign_publication(publication: Publication, *, actor: User, sha256: str) -> Publication:
    """Sign the text whose hash the signer read; its protected tables become the public's."""
    publication = _held(publication, actor)
    same = publication.sha256 == sha256 == hash_of(publication.document)
    proposer = publication.proposed_by_id
    if reason := why_not_signed(proposer_id=proposer, signer_id=actor.pk, same_text=same):
        raise DomainError(reason, code="two_persons" if proposer == actor.pk else "text_changed")
    publication.signed_by, publication.signed_at = actor, timezone.now()
    move(publication, "sign_publication", actor=actor, version=publication.version, sha256=sha256)
    put_public_tables(
        publication.centre,
        publication.year,
        publication.public_tables,
        as_of=publication.as_of,
        version=publication.version,
        sha256=sha256,
    )
    report_outlook(actor=actor)
    return publication


@transaction.atomic
def send_back_publication(publication: Publication, *, actor: User, reason: str) -> Publication:
    """Give a proposal back to those who prepared it, saying why."""
    publication = _held(publication, actor)
    if why := why_reason_is_missing(reason):
        raise DomainError(why, code="reason_missing")
    publication.note = reason.strip()
    move(publication, "send_back_publication", actor=actor, reason=reason.strip())
    return publication


def _held(publication: Publication, actor: User) -> Publication:
    """Lock the proposal; only the head of its centre goes on."""
    if not may_sign_publication(actor, publication.centre):
        raise DomainError(_("Hanya kepala balai itu yang menandatangani."), code="may_not_sign")
    return Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
