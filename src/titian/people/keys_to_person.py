"""What becomes of a record that points to a person when that person is merged, exported or erased.

Each station declares its own keys as `person_keys` of its app; a test fails for a key without a rule.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from django.apps import apps


class KeyRule(NamedTuple):
    """`move` points the row to the record that stays; `refuse` does too, and stops when both have what may be once;
    `keep` leaves the row where it was: it tells of the record, not of the person."""

    merge: Literal["move", "refuse", "keep"]
    exported: bool
    erase: Literal["delete", "keep"]
    parts: tuple[tuple[str, str], ...] = ()  # rows below it that are exported too: (label, way to the person)


def rules_of_keys() -> dict[str, KeyRule]:
    """Return the declared rule of every key to a person: 'training.enrolment.person' -> rule."""
    return {
        key: rule for app in apps.get_app_configs() for key, rule in getattr(app, "person_keys", {}).items()
    }
