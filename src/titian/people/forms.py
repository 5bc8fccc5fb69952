"""Shapes of what people and officers write at the front door."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.dates import MONTHS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from titian.accounts.models import User
from titian.accounts.passwords import HELP, LONGEST, SHORTEST
from titian.core.fields import DayField
from titian.core.overtaken import ComparedForm
from titian.network.models import Membership, Organisation
from titian.people import nik
from titian.people.consent_texts import CURRENT, OPTIONAL, TEXTS
from titian.people.models import (
    AccommodationKind,
    ChangeRequest,
    ConsentPurpose,
    Difficulty,
    NoNikReason,
    Person,
    Setting,
    Sex,
)
from titian.standards.models import EducationLevel, Occupation, Region
from titian.standards.models.region import RegionLevel

OFF = {"autocomplete": "off"}
MARITAL = [
    ("", _("belum didata")),
    ("single", _("belum kawin")),
    ("married", _("kawin")),
    ("parted", _("cerai")),
]


def regency_field(**more: Any) -> forms.ModelChoiceField[Region]:
    regencies = Region.objects.filter(level=RegionLevel.REGENCY, retired=False).order_by("name_key")
    return forms.ModelChoiceField(
        queryset=regencies, label=_("Kabupaten/kota tempat tinggal"), empty_label=_("pilih"), **more
    )


class IdentityForm(forms.Form):
    """Screen 1: who."""

    name = forms.CharField(
        label=_("Nama sesuai KTP"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    nik = forms.CharField(
        label=_("NIK"), help_text=_("16 angka dari KTP atau kartu keluarga."), max_length=40, required=False,
        widget=forms.TextInput(attrs={**OFF, "inputmode": "numeric"}),
    )  # fmt: skip
    no_nik_reason = forms.ChoiceField(
        label=_("Bila tidak ada NIK, apa sebabnya?"),
        choices=[("", _("NIK sudah diisi")), *NoNikReason.choices],
        required=False,
    )
    birth_date = DayField(label=_("Tanggal lahir"))
    sex = forms.ChoiceField(label=_("Jenis kelamin"), choices=[("", _("pilih")), *Sex.choices])

    def clean_nik(self) -> str:
        return nik.clean(self.cleaned_data["nik"])

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not said.get("nik") and not said.get("no_nik_reason") and "nik" not in self.errors:
            self.add_error("nik", gettext("Isi NIK, atau pilih sebab tidak ada NIK."))
        if said.get("nik"):
            said["no_nik_reason"] = ""
        return said


class ContactForm(forms.Form):
    """Screen 2: where and how to reach."""

    phone = forms.CharField(
        label=_("Nomor telepon"),
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(label=_("Alamat surel"), required=False)
    regency = regency_field()
    address = forms.CharField(label=_("Alamat"), max_length=300, required=False)
    birth_place = forms.CharField(label=_("Tempat lahir"), max_length=100, required=False)


class SchoolForm(forms.Form):
    """Screen 3: schooling and work."""

    education = forms.ModelChoiceField(
        label=_("Pendidikan terakhir"),
        queryset=EducationLevel.objects.filter(retired=False),
        required=False,
        empty_label=_("belum didata"),
    )
    graduated_in = forms.IntegerField(label=_("Tahun lulus"), min_value=1950, max_value=2100, required=False)
    skills = forms.CharField(label=_("Keterampilan"), max_length=300, required=False)
    occupation_group = forms.ModelChoiceField(
        label=_("Golongan pekerjaan yang dicari"),
        queryset=Occupation.objects.filter(level=1, retired=False),
        required=False,
        empty_label=_("belum tahu"),
    )


def _question(label: Any) -> forms.TypedChoiceField:
    choices: list[tuple[Any, Any]] = [("", _("tidak ingin menjawab")), *Difficulty.choices]
    return forms.TypedChoiceField(label=label, choices=choices, coerce=int, empty_value=None, required=False)


class SupportForm(forms.Form):
    """Screen 4: the Washington Group short set, and the person's own words."""

    seeing = _question(_("Apakah Anda sulit melihat, walau memakai kacamata?"))
    hearing = _question(_("Apakah Anda sulit mendengar, walau memakai alat bantu dengar?"))
    walking = _question(_("Apakah Anda sulit berjalan atau naik tangga?"))
    remembering = _question(_("Apakah Anda sulit mengingat atau memusatkan perhatian?"))
    self_care = _question(_("Apakah Anda sulit mengurus diri, misalnya mandi atau berpakaian?"))
    communicating = _question(
        _("Apakah Anda sulit berkomunikasi, misalnya memahami atau dipahami orang lain?")
    )
    needs = forms.CharField(
        label=_("Dukungan apa yang Anda perlukan?"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class ConsentsForm(forms.Form):
    """Agreements by purpose, none of them a condition; a guardian's name for a child."""

    def __init__(self, *args: Any, under_age: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if under_age:
            self.fields["guardian"] = forms.CharField(
                label=_("Nama orang tua atau wali yang menyetujui"),
                help_text=TEXTS[CURRENT, ConsentPurpose.GUARDIAN],
                max_length=200,
            )
        for purpose in OPTIONAL:
            self.fields[purpose.value] = forms.BooleanField(label=TEXTS[CURRENT, purpose], required=False)

    @property
    def agreed(self) -> list[str]:
        return [purpose.value for purpose in OPTIONAL if self.cleaned_data.get(purpose.value)]


class AccountForm(ConsentsForm):
    """Screen 5: agreements and the account."""

    username = forms.CharField(
        label=_("Nama pengguna"), help_text=_("Untuk masuk nanti. Boleh nomor telepon Anda."), max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )  # fmt: skip
    password = forms.CharField(
        label=_("Kata sandi"), help_text=HELP, max_length=LONGEST, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "minlength": SHORTEST}),
    )  # fmt: skip

    field_order = ["guardian", *[purpose.value for purpose in OPTIONAL], "username", "password"]


class KeyForm(forms.Form):
    """The key of a registration, or the code of an officer."""

    code = forms.CharField(
        label=_("Kode"), max_length=40, widget=forms.TextInput(attrs={**OFF, "autocapitalize": "characters"})
    )


class CounterForm(ContactForm, SchoolForm, ConsentsForm):
    """What the officer fills after the first lines of the card were judged."""

    office = forms.ModelChoiceField(
        label=_("Dinas"), queryset=Organisation.objects.none(), empty_label=_("pilih")
    )
    same_as = forms.IntegerField(required=False, widget=forms.HiddenInput)
    phone = forms.CharField(label=_("Nomor telepon"), max_length=20, required=False)
    marital_status = forms.ChoiceField(label=_("Status perkawinan"), choices=MARITAL, required=False)

    def __init__(self, *args: Any, offices: list[Organisation], **more: Any) -> None:
        super().__init__(*args, **more)
        office: Any = self.fields["office"]
        office.queryset = Organisation.objects.filter(pk__in=[one.pk for one in offices])
        if len(offices) == 1:
            office.initial, office.widget = offices[0].pk, forms.HiddenInput()


class GuardianForm(forms.Form):
    guardian = forms.CharField(
        label=_("Nama orang tua atau wali yang menyetujui"),
        help_text=TEXTS[CURRENT, ConsentPurpose.GUARDIAN],
        max_length=200,
    )


class ContactCorrectionForm(ComparedForm):
    """How a person is reached and was schooled, as an officer corrects it."""

    uncompared = ("reason",)
    phone = forms.CharField(
        label=_("Nomor telepon"), max_length=20, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    address = forms.CharField(label=_("Alamat"), max_length=300, required=False)
    birth_place = forms.CharField(label=_("Tempat lahir"), max_length=100, required=False)
    education = forms.ModelChoiceField(
        label=_("Pendidikan terakhir"), queryset=EducationLevel.objects.filter(retired=False), required=False
    )
    reason = forms.CharField(
        label=_("Alasan"), max_length=300, min_length=5, help_text=_("Dicatat dan dapat dibaca orangnya.")
    )

    @staticmethod
    def of(person: Person) -> dict[str, Any]:
        named = ("phone", "address", "birth_place")
        return {**{name: getattr(person, name) for name in named}, "education": person.education_id}


class ChangeForm(ComparedForm):
    """What a citizen, or a clerk for a citizen, asks to be corrected."""

    uncompared = ("reason",)

    name = forms.CharField(label=_("Nama sesuai KTP"), max_length=200)
    birth_date = DayField(label=_("Tanggal lahir"))
    birth_place = forms.CharField(label=_("Tempat lahir"), max_length=100, required=False)
    sex = forms.ChoiceField(label=_("Jenis kelamin"), choices=Sex.choices)
    phone = forms.CharField(label=_("Nomor telepon"), max_length=20, required=False)
    address = forms.CharField(label=_("Alamat"), max_length=300, required=False)
    regency = regency_field()
    reason = forms.CharField(label=_("Mengapa perlu diubah?"), max_length=500)

    @property
    def wanted(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        said.pop("reason")
        regency = said.pop("regency")
        return {**said, "regency_id": regency.pk}


class GrantForm(ComparedForm):
    """What a request asks for, beside what is on record by now; `sent` holds what was decided where they differ."""

    def __init__(self, asked: ChangeRequest, sent: QueryDict) -> None:
        self.stored = {name.removesuffix("_id"): name for name in asked.after}
        data = sent.copy()
        for name, stored in self.stored.items():
            data[name] = str(asked.after[stored] or "")
        super().__init__(
            data, initial={name: getattr(asked.person, one) for name, one in self.stored.items()}
        )
        known = {**SchoolForm.base_fields, **ChangeForm.base_fields}
        self.fields = {name: deepcopy(known[name]) for name in self.stored}
        if not self.was_shown:
            data[self.version_name] = self.version_of(
                {name: asked.before.get(stored) for name, stored in self.stored.items()}
            )

    @property
    def kept(self) -> list[str]:
        """Return which fields stay as they are on record."""
        return [self.stored[name] for name in self.unchanged]


class DecisionForm(forms.Form):
    answer = forms.CharField(label=_("Jawaban kepada pemohon"), max_length=500, required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Alasan"), max_length=500)


class AccommodationForm(forms.Form):
    """A support promised to one person at one place."""

    unit = forms.ModelChoiceField(
        label=_("Unit layanan"), queryset=Organisation.objects.none(), empty_label=_("pilih")
    )
    kind = forms.ChoiceField(label=_("Dukungan"), choices=AccommodationKind.choices)
    setting = forms.ChoiceField(label=_("Tempat"), choices=Setting.choices)
    due_on = DayField(label=_("Dibutuhkan pada"))
    companion = forms.ModelChoiceField(
        label=_("Pendamping"), queryset=User.objects.none(), required=False, empty_label=_("tanpa pendamping")
    )
    note = forms.CharField(label=_("Catatan"), max_length=300, required=False)

    def __init__(self, *args: Any, units: list[Organisation], **more: Any) -> None:
        super().__init__(*args, **more)
        unit: Any = self.fields["unit"]
        unit.queryset = Organisation.objects.filter(pk__in=[one.pk for one in units])
        unit.initial = units[0].pk if units else None
        companion: Any = self.fields["companion"]
        here = Membership.objects.filter(organisation__in=units).values("user")
        companion.queryset = User.objects.filter(pk__in=here, is_active=True).order_by("name")


class SettleForm(forms.Form):
    because = forms.CharField(label=_("Alasan bila tidak diberikan"), max_length=300, required=False)


class RegisterReportForm(forms.Form):
    """Which report of which month."""

    bentuk = forms.ChoiceField(
        label=_("Laporan"),
        choices=[
            ("III/1", _("IPK III/1: menurut umur")),
            ("III/2", _("IPK III/2: menurut pendidikan")),
            ("III/3", _("IPK III/3: menurut jabatan")),
            ("III/7", _("IPK III/7: menurut tahun sejak lulus")),
        ],
    )
    tahun = forms.IntegerField(label=_("Tahun"), min_value=2000, max_value=2100)
    bulan = forms.TypedChoiceField(label=_("Bulan"), choices=MONTHS.items(), coerce=int)


class LeavingForm(forms.Form):
    """How and when a job-seeker leaves the register."""

    kind = forms.ChoiceField(
        label=_("Sebab"), choices=[("placed", _("ditempatkan")), ("removed", _("dihapuskan"))]
    )
    on = DayField(label=_("Tanggal"))
    reason = forms.CharField(label=_("Alasan"), max_length=200, required=False)
