"""Shape of a new version of a centre's year."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from titian.core.fields import DayField
from titian.core.memory import asked_once
from titian.core.overtaken import ComparedForm
from titian.planning.queries import PlannedYear
from titian.planning.targets import TargetRow
from titian.planning.waves import wave_code
from titian.standards.models import Channel, Fund

BLANK_LINES = 3
PLACE = ("channel", "fund", "wave")
NUMBERS = ("packages", "people", "rupiah", "rupiah_spent")


@asked_once
def _listed(name: str) -> list[tuple[str, str]]:
    """Return what every line may choose from, asked once for all lines of a page."""
    entries = Channel.objects if name == "channel" else Fund.objects
    return [(one.pk, str(one)) for one in entries.filter(retired=False)]


class LineForm(ComparedForm):
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("channel", "fund"):
            field = self.fields[name]
            field.choices = [("", field.empty_label), *_listed(name)]  # type: ignore[attr-defined]

    def version_of_place(self) -> tuple[str, ...]:
        """Return which place the line on record is of."""
        return tuple(self._on_record()[name] for name in PLACE)

    def sent_place(self) -> tuple[str, ...]:
        """Return which place the line was filled from, or names if it was blank."""
        seen = tuple(self._seen()[name] for name in PLACE)
        return (
            seen
            if seen != LineForm().version_of_place()
            else tuple(self._fingerprint_sent(name) for name in PLACE)
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

    decided_on = DayField(label=_("Tanggal penetapan"))
    reason = forms.CharField(
        label=_("Alasan perubahan"),
        help_text=_("Misalnya: pergeseran anggaran sesuai DIPA revisi kedua."),
        max_length=300,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decided_on"].initial = today


def aligned(sent: QueryDict, current: list[dict[str, Any]], prefix: str) -> QueryDict:
    """Return the lines as sent, each beside the line on record that it was filled from or that names the same place.

    Lines somebody added in between come in where nobody sent one; they differ from what the page showed.
    """
    count = sent.get(f"{prefix}-TOTAL_FORMS", "")
    rows = range(min(int(count), PlanLines.max_num) if count.isdecimal() else 0)
    on_record = [LineForm(initial=line) for line in current]
    versions = {form.version_of_place(): number for number, form in reversed(list(enumerate(on_record)))}
    told: dict[int, int] = {}
    added = []
    for row in rows:
        form = LineForm(sent, prefix=f"{prefix}-{row}")
        place = versions.get(form.sent_place())
        if place is None or place in told:
            added.append(row)
        else:
            told[place] = row
    order = [*(told.get(number) for number in range(len(current))), *added]
    found = sent.copy()
    for name in [name for name in sent if name.startswith(f"{prefix}-")]:
        del found[name]
    for number, held in enumerate(order):
        start = f"{prefix}-{held}-"
        for name in sent if held is not None else ():
            if name.startswith(start):
                found.setlist(f"{prefix}-{number}-{name.removeprefix(start)}", sent.getlist(name))
    found[f"{prefix}-TOTAL_FORMS"] = str(len(order))
    found[f"{prefix}-INITIAL_FORMS"] = str(len(current))
    return found


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
