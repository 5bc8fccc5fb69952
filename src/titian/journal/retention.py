"""What becomes of the rows of a table in time, as told by data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Rule:
    """After `days` from `since`, rows of `table` for which `where` holds are deleted, or blanked by `set`.

    `since`, `where`, `person` and `set` are SQL of ours about the row `t`; nothing of them comes from a person.
    """

    table: str
    days: int
    since: str
    deed: Literal["delete", "blank"]
    why: str
    key: str = "id"
    where: str = "true"
    person: str = ""
    set: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_history(self) -> bool:
        """Row history is added by triggers; below its policy nobody deletes, so a function of the owner does."""
        return self.key == "pgh_id"

    @property
    def due(self) -> str:
        """Return the condition under which a row `t` is due at the moment `%(now)s`."""
        held = f"h.person_id IS NULL OR h.person_id = {self.person}" if self.person else "h.person_id IS NULL"
        return (
            f"({self.since}) < %(now)s - make_interval(days => {self.days}) AND ({self.where}) AND NOT EXISTS ("
            f"SELECT 1 FROM journal_legalhold h WHERE h.lifted_at IS NULL AND ({held}))"
        )


def rules_of(data: Mapping[str, Any], days: Mapping[str, int]) -> list[Rule]:
    """Return the rules in the order they are applied; `days` are an office's own numbers."""
    rules = [Rule(**told) for told in data["rule"]]
    return [Rule(**{**vars(rule), "days": int(days.get(rule.table, rule.days))}) for rule in rules]


def fingerprint_of(rules: list[Rule]) -> str:
    """Return what tells these very rules from others."""
    told = json.dumps([{**vars(rule), "set": dict(rule.set)} for rule in rules], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]
