"""All that is kept about one person, station by station, as every key to a person declares."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Field, Model

from titian.journal.models import Source
from titian.people.keys_to_person import rules_of_keys
from titian.people.models import Person
from titian.people.queries import whole_nik

SECRET = {
    "code_hash",
    "token",
    "key",
    "nik_cipher",
    "nik_hash",
    "nik_next_hash",
    "nik_key_version",
    "name_key",
}


def everything_about(person: Person) -> dict[str, Any]:
    """Return the person's own record and the rows of every declared key, in words where a key has words."""
    found: dict[str, Any] = {"people.person": [{"nik": whole_nik(person) or "", **_row(person)}]}
    for key, rule in sorted(rules_of_keys().items()):
        if not rule.exported:
            continue
        label, field = key.rsplit(".", 1)
        model = apps.get_model(label)
        found[label] = _rows(model, field, person)
        for part, way in rule.parts:
            found[part] = _rows(apps.get_model(part), way, person)
    return found


def headings() -> dict[str, str]:
    """Return what each part of the export is called."""
    parts = {part for rule in rules_of_keys().values() for part, _way in rule.parts}
    labels = {key.rsplit(".", 1)[0] for key in rules_of_keys()} | {"people.person"} | parts
    return {label: str(apps.get_model(label)._meta.verbose_name) for label in labels}


def _rows(model: type[Model], way: str, person: Person) -> list[dict[str, Any]]:
    """Return the rows that lead to a person, with what they point to read along: one statement a table."""
    beside = [
        "source__sheet" if field.related_model is Source else field.name
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is not Person
    ]
    rows = model._default_manager.filter(**{way: person}).order_by("pk")
    return [_row(row) for row in (rows.select_related(*beside) if beside else rows)]


def _row(record: Model) -> dict[str, Any]:
    return {
        str(field.verbose_name): _plain(record, field)
        for field in record._meta.concrete_fields
        if field.name not in SECRET and not (field.is_relation and field.related_model is Person)
    }


def _plain(record: Model, field: Field[Any, Any]) -> Any:
    if field.is_relation:
        related = getattr(record, field.name, None)
        return None if related is None else str(related)
    value = getattr(record, field.attname)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return None
    return value if isinstance(value, str | int | float | bool | dict | list | None) else str(value)
