"""Fields of forms that more than one station shows."""

from __future__ import annotations

from typing import Any

from django import forms


class DayField(forms.DateField):
    """A day chosen from the browser's own calendar, or typed as 31/12/2022."""

    def __init__(self, **more: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        more.setdefault("input_formats", ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"])
        super().__init__(widget=widget, **more)
