"""What the roster screens are told: files, where they belong, what a column means, the right cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from titian.core.fields import DayField
from titian.network.models import Organisation
from titian.planning.waves import LONGEST_WAVE, wave_code
from titian.rosters.queries.columns import UnknownColumn
from titian.rosters.queries.hand_ins import Way
from titian.rosters.reading.fields import FIELD_LABELS
from titian.rosters.reading.vocabulary import LEAVE_OUT
from titian.rosters.writing.sheet import CHOICES

ACCEPT = ".xlsx,.xlsm,.xls,.ods,.csv"
LONGEST_CELL = 500
NEVER_EMPTY = {"name", "nik", "sex"}  # without these nobody is recorded


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """One or more files."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        several = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFilesField, self).clean(one, initial) for one in several] or [super().clean(None)]


class UploadForm(forms.Form):
    rosters = ManyFilesField(
        label=gettext_lazy("Berkas daftar peserta"),
        allow_empty_file=True,
        widget=ManyFiles(attrs={"accept": ACCEPT, "multiple": True}),
        error_messages={"required": gettext_lazy("Pilih sedikitnya satu berkas.")},
        help_text=gettext_lazy(
            "Berkas .xlsx, .ods atau .csv, satu atau beberapa sekaligus. "
            "Bila ada manifest.csv (daftar berkas dengan balai dan jalurnya), kirim bersama."
        ),
    )


class HandInForm(forms.Form):
    """What an organisation hands in to its centre; the first year is the likely one."""

    way = forms.ChoiceField(label=gettext_lazy("Lembaga Anda"))
    year = forms.TypedChoiceField(label=gettext_lazy("Tahun pelatihan"), coerce=int)
    rosters = ManyFilesField(
        label=gettext_lazy("Berkas daftar peserta"),
        allow_empty_file=True,
        widget=ManyFiles(attrs={"accept": ACCEPT, "multiple": True}),
        error_messages={"required": gettext_lazy("Pilih sedikitnya satu berkas.")},
        help_text=gettext_lazy("Berkas .xlsx, .ods atau .csv, satu atau beberapa sekaligus."),
    )
    note = forms.CharField(
        label=gettext_lazy("Catatan untuk balai"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, ways: Sequence[Way], years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(str(number), way.sender.name) for number, way in enumerate(ways)]
        self.fields["way"].choices = places  # type: ignore[attr-defined]
        self.fields["year"].choices = [(str(year), str(year)) for year in years]  # type: ignore[attr-defined]
        if len(ways) == 1:
            self.fields["way"].widget = forms.HiddenInput()
            self.fields["way"].initial = "0"


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Pengirim membacanya. Sebutkan apa yang harus diperbaiki, tanpa nama dan NIK peserta."
        ),
        error_messages={
            "required": gettext_lazy("Isi alasannya, supaya pengirim tahu apa yang harus diperbaiki.")
        },
    )


class PlaceForm(forms.Form):
    """Where one file belongs."""

    centre = forms.ChoiceField(label=gettext_lazy("Balai penanggung jawab"))
    year = forms.IntegerField(
        label=gettext_lazy("Tahun"), min_value=2000, max_value=2100, widget=forms.NumberInput()
    )
    channel = forms.ChoiceField(label=gettext_lazy("Jalur pelatihan"))
    wave = forms.CharField(
        label=gettext_lazy("Gelombang"),
        required=False,
        max_length=LONGEST_WAVE,
        help_text=gettext_lazy("Bila ada dan tidak tertulis di lembarnya."),
    )
    certification_body = forms.ChoiceField(
        label=gettext_lazy("LSP penguji"),
        required=False,
        help_text=gettext_lazy("Bila diketahui dan tidak tertulis di lembarnya."),
    )

    def __init__(
        self,
        *args: Any,
        centres: Sequence[Organisation],
        channels: Sequence[tuple[str, str]],
        bodies: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        ask = ("", _("pilih"))
        self.fields["centre"].choices = [ask, *((str(one.pk), one.name) for one in centres)]  # type: ignore[attr-defined]
        self.fields["channel"].choices = [ask, *channels]  # type: ignore[attr-defined]
        self.fields["certification_body"].choices = [("", _("belum diketahui")), *bodies]  # type: ignore[attr-defined]

    def clean_wave(self) -> str:
        return wave_code(self.cleaned_data["wave"])


class ColumnsForm(forms.Form):
    """What each unknown column means; one left open stays unknown."""

    def __init__(self, *args: Any, columns: Sequence[UnknownColumn], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns
        known = [(name, str(label)) for name, label in FIELD_LABELS.items() if not name.startswith("source_")]
        for number, column in enumerate(columns):
            likely = [(name, FIELD_LABELS[name]) for name in column.suggestions if name in FIELD_LABELS]
            choices: list[Any] = [("", _("putuskan nanti")), (LEAVE_OUT, _("tidak dipakai"))]
            if likely:
                choices.append((_("Mungkin"), likely))
            choices.append((_("Semua data"), known))
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=column.heading, required=False, choices=choices, help_text="; ".join(column.places[:4])
            )

    def meanings(self) -> dict[str, str]:
        """Return the field chosen for each heading."""
        told = [
            (column.heading, self.cleaned_data[f"column_{number}"])
            for number, column in enumerate(self.columns)
        ]
        return {heading: field for heading, field in told if field}


class ClassTitleForm(forms.Form):
    """What the title block of a class should have said."""

    package = forms.CharField(
        label=gettext_lazy("Kode paket"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    programme = forms.CharField(
        label=gettext_lazy("Nama program pelatihan"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    starts_on = DayField(label=gettext_lazy("Mulai"))
    ends_on = DayField(label=pgettext_lazy("tanggal", "Selesai"))

    def clean_package(self) -> str:
        return " ".join(str(self.cleaned_data["package"]).split())

    def clean_programme(self) -> str:
        return " ".join(str(self.cleaned_data["programme"]).split())


class RepairForm(forms.Form):
    """The cells of one held row that are to be written anew."""

    def __init__(self, *args: Any, cells: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cells = self.initial = cells
        for name, text in cells.items():
            label, required = FIELD_LABELS.get(name, name), name in NEVER_EMPTY
            if name in CHOICES:
                words = dict.fromkeys(["", text, *CHOICES[name]])
                self.fields[name] = forms.ChoiceField(
                    label=label, required=required, choices=[(word, word or _("kosong")) for word in words]
                )
            else:
                self.fields[name] = forms.CharField(
                    label=label, required=required, max_length=LONGEST_CELL,
                    widget=forms.TextInput(
                        attrs={"autocomplete": "off", "inputmode": "numeric" if name == "nik" else "text"}
                    ),
                )  # fmt: skip
            # The row's judge says what is missing, in words; the form only tells that the cell is asked for.
            self.fields[name].widget.attrs["aria-required"] = "true"

    def corrections(self) -> dict[str, str]:
        """Return the cells whose text was changed."""
        told = {name: self.cleaned_data[name].strip() for name in self.cells}
        return {name: text for name, text in told.items() if text != self.cells[name].strip()}


class UndoForm(forms.Form):
    sure = forms.BooleanField(
        label=gettext_lazy("Ya, batalkan muatan ini."),
        error_messages={"required": gettext_lazy("Centang dahulu bahwa Anda yakin.")},
    )


class BlankForm(forms.Form):
    """Which class a blank roster is for."""

    training_class = forms.ChoiceField(label=gettext_lazy("Paket"))

    def __init__(self, *args: Any, classes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["training_class"].choices = [("", _("pilih")), *classes]  # type: ignore[attr-defined]
