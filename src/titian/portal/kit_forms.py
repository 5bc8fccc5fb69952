"""A form with every kind of field, for the page of the kit."""

from __future__ import annotations

from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from titian.core.fields import DayField
from titian.core.overtaken import ComparedForm


class SampleForm(forms.Form):
    """Nothing is done with what is written here."""

    reason = forms.CharField(label=_("Alasan"), help_text=_("Jangan menulis NIK atau nama di sini."))
    kind = forms.ChoiceField(
        label=_("Jalur"), choices=[("", _("Pilih")), ("institutional", _("Pelatihan institusional"))]
    )
    on = DayField(label=_("Tanggal"), required=False)
    note = forms.CharField(label=_("Catatan"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    sure = forms.BooleanField(label=_("Saya sudah memeriksanya"))


class SharedForm(ComparedForm):
    """A record that two people edit."""

    phone = forms.CharField(label=_("Nomor telepon"))
    address = forms.CharField(label=_("Alamat"), required=False)
    kind = forms.ChoiceField(label=_("Jalur"), choices=SampleForm.base_fields["kind"].choices, required=False)  # type: ignore[attr-defined]


def overtaken_sample() -> SharedForm:
    """Return a form whose record somebody else has changed since the page was opened."""
    before = {"phone": "0812 0000 0001", "address": gettext("Jalan Contoh 1"), "kind": ""}
    now = {**before, "phone": "0812 0000 0002", "kind": "institutional"}
    sent = {"phone": "0812 0000 0003", "address": gettext("Jalan Contoh 17"), "kind": ""}
    version = SharedForm(prefix="dua").version_of(before)
    data = QueryDict(urlencode({f"dua-{name}": value for name, value in {**sent, "versi": version}.items()}))
    form = SharedForm(data, initial=now, prefix="dua")
    form.is_valid()
    return form
