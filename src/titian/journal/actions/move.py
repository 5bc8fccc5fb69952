"""Move a record along its lifecycle."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.journal.lifecycle import Stateful
from titian.journal.models import Entry


def move(record: Stateful, verb: str, *, actor: User, reason: str = "", **details: Any) -> None:
    """Let a record the caller has locked make a move of its table, with what it holds, and note it."""
    step = record.LIFECYCLE[verb]
    former = record.state
    if former not in step.sources:
        state = record._meta.get_field("state").choices or ()
        said = str(dict(state).get(former, former))
        raise DomainError(
            _("“%(move)s” tidak dapat dilakukan: keadaannya sekarang “%(state)s”. Muat ulang halaman ini.")
            % {"move": step.label, "state": said},
            code="move_not_open",
        )
    record.state = step.target
    with transaction.atomic(savepoint=False):  # refused above, so what fails here fails whoever called
        record.save()
        Entry.write(actor, verb, record, reason=reason, former=former, state=step.target, **details)
