"""The day an evaluation is asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from titian.core.fields import DayField
from titian.network.models import Organisation


class AsOfForm(forms.Form):
    """A day within the year or after it, but not one still to come."""

    as_of = DayField(
        label=_("Keadaan per tanggal"),
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Tulis tanggal seperti 2022-12-21: tahun, bulan, hari.")},
        help_text=_(
            "Fakta bertanggal sesudahnya tidak dihitung. Kosong berarti semua yang dicatat sampai hari ini."
        ),
    )

    def __init__(self, *args: Any, year: int, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year, self.today = year, today

    def clean_as_of(self) -> date | None:
        as_of: date | None = self.cleaned_data["as_of"]
        if as_of is None:
            return None
        if as_of > self.today:
            raise forms.ValidationError(_("Tanggal itu belum tiba."))
        if as_of.year < self.year:
            raise forms.ValidationError(_("Tanggal itu sebelum tahun yang dievaluasi."))
        return as_of


class ProposalForm(forms.Form):
    """What the proposer wants the head to know."""

    note = forms.CharField(
        label=_("Catatan untuk kepala balai"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Misalnya apa yang berubah sejak versi sebelumnya. Jangan menulis nama atau NIK peserta."
        ),
    )


class ReasonForm(forms.Form):
    """Why something is sent back or withdrawn."""

    reason = forms.CharField(
        label=_("Alasan"),
        min_length=10,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Jangan menulis nama atau NIK peserta."),
        error_messages={
            "required": _("Tulis alasannya; tanpa alasan orang lain tidak tahu apa yang harus diperbaiki."),
            "min_length": _("Alasan terlalu singkat; tulis apa yang salah dan di mana."),
        },
    )


class SavedViewForm(forms.Form):
    """A name for a comparison, and whose it is."""

    name = forms.CharField(
        label=_("Nama tampilan"),
        max_length=80,
        error_messages={"required": _("Beri nama, agar tampilan ini dapat ditemukan lagi.")},
    )
    organisation = forms.ModelChoiceField(
        label=_("Untuk siapa"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Hanya untuk saya"),
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
