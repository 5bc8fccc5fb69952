"""Shapes of what people write on the screens of classes and persons."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from titian.certification.rules import Result
from titian.core.fields import DayField
from titian.core.overtaken import ComparedForm
from titian.network.forms import ReasonField
from titian.network.models import Organisation
from titian.people import nik
from titian.people.models import NoNikReason, Sex
from titian.people.rules import why_no_nik_is_refused
from titian.placement.models import Means
from titian.placement.rules import Outcome
from titian.planning.models import NORMAL_CAPACITY, ClassPart
from titian.planning.waves import wave_code
from titian.standards.models import Channel, EducationLevel, Fund

OFF = {"autocomplete": "off"}
PASSED = {"": None, "ya": True, "tidak": False}
COMPETENT = {"": None, "K": True, "BK": False}


class FindForm(forms.Form):
    cari = forms.CharField(
        label=_("Nama, NIK, telepon atau nomor sertifikat"),
        help_text=_("Salah ketik pada nama dimaafkan. Yang Anda tulis tidak disimpan dalam alamat halaman."),
        max_length=120,
        widget=forms.TextInput(attrs=OFF),
    )


class PlannedClassForm(forms.Form):
    """A class as a clerk opens it."""

    centre = forms.ModelChoiceField(
        label=_("Balai penanggung jawab"), queryset=Organisation.objects.none(), empty_label=_("pilih")
    )
    organiser = forms.ModelChoiceField(
        label=_("Penyelenggara"), queryset=Organisation.objects.none(), empty_label=_("pilih")
    )
    programme = forms.CharField(
        label=_("Program pelatihan"),
        help_text=_("Pilih dari saran, atau tulis nama program baru."),
        max_length=200,
        widget=forms.TextInput(attrs={**OFF, "list": "program"}),
    )
    code = forms.CharField(label=_("Kode paket"), max_length=40, widget=forms.TextInput(attrs=OFF))
    starts_on = DayField(label=_("Mulai"))
    ends_on = DayField(label=pgettext_lazy("tanggal", "Selesai"))
    channel = forms.ModelChoiceField(
        label=_("Jalur"), queryset=Channel.objects.filter(retired=False), empty_label=_("pilih")
    )
    fund = forms.ModelChoiceField(
        label=_("Sumber dana"), queryset=Fund.objects.filter(retired=False), empty_label=_("pilih")
    )
    capacity = forms.IntegerField(
        label=_("Kapasitas"),
        initial=NORMAL_CAPACITY,
        min_value=1,
        max_value=500,
        help_text=_("Banyaknya kursi."),
    )
    hours = forms.IntegerField(label=_("Jam pelatihan (JP)"), required=False, min_value=1, max_value=5000)
    wave = forms.CharField(label=_("Gelombang"), max_length=20, required=False)

    def __init__(
        self, *args: Any, centres: list[Organisation], organisers: list[Organisation], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        for name, known in (("centre", centres), ("organiser", organisers)):
            choice: Any = self.fields[name]
            choice.queryset = Organisation.objects.filter(pk__in=[one.pk for one in known]).order_by(
                "name_key"
            )
            if len(centres) == 1:
                choice.initial = centres[0].pk

    def clean_wave(self) -> str:
        return wave_code(self.cleaned_data["wave"])

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        starts_on, ends_on = said.get("starts_on"), said.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", gettext("Tanggal selesai mendahului tanggal mulai. Periksa keduanya."))
        return said


class ClassRoleForm(forms.Form):
    """Who organises or houses the class from which day on, and why."""

    part = forms.ChoiceField(label=_("Yang berubah"), choices=ClassPart.choices)
    organisation = forms.ModelChoiceField(
        label=_("Lembaga baru"), queryset=Organisation.objects.none(), empty_label=_("pilih")
    )
    on = DayField(
        label=_("Berlaku mulai"),
        help_text=_("Hari pertama paket berarti pembetulan: pemegang lama tidak dicatat."),
    )
    reason = ReasonField()

    def __init__(self, *args: Any, organisations: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choice: Any = self.fields["organisation"]
        choice.queryset = organisations


class CardForm(forms.Form):
    """The first two things on an identity card."""

    nik = forms.CharField(
        label=_("NIK"),
        help_text=_("16 angka dari KTP."),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={**OFF, "inputmode": "numeric", "autofocus": True}),
    )
    name = forms.CharField(
        label=_("Nama sesuai KTP"),
        max_length=200,
        widget=forms.TextInput(attrs={**OFF, "autocapitalize": "words"}),
    )

    no_nik_reason = forms.ChoiceField(
        label=_("Tanpa NIK, karena"),
        choices=[("", _("ada NIK")), *NoNikReason.choices],
        required=False,
        help_text=_("Pilih hanya bila NIK memang tidak ada; dicatat bersama orangnya."),
    )

    def clean_nik(self) -> str:
        return nik.clean(self.cleaned_data["nik"])

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        reason = said.get("no_nik_reason", "")
        if not said.get("nik") and not reason and not {"nik", "no_nik_reason"} & self.errors.keys():
            self.add_error("nik", gettext("Isi NIK dari KTP, atau pilih alasan tanpa NIK di bawah."))
        elif reason and (why := why_no_nik_is_refused(said.get("nik", ""), reason)):
            self.add_error("nik", why[1])
        return said


class NewcomerForm(CardForm):
    """The rest of a participant, after the card's first two lines were judged."""

    nik = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    no_nik_reason = forms.CharField(  # type: ignore[assignment]
        max_length=40, required=False, widget=forms.HiddenInput
    )
    name = forms.CharField(max_length=200, widget=forms.HiddenInput)
    birth_date = DayField(label=_("Tanggal lahir"), help_text=_("Cocokkan dengan KTP atau KK."))
    sex = forms.ChoiceField(
        label=_("Jenis kelamin"),
        choices=[("", _("pilih")), *Sex.choices],
        help_text=_("Cocokkan dengan KTP atau KK."),
    )
    education = forms.ModelChoiceField(
        empty_label=_("belum didata"),
        label=_("Pendidikan terakhir"),
        queryset=EducationLevel.objects.filter(retired=False).order_by("rank", "code"),
        required=False,
    )
    regency = forms.ChoiceField(label=_("Kabupaten/kota domisili"), required=False)
    phone = forms.CharField(
        label=_("Nomor telepon"),
        required=False,
        max_length=25,
        widget=forms.TextInput(attrs={**OFF, "inputmode": "tel"}),
    )
    birth_place = forms.CharField(
        label=_("Tempat lahir"), required=False, max_length=100, widget=forms.TextInput(attrs=OFF)
    )
    address = forms.CharField(
        label=_("Alamat"), required=False, max_length=300, widget=forms.TextInput(attrs=OFF)
    )

    def __init__(self, *args: Any, regencies: list[Any], **more: Any) -> None:
        super().__init__(*args, **more)
        choice: Any = self.fields["regency"]
        choice.choices = [("", _("pilih")), *regencies]
        self.fields["birth_date"].widget.attrs["autofocus"] = True
        if self.initial.get("regency"):
            choice.help_text = _("Diisi seperti peserta sebelumnya. Cocokkan dengan KTP.")

    def clean_phone(self) -> str:
        """Return the number as +62..., as rosters keep it."""
        digits = "".join(sign for sign in self.cleaned_data["phone"] if sign.isdigit())
        if not digits:
            return ""
        national = digits.removeprefix("62").removeprefix("0")
        if not 7 <= len(national) <= 13:
            raise ValidationError(
                gettext("Nomor telepon ini tidak lengkap. Tulis seperti 081234567890, atau kosongkan.")
            )
        return f"+62{national}"


