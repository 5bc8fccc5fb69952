"""Freeze an evaluation as it stands today and lay it before the head."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.evaluation.actions.fold import fold_touched
from titian.evaluation.actions.publish import protected_tables
from titian.evaluation.frozen import freeze, hash_of
from titian.evaluation.models import Publication
from titian.evaluation.permissions import may_propose_publication
from titian.evaluation.queries.evaluate import evaluate
from titian.evaluation.queries.publications import next_version
from titian.evaluation.states import PublicationState
from titian.journal.actions import move
from titian.journal.models import Entry
from titian.network.models import Organisation


@transaction.atomic
def propose_publication(centre: Organisation, year: int, *, actor: User, note: str = "") -> Publication:
    """Propose today's state of the evaluation; an unsigned proposal of the year is made anew."""
    if not may_propose_publication(actor, centre):
        raise DomainError(
            _("Hanya petugas atau kepala balai itu sendiri yang mengusulkan terbitan."),
            code="may_not_propose",
        )
    Organisation.objects.select_for_update().get(pk=centre.pk)  # two proposals at once would share a version
    held = Publication.objects.of(centre, year).open().select_for_update().first()
    fold_touched()
    with translation.override("id"):  # what is signed is in the language of the state
        evaluation = evaluate(centre, year, user=actor)
    publication = held or Publication(centre=centre, year=year, version=next_version(centre, year))
    publication.as_of = evaluation.figures_on
    publication.document = freeze(evaluation)
    publication.sha256 = hash_of(publication.document)
    publication.public_tables = protected_tables(centre, year)
    publication.proposed_by = actor
    publication.proposed_at = timezone.now()
    publication.note = note
    about: dict[str, Any] = {
        "year": year,
        "version": publication.version,
        "sha256": publication.sha256,
    }
    if held:
        move(publication, "propose_again", actor=actor, **about)
    else:
        publication.save()
        Entry.write(actor, "propose_publication", publication, state=PublicationState.PROPOSED.value, **about)
    return publication
