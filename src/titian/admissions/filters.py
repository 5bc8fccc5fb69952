"""What a visitor of the catalogue may ask for."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from titian.admissions.queries.catalogue import Asked, Offered, regencies_by_province
from titian.core.formats import month

ALL = ("", _("Semua"))


class CatalogueForm(forms.Form):
    """Filters of the catalogue; what cannot be read, or is no longer offered, is left out."""

    cari = forms.CharField(label=_("Cari pelatihan"), max_length=80, required=False)
    dekat = forms.ChoiceField(label=_("Terdekat dari"), required=False)
    kejuruan = forms.ChoiceField(label=_("Kejuruan"), required=False)
    provinsi = forms.ChoiceField(label=_("Provinsi"), required=False)
    tempat = forms.ChoiceField(label=_("Kab./kota"), required=False)
    asrama = forms.ChoiceField(
        label=_("Asrama"),
        choices=[ALL, ("ya", _("dengan asrama")), ("tidak", _("tanpa asrama"))],
        required=False,
    )
    mulai = forms.ChoiceField(label=_("Mulai bulan"), required=False)
    jaminan = forms.ChoiceField(
        label=_("Kursi jaminan"), choices=[ALL, ("disabilitas", _("penyandang disabilitas"))], required=False
    )

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, list[Any]] = {
            "kejuruan": [ALL, *offered.fields],
            "provinsi": [ALL, *offered.provinces],
            "tempat": [
                ALL,
                *sorted(((one.code, one.name) for one in offered.places), key=lambda one: one[1]),
            ],
            "mulai": [ALL, *((one, month(*map(int, one.split("-")))) for one in offered.months)],
            "dekat": [("", _("tidak diurutkan menurut jarak")), *_by_province()],
        }
        for name, choice in choices.items():
            self.fields[name].choices = choice  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        self.is_valid()
        told = self.cleaned_data
        return Asked(
            words=told.get("cari", ""),
            field=told.get("kejuruan", ""),
            province=told.get("provinsi", ""),
            place=told.get("tempat", ""),
            bed=told.get("asrama", ""),
            month=told.get("mulai", ""),
            guarantee=bool(told.get("jaminan")),
            near=told.get("dekat", ""),
        )


def _by_province() -> list[tuple[str, list[tuple[str, str]]]]:
    rows = groupby(regencies_by_province(), key=lambda one: one[2])
    return [(province, [(code, name) for code, name, _province in group]) for province, group in rows]


def month_asked(said: str) -> tuple[int, int] | None:
    """Return year and month of "2026-03", None where it is none."""
    told = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", said)
    return (int(told[1]), int(told[2])) if told else None


def months_beside(year: int, month: int) -> tuple[str, str]:
    """Return the month before and the month after as they stand in an address."""
    place = year * 12 + month - 1
    before, after = (f"{one // 12}-{one % 12 + 1:02}" for one in (place - 1, place + 1))
    return before, after
