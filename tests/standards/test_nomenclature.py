from __future__ import annotations

from pathlib import Path

from django.apps import apps
from django.utils import translation

PAGE = Path(__file__).parents[2] / "docs" / "nomenclature.md"


def test_every_table_of_the_house_has_its_word_on_the_page() -> None:
    page = PAGE.read_text()
    with translation.override("id"):
        missing = [
            f"| {config.label} | {model.__name__} | {model._meta.verbose_name} |"
            for config in apps.get_app_configs()
            if config.name.startswith("titian.")
            for model in config.get_models()
            if not hasattr(model, "pgh_tracked_model")  # the history of a table bears its name
            and f"| {config.label} | {model.__name__} | {model._meta.verbose_name} |" not in page
        ]
    assert missing == []
