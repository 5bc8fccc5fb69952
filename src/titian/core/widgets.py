"""How form fields are drawn: by Django's own Jinja2 templates, but a select in one piece.

Django's select asks three templates an option, and a list of provinces has forty.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django import forms
from django.forms.renderers import Jinja2
from django.utils.functional import cached_property

OURS = Path(__file__).parent / "jinja2" / "widgets"
DJANGOS = Path(forms.__file__).parent / "jinja2"


class FormRenderer(Jinja2):
    """Looks among our few templates first."""

    @cached_property
    def engine(self) -> Any:
        return self.backend({"APP_DIRS": True, "DIRS": [OURS, DJANGOS], "NAME": "djangoforms", "OPTIONS": {}})
