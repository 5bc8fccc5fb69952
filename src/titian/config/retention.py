"""The rules of this installation: those that come with it, with the office's own numbers of days."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.access import acting_as
from titian.core.errors import DomainError
from titian.journal.actions.retention import retire
from titian.journal.retention import Rule, rules_of

_DATA = Path(__file__).with_suffix(".toml")
BATCH = 2_000


def told() -> dict[str, Any]:
    """Return the whole page of rules as it comes with this version."""
    return tomllib.loads(_DATA.read_text())


def rules() -> list[Rule]:
    """Return the rules in force here."""
    own = Path(settings.HOME) / "retention.toml"
    days = tomllib.loads(own.read_text()).get("days", {}) if own.exists() else {}
    page = told()
    if unknown := set(days) - {rule["table"] for rule in page["rule"]}:
        raise DomainError(
            _("%(file)s menyebut tabel tanpa aturan: %(tables)s.")
            % {"file": own, "tables": ", ".join(sorted(unknown))},
            code="unknown_table",
        )
    return rules_of(page, days)


def retire_all(actor: User) -> dict[str, int]:
    """Apply every rule in its order, a transaction a batch; return how many rows went from each table."""
    now = timezone.now()
    gone: dict[str, int] = {}
    for rule in rules():
        total = 0
        while True:
            with acting_as(actor.pk):
                done = retire(rule, now=now, most=BATCH, actor=actor)
            total += done
            if done < BATCH:
                break
        if total:
            gone[rule.table] = gone.get(rule.table, 0) + total
    return gone