class ResultRowForm(ComparedForm):
    """How one participation ended."""

    passed = forms.ChoiceField(
        label=_("Hasil pelatihan"),
        choices=[("", _("belum ada hasil")), ("ya", _("lulus")), ("tidak", _("tidak lulus"))],
        required=False,
    )
    certificate_number = forms.CharField(
        label=_("Nomor sertifikat pelatihan"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs=OFF),
    )
    competent = forms.ChoiceField(
        label=_("Uji kompetensi"),
        choices=[("", _("belum diuji")), ("K", _("kompeten (K)")), ("BK", _("belum kompeten (BK)"))],
        required=False,
    )
    competency_number = forms.CharField(
        label=_("Nomor sertifikat kompetensi"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs=OFF),
    )
    member_number = forms.CharField(
        label=_("Nomor BPJS Ketenagakerjaan"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={**OFF, "inputmode": "numeric"}),
    )

    @staticmethod
    def filled(result: Result) -> dict[str, str]:
        """Return what the fields show for a result on record."""
        said = {True: ("ya", "K"), False: ("tidak", "BK"), None: ("", "")}
        return {
            **result._asdict(),
            "passed": said[result.passed][0],
            "competent": said[result.competent][1],
        }

    def result(self) -> Result:
        said = self.cleaned_data
        return Result(
            PASSED[said["passed"]],
            said["certificate_number"],
            COMPETENT[said["competent"]],
            said["competency_number"],
            said["member_number"],
        )


class RoundForm(forms.Form):
    """When and how the news of a whole class came."""

    informed_on = DayField(label=_("Tanggal informasi"), help_text=_("Hari Anda mendengar kabar ini."))
    means = forms.ChoiceField(label=_("Asal informasi"), choices=[("", _("pilih")), *Means.choices])


class OutcomeRowForm(ComparedForm):
    """The work one participant is reported to have."""

    status = forms.ChoiceField(label=_("Status kerja"), required=False)
    employer_name = forms.CharField(
        label=_("Tempat kerja atau usaha"), max_length=200, required=False, widget=forms.TextInput(attrs=OFF)
    )
    job_title = forms.CharField(
        label=_("Jabatan"), max_length=200, required=False, widget=forms.TextInput(attrs=OFF)
    )
    starts_on = DayField(label=_("Mulai bekerja"), required=False)
    monthly_wage = forms.CharField(
        label=_("Upah sebulan (rupiah)"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={**OFF, "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, statuses: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        choice: Any = self.fields["status"]
        choice.choices = [("", gettext("belum diketahui")), *statuses]

    def clean_monthly_wage(self) -> int | None:
        plain = self.cleaned_data["monthly_wage"].lower().removeprefix("rp").strip(" .")
        digits = plain.replace(".", "").replace(",", "").replace(" ", "")
        if not digits:
            return None
        if not (digits.isascii() and digits.isdigit()):
            raise ValidationError(
                gettext("Upah ini tidak dapat dibaca. Tulis angka saja, misalnya 2500000, atau kosongkan.")
            )
        return int(digits)

    def outcome(self) -> Outcome:
        said = self.cleaned_data
        starts_on: date | None = said["starts_on"]
        return Outcome(
            said["status"], said["employer_name"], said["job_title"], starts_on, said["monthly_wage"]
        )
