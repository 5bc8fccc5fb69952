"""Shape of a new version of a centre's year."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from titian.planning.queries import PlannedYear
from titian.planning.targets import TargetRow
from titian.planning.waves import wave_code
from titian.standards.models import Channel, Fund

BLANK_LINES = 3
NUMBERS = ("packages", "people", "rupiah", "rupiah_spent")


class LineForm(forms.Form):
    """One line of the plan; without a channel it is left out."""

    channel = forms.ModelChoiceField(
        label=_("Jalur"),
        queryset=Channel.objects.filter(retired=False),
        required=False,
        empty_label=_("tidak dipakai"),
    )
    fund = forms.ModelChoiceField(
        label=_("Dana"), queryset=Fund.objects.filter(retired=False), required=False, empty_label=_("pilih")
    )
    wave = forms.CharField(label=_("Gelombang"), max_length=20, required=False)
    label = forms.CharField(label=_("Sebutan"), max_length=100, required=False)
    packages = forms.IntegerField(label=_("Paket"), min_value=0, max_value=10**6, required=False)
    people = forms.IntegerField(label=_("Orang"), min_value=0, max_value=10**8, required=False)
    rupiah = forms.IntegerField(label=_("Pagu (rupiah)"), min_value=0, max_value=10**17, required=False)
    rupiah_spent = forms.IntegerField(
        label=_("Realisasi (rupiah)"), min_value=0, max_value=10**17, required=False
    )

    def clean_wave(self) -> str:
        return wave_code(self.cleaned_data["wave"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("channel"):
            for name in ("fund", "packages", "people"):
                if data.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Isi kolom ini, atau hapus barisnya."))
        return data


PlanLines = forms.formset_factory(LineForm, extra=BLANK_LINES, max_num=200)


class VersionForm(forms.Form):
    """When the version was decided, and why the promise changes."""

    decided_on = forms.DateField(
        label=_("Tanggal penetapan"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(
        label=_("Alasan perubahan"),
        help_text=_("Misalnya: pergeseran anggaran sesuai DIPA revisi kedua."),
        max_length=300,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decided_on"].initial = today


def initial_lines(plan: PlannedYear | None) -> list[dict[str, Any]]:
    named = ("channel", "fund", "wave", "label", *NUMBERS)
    return [{name: getattr(target, name) for name in named} for target in plan.targets] if plan else []


def rows_of(formset: Any, centre: str, year: int) -> list[TargetRow]:
    """Return the lines that name a channel, as the action takes them."""
    return [
        TargetRow(
            number, year, centre, line["channel"].code, line["fund"].code, line["wave"], line["label"],
            line["packages"], line["people"], line["rupiah"], line["rupiah_spent"],
        )
        for number, line in enumerate((form.cleaned_data for form in formset), start=1)
        if line.get("channel")
    ]  # fmt: skip
