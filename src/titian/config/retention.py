"""The rules of this installation: those that come with it, with the office's own numbers of days."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.access import acting_as
from titian.core.clock import refuse_clocks_apart
from titian.core.errors import DomainError
from titian.core.tombstones import buried
from titian.journal.actions.retention import replay, retire
from titian.journal.retention import Rule, rules_of
from titian.people.queries import granted_deletions

_DATA = Path(__file__).with_suffix(".toml")
BATCH = 2_000
RUN_AT_MOST = timedelta(days=1)
# Who looked at a record stays told for its own time, whatever became of the record; only what was typed goes with it.
WITNESSES = {("journal_look", "delete")}


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
    refuse_clocks_apart()
    return _retire(rules(), actor)


def replay_since(backed_up_at: datetime, actor: User) -> int | None:
    """Do again what was deleted after a backup was made; None where no list of deletions is here.

    A run names one moment for all its batches, so what began before the backup may have ended after it: a day more
    is replayed, which harms nothing.
    """
    if not Path(settings.TOMBSTONES).exists():
        return None
    stones = buried(since=backed_up_at - RUN_AT_MOST)
    if not stones:
        return 0
    with acting_as(actor.pk):
        return replay(rules(), stones, actor=actor)


def retire_granted(actor: User) -> dict[str, int]:
    """Carry out the deletions that were granted, at once and in full; a legal hold stops these too."""
    with acting_as(actor.pk):
        people = granted_deletions(undone_since=timezone.now() - timedelta(days=1))
    told = [rule for rule in rules() if rule.person and (rule.table, rule.deed) not in WITNESSES]
    return _retire([_of(rule, people) for rule in told], actor) if people else {}


def _of(rule: Rule, people: list[int]) -> Rule:
    """Narrow a rule to these people and take its waiting away; what is deleted goes whatever state it is in."""
    known = ", ".join(str(int(person)) for person in people)
    where = rule.where if rule.deed == "blank" else "true"
    return replace(
        rule, days=0, since="'-infinity'::timestamptz", where=f"({where}) AND {rule.person} IN ({known})"
    )


def _retire(applied: list[Rule], actor: User) -> dict[str, int]:
    now = timezone.now()
    gone: dict[str, int] = {}
    for rule in applied:
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
