"""Shapes of what offices and centres write about nominations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from titian.admissions.models import Paper, RoundClass
from titian.admissions.queries.nominations import Quota
from titian.people.consent_texts import text_of
from titian.people.models import ConsentPurpose
from titian.standards.models import Region


class NominationForm(forms.Form):
    """One candidate for a bed; the answers are those of an application."""

    round_class = forms.TypedChoiceField(label=_("Paket"), coerce=int)
    papers = forms.MultipleChoiceField(
        label=_("Berkas yang sudah ada di dinas"), choices=Paper.choices, required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        help_text=_("Boleh dicalonkan sebelum lengkap; balai baru meneruskannya bila semua sudah ada."),
    )  # fmt: skip
    reads = forms.BooleanField(label=_("Dapat membaca dan menulis"), required=False, initial=True)
    works = forms.BooleanField(label=_("Sedang bekerja"), required=False)
    studies = forms.BooleanField(label=_("Sedang bersekolah atau kuliah"), required=False)
    disability = forms.BooleanField(
        label=_("Penyandang disabilitas yang ingin memakai kursi jaminan"),
        help_text=_("Hanya bila orangnya sendiri menyatakannya; tidak pernah mengurangi peluang."),
        required=False,
    )
    agreed = forms.BooleanField(
        label=_("Orangnya sudah mendengar teks ini dan menyetujuinya"),
        error_messages={"required": _("Tanpa persetujuan orangnya, tidak ada pencalonan.")},
    )
    given_by = forms.CharField(
        label=_("Diucapkan oleh"), max_length=200, required=False,
        help_text=_("Kosongkan bila oleh orangnya sendiri; isi nama wali bila oleh wali."),
    )  # fmt: skip

    def __init__(self, *args: Any, quotas: list[Quota], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["round_class"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [
            (
                one.round_class.pk,
                gettext("%(class)s, %(centre)s (sisa kuota %(n)d)")
                % {
                    "class": one.round_class.opening.training_class.programme.name,
                    "centre": one.round_class.round.centre.name,
                    "n": one.free,
                },
            )
            for one in quotas
        ]
        self.fields["agreed"].help_text = text_of(ConsentPurpose.NOMINATION)


class QuotaForm(forms.Form):
    """How many one regency may nominate for one class."""

    round_class = forms.TypedChoiceField(label=_("Paket"), coerce=int)
    regency = forms.ModelChoiceField(label=_("Kabupaten/kota"), queryset=Region.objects.none())
    places = forms.IntegerField(
        label=_("Paling banyak dicalonkan"), min_value=0, max_value=500, help_text=_("0 menghapus kuotanya.")
    )

    def __init__(self, *args: Any, classes: list[RoundClass], regencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        which, where = self.fields["round_class"], self.fields["regency"]
        assert isinstance(which, forms.TypedChoiceField)
        assert isinstance(where, forms.ModelChoiceField)
        which.choices = [
            (one.pk, f"{one.opening.training_class.programme.name} ({one.opening.training_class.code})")
            for one in classes
        ]
        where.queryset = regencies
