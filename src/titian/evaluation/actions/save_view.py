"""Keep a comparison by a name, for oneself or for one's organisation, and forget it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.evaluation.models import SavedView
from titian.journal.models import Entry
from titian.network.models import Organisation
from titian.network.queries import organisations_of

LONGEST = 2000


@transaction.atomic
def save_view(name: str, query: str, *, organisation: Organisation | None, actor: User) -> SavedView:
    """Keep the question; the same name again means the new question."""
    if len(query) > LONGEST:
        raise DomainError(
            _("Pilihan saringan terlalu banyak untuk disimpan. Kurangi pilihannya."), code="view_too_long"
        )
    if organisation and organisation.pk not in organisations_of(actor, timezone.localdate()):
        raise DomainError(_("Anda bukan anggota lembaga itu."), code="not_a_member")
    keeper = {"organisation": organisation} if organisation else {"user": actor}
    view, _new = SavedView.objects.update_or_create(name=name, **keeper, defaults={"query": query})
    Entry.write(actor, "save_view", view)
    return view


@transaction.atomic
def forget_view(view: SavedView, *, actor: User) -> None:
    Entry.write(actor, "forget_view", view)
    view.delete()
