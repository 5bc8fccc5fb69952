"""All that is kept about one person, station by station, as every key to a person declares."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import BinaryField, Field, Model
from django.utils.translation import gettext as _

from titian.core import formats
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


def for_machines(value: Any) -> Any:
    """Days and moments as ISO 8601."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def for_people(value: Any) -> Any:
    """Days and moments as people write them; yes, no and nothing in words."""
    if value is None or value == "":
        return _("belum didata")
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(value, datetime):
        return formats.moment(value)
    return formats.day(value) if isinstance(value, date) else value


def everything_about(person: Person, told: Callable[[Any], Any] = for_machines) -> dict[str, Any]:
    """Return the person's own record and the rows of every declared key, in words where a key has words."""
    found: dict[str, Any] = {"people.person": [{"NIK": told(whole_nik(person) or ""), **_row(person, told)}]}
    for key, rule in sorted(rules_of_keys().items()):
        if not rule.exported:
            continue
        label, field = key.rsplit(".", 1)
        model = apps.get_model(label)
        found[label] = _rows(model, field, person, told)
        for part, way in rule.parts:
            found[part] = _rows(apps.get_model(part), way, person, told)
    return found


def headings() -> dict[str, str]:
    """Return what each part of the export is called."""
    parts = {part for rule in rules_of_keys().values() for part, _way in rule.parts}
    labels = {key.rsplit(".", 1)[0] for key in rules_of_keys()} | {"people.person"} | parts
    return {label: str(apps.get_model(label)._meta.verbose_name) for label in labels}


def _rows(model: type[Model], way: str, person: Person, told: Callable[[Any], Any]) -> list[dict[str, Any]]:
    """Return the rows that lead to a person, with what they point to read along: one statement a table."""
    beside = [
        "source__sheet" if field.related_model is Source else field.name
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is not Person
    ]
    rows = model._default_manager.filter(**{way: person}).order_by("pk")
    return [_row(row, told) for row in (rows.select_related(*beside) if beside else rows)]


def _row(record: Model, told: Callable[[Any], Any]) -> dict[str, Any]:
    return {
        str(field.verbose_name): told(_plain(record, field))
        for field in record._meta.concrete_fields
        if field.name not in SECRET
        and not isinstance(field, BinaryField)
        and not (field.is_relation and field.related_model is Person)
    }


def _plain(record: Model, field: Field[Any, Any]) -> Any:
    if field.is_relation:
        related = getattr(record, field.name, None)
        return None if related is None else str(related)
    value = getattr(record, field.attname)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    kept = (str, int, float, dict, list, date)  # a bool is an int, a datetime a date
    return value if value is None or isinstance(value, kept) else str(value)
