"""All that is kept about one person, station by station, as every key to a person declares."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, cast

from django.apps import apps
from django.db.models import (
    BinaryField,
    DateField,
    F,
    Field,
    Model,
    QuerySet,
    Value,
    prefetch_related_objects,
)
from django.db.models.functions import JSONObject
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
    "password",
    "waits",  # a mark that saves reading, no fact
}
Rows = dict[str, list[dict[str, Any]]]
Related = dict[type[Model], dict[Any, Model]]


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
    """Return the person's own record and the rows of every declared key, in words where a key has words.

    All keys are asked in one question and all that they name in a second: it costs the same however long a life is.
    """
    exported = sorted(key for key, rule in rules_of_keys().items() if rule.exported)
    keys = [tuple(key.rsplit(".", 1)) for key in exported]
    keys += [part for key in exported for part in rules_of_keys()[key].parts]
    asked = [("people.person", Person._default_manager.filter(pk=person.pk))]
    asked += [
        (label, apps.get_model(label)._default_manager.filter(**{name: person})) for label, name in keys
    ]
    rows = _rows(asked)
    named = _named(rows)
    found = {
        label: [_in_words(apps.get_model(label), row, named, told) for row in rows[label]]
        for label, _of in asked
    }
    return {
        **found,
        "people.person": [{"NIK": told(whole_nik(person) or ""), **row} for row in found["people.person"]],
    }


def headings() -> dict[str, str]:
    """Return what each part of the export is called."""
    parts = {part for rule in rules_of_keys().values() for part, _way in rule.parts}
    labels = {key.rsplit(".", 1)[0] for key in rules_of_keys()} | {"people.person"} | parts
    return {label: str(apps.get_model(label)._meta.verbose_name) for label in labels}


def _rows(asked: Iterable[tuple[str, QuerySet[Any]]]) -> Rows:
    """Return the rows of several tables by the label of the table, each a dictionary by column."""
    told = [
        found.order_by()
        .annotate(table_label=Value(label), columns=_columns(found.model))
        .values_list("table_label", "columns")
        for label, found in asked
    ]
    rows: Rows = {label: [] for label, _found in asked}
    if told:
        for label, columns in told[0].union(*told[1:], all=True):
            rows[label].append(columns)
    for label, held in rows.items():
        key = apps.get_model(label)._meta.pk.attname
        held.sort(key=lambda row: row[key])
    return rows


def _columns(model: type[Model]) -> JSONObject:
    return JSONObject(**{field.attname: F(field.attname) for field in _told(model)})


def _named(rows: Rows) -> Related:
    """Return the records these rows point to, which tell their own names."""
    wanted: dict[type[Model], set[Any]] = {}
    for label, held in rows.items():
        for field in _told(apps.get_model(label)):
            if field.is_relation and field.related_model is not Person:
                keys = {row[field.attname] for row in held} - {None}
                wanted.setdefault(_model_of(field), set()).update(keys)
    asked = [
        (model._meta.label_lower, model._default_manager.filter(pk__in=keys))
        for model, keys in wanted.items()
        if keys
    ]
    named: Related = {}
    for label, held in _rows(asked).items():
        model = apps.get_model(label)
        records = [
            model(**{one.attname: _typed(one, row[one.attname]) for one in _told(model)}) for row in held
        ]
        named[model] = {record.pk: record for record in records}
    prefetch_related_objects(list(named.get(Source, {}).values()), "sheet")
    return named


def _typed(field: Field[Any, Any], value: Any) -> Any:
    """Return a day or a moment as such: a record may tell it in its name."""
    return field.to_python(value) if isinstance(field, DateField) else value


def _told(model: type[Model]) -> list[Field[Any, Any]]:
    """Return the fields of a record that are told: no secrets, nothing sealed."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in SECRET and not isinstance(field, BinaryField)
    ]


def _in_words(
    model: type[Model], row: dict[str, Any], named: Related, told: Callable[[Any], Any]
) -> dict[str, Any]:
    return {
        str(field.verbose_name): told(_plain(field, row[field.attname], named))
        for field in _told(model)
        if not (field.is_relation and field.related_model is Person)
    }


def _plain(field: Field[Any, Any], value: Any, named: Related) -> Any:
    if field.is_relation:
        return None if value is None else str(named.get(_model_of(field), {}).get(value, value))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return _typed(field, value)


def _model_of(field: Field[Any, Any]) -> type[Model]:
    return cast(type[Model], field.related_model)
