"""Shapes of input of the pages composed here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from titian.people.models import Sex
from titian.people.rules import SHORTEST_REASON
from titian.portal.queries.classes import ClassFilter
from titian.portal.queries.people import PeopleFilter
from titian.standards.models import Channel


class RevealForm(forms.Form):
    """Why somebody needs the whole NIK; the person can read it."""

    reason = forms.CharField(
        label=_("Alasan melihat NIK lengkap"),
        help_text=_(
            "Alasan dicatat dan dapat dibaca oleh yang bersangkutan. Jangan menulis NIK atau nama di sini."
        ),
        min_length=SHORTEST_REASON,
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ClassFilterForm(forms.Form):
    """Filters of the list of classes; what cannot be read is left out."""

    tahun = forms.TypedChoiceField(label=_("Tahun"), coerce=int, empty_value=None, required=False)
    jalur = forms.ModelChoiceField(
        label=_("Jalur"),
        queryset=Channel.objects.filter(retired=False),
        empty_label=_("Semua"),
        required=False,
    )
    penyelenggara = forms.TypedChoiceField(
        label=_("Penyelenggara"), coerce=int, empty_value=None, required=False
    )
    konfirmasi = forms.ChoiceField(
        label=_("Pengenalan penyelenggara"),
        choices=[("", _("Semua")), ("belum", _("belum dikonfirmasi"))],
        required=False,
    )
    cari = forms.CharField(label=_("Kode, program atau penyelenggara"), max_length=80, required=False)

    def __init__(
        self, *args: Any, years: list[int], organisers: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tahun"].choices = [("", _("Semua")), *((year, str(year)) for year in years)]  # type: ignore[attr-defined]
        self.fields["penyelenggara"].choices = [("", _("Semua")), *organisers]  # type: ignore[attr-defined]
        if not organisers:
            del self.fields["penyelenggara"]

    def asked(self) -> ClassFilter:
        self.is_valid()
        channel = self.cleaned_data.get("jalur")
        return ClassFilter(
            year=self.cleaned_data.get("tahun"),
            channel=channel.code if channel else "",
            organiser=self.cleaned_data.get("penyelenggara"),
            words=self.cleaned_data.get("cari", ""),
            unconfirmed=self.cleaned_data.get("konfirmasi") == "belum",
        )


class PeopleFilterForm(forms.Form):
    """Filters of the list of people; what cannot be read is left out."""

    wilayah = forms.ChoiceField(label=_("Domisili"), required=False)
    kelamin = forms.ChoiceField(
        label=_("Jenis kelamin"), choices=[("", _("Semua")), *Sex.choices], required=False
    )
    pendidikan = forms.ChoiceField(label=_("Pendidikan terakhir"), required=False)
    umur = forms.ChoiceField(
        label=_("Umur"),
        choices=[
            ("", _("Semua")),
            ("muda", _("sampai 25 tahun")),
            ("dewasa", _("25 sampai 40 tahun")),
            ("matang", _("di atas 40 tahun")),
        ],
        required=False,
    )
    pelatihan = forms.ChoiceField(
        label=_("Pelatihan"), choices=[("", _("Semua")), ("belum", _("belum pernah dilatih"))], required=False
    )

    def __init__(
        self, *args: Any, places: list[tuple[str, str]], levels: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wilayah"].choices = [("", _("Semua")), *places]  # type: ignore[attr-defined]
        self.fields["pendidikan"].choices = [("", _("Semua")), *levels]  # type: ignore[attr-defined]

    def asked(self) -> PeopleFilter:
        self.is_valid()
        read = self.cleaned_data.get
        return PeopleFilter(
            place=read("wilayah", ""),
            sex=read("kelamin", ""),
            education=read("pendidikan", ""),
            ages=read("umur", ""),
            untrained=read("pelatihan") == "belum",
        )
