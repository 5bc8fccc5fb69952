"""A form with every kind of field, for the page of the kit."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SampleForm(forms.Form):
    """Nothing is done with what is written here."""

    reason = forms.CharField(label=_("Alasan"), help_text=_("Jangan menulis NIK atau nama di sini."))
    kind = forms.ChoiceField(
        label=_("Jalur"), choices=[("", _("Pilih")), ("institutional", _("Pelatihan institusional"))]
    )
    on = forms.DateField(
        label=_("Tanggal"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = forms.CharField(label=_("Catatan"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    sure = forms.BooleanField(label=_("Saya sudah memeriksanya"))
