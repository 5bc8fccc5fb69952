from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Field, Model

from titian.people.keys_to_person import rules_of_keys
from titian.people.models import Person


def _models() -> list[type[Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if apps.get_app_config(model._meta.app_label).name.startswith("titian.")
    ]


def _keys() -> Iterator[tuple[type[Model], Field]]:
    for model in _models():
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            if field.is_relation and field.related_model is not None:
                yield model, field


def _name(model: type[Model], field: Field) -> str:
    return f"{model._meta.label_lower}.{field.name}"


def test_a_key_that_crosses_stations_has_no_way_back():
    ours = {model._meta.app_label for model in _models()}
    looks_ahead = [
        _name(model, field)
        for model, field in _keys()
        if field.related_model._meta.app_label in ours - {model._meta.app_label}
        and not field.remote_field.hidden
    ]
    assert looks_ahead == []


def test_every_key_to_a_person_has_a_rule():
    keys = {_name(model, field) for model, field in _keys() if field.related_model is Person}
    assert keys == set(rules_of_keys())
