"""Shapes of what people write on the screens of a round."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from titian.admissions.models import Choice, DepartureCause, RoundClass, Term
from titian.admissions.rules import why_law_is_missing, why_list_is_refused, why_round_may_not_open
from titian.core.fields import DayField
from titian.core.overtaken import ComparedForm
from titian.planning.models import Opening
from titian.planning.seats import DISABILITY, PlannedGroup
from titian.standards.models import EducationLevel, Region

MOST_RANKED = 5
MOST_GROUPS = 12
NUMBER_TERM = {"L": Term.BED_MEN, "P": Term.BED_WOMEN}


class RoundForm(forms.Form):
    """A round as its centre announces it."""

    name = forms.CharField(
        label=_("Nama seleksi"), help_text=_("Misalnya: Gelombang 1 tahun 2027."), max_length=120
    )
    opens_on = DayField(label=_("Pendaftaran dibuka"))
    closes_on = DayField(label=_("Pendaftaran ditutup"), help_text=_("Hari terakhir orang dapat melamar."))
    offer_days = forms.IntegerField(
        label=_("Hari untuk menjawab tawaran"), min_value=1, max_value=60, initial=5
    )
    reregister_days = forms.IntegerField(
        label=_("Daftar ulang paling lambat, hari sebelum paket mulai"),
        help_text=_("Kosongkan bila tidak ada daftar ulang. Kursi diambil kembali hanya sesudah dua pengingat sampai."),
        min_value=0, max_value=60, initial=3, required=False,
    )  # fmt: skip
    repeat_months = forms.IntegerField(
        label=_("Peringatan pelatihan ulang, bulan"),
        help_text=_("Yang selesai berlatih kurang dari sekian bulan lalu diberi peringatan, tidak ditolak."),
        min_value=0, max_value=120, initial=12,
    )  # fmt: skip
    openings = forms.ModelMultipleChoiceField(
        label=_("Paket"),
        queryset=Opening.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Paket yang rencana kursinya sudah disusun dan belum dipakai seleksi lain."),
    )

    def __init__(self, *args: Any, openings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["openings"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = openings
        field.error_messages["required"] = why_round_may_not_open(classes=0, used=[], late=[]) or ""
        field.label_from_instance = _opening_label  # type: ignore[method-assign,assignment]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("opens_on") and data.get("closes_on") and data["closes_on"] < data["opens_on"]:
            self.add_error("closes_on", gettext("Pendaftaran ditutup sebelum dibuka."))
        return data


def _opening_label(opening: Opening) -> str:
    one = opening.training_class
    return f"{one.programme.name} ({one.code}), {opening.seats}"


class OpeningForm(ComparedForm):
    """Who may enter a class, and how marks count."""

    decree = forms.CharField(label=_("Nomor keputusan"), max_length=120)
    seats = forms.IntegerField(label=_("Kursi"), min_value=1, max_value=500)
    reserves = forms.IntegerField(label=_("Cadangan"), min_value=0, max_value=100, initial=2)
    beds_men = forms.IntegerField(label=_("Tempat tidur putra"), min_value=0, max_value=500, initial=0)
    beds_women = forms.IntegerField(label=_("Tempat tidur putri"), min_value=0, max_value=500, initial=0)
    accessible_beds_men = forms.IntegerField(
        label=_("di antaranya di kamar aksesibel, putra"), min_value=0, max_value=500, initial=0
    )
    accessible_beds_women = forms.IntegerField(
        label=_("di antaranya di kamar aksesibel, putri"), min_value=0, max_value=500, initial=0
    )
    minimum_age = forms.IntegerField(label=_("Usia minimum"), min_value=15, max_value=99, initial=17)
    maximum_age = forms.IntegerField(label=_("Usia maksimum"), min_value=15, max_value=99, required=False)
    minimum_education = forms.ModelChoiceField(
        empty_label=_("pendidikan apa pun"),
        label=_("Pendidikan minimum"),
        queryset=EducationLevel.objects.filter(retired=False),
        required=False,
    )
    must_read = forms.BooleanField(label=_("harus dapat membaca dan menulis"), required=False, initial=True)
    must_not_work = forms.BooleanField(label=_("tidak sedang bekerja"), required=False)
    must_not_study = forms.BooleanField(label=_("tidak sedang bersekolah"), required=False)
    regions = forms.ModelMultipleChoiceField(
        label=_("Hanya warga kabupaten/kota"), queryset=Region.objects.none(), required=False,
        help_text=_("Kosongkan bila terbuka bagi semua."),
    )  # fmt: skip
    only_sex = forms.ChoiceField(
        label=_("Hanya untuk"), required=False,
        choices=[("", _("semua")), ("L", _("laki-laki")), ("P", _("perempuan"))],
    )  # fmt: skip
    only_sex_reason = forms.CharField(
        label=_("Dasar hukum pembatasan jenis kelamin"), max_length=200, required=False
    )
    written_weight = forms.IntegerField(
        label=_("Bobot tes tertulis (%)"), min_value=0, max_value=100, initial=60
    )
    interview_weight = forms.IntegerField(
        label=_("Bobot wawancara (%)"), min_value=0, max_value=100, initial=40
    )
    band = forms.IntegerField(
        label=_("Lebar jenjang nilai"), min_value=1, max_value=50, initial=1,
        help_text=_("Nilai dibulatkan ke bawah menurut jenjang; di dalam satu jenjang undian yang menentukan."),
    )  # fmt: skip
    pass_mark = forms.IntegerField(label=_("Nilai batas"), min_value=0, max_value=100, initial=0)

    def __init__(self, *args: Any, regencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["regions"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = regencies


class GroupForm(ComparedForm):
    """One group of seats; without seats it is left out. Tiers are chosen one after the other."""

    name = forms.CharField(label=_("Nama kelompok"), max_length=80, required=False)
    seats = forms.IntegerField(label=_("Kursi"), min_value=0, max_value=500, required=False)
    guarantee = forms.BooleanField(label=_("jaminan minimum"), required=False)
    first = forms.ChoiceField(label=_("Mengutamakan"), required=False)
    second = forms.ChoiceField(label=_("lalu"), required=False)
    third = forms.ChoiceField(label=_("lalu"), required=False)
    beds_men = forms.IntegerField(
        label=_("dengan tempat tidur putra"), min_value=0, max_value=500, required=False
    )
    beds_women = forms.IntegerField(
        label=_("dengan tempat tidur putri"), min_value=0, max_value=500, required=False
    )
    beds_only = forms.BooleanField(label=_("kursi asrama hanya untuk yang tinggal"), required=False)

    def __init__(self, *args: Any, provinces: list[tuple[str, list[Region]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whom: list[tuple[str, Any]] = [
            ("anyone", gettext("siapa saja")),
            (DISABILITY, gettext("penyandang disabilitas")),
        ]
        for province, own in provinces:
            citizens = [(one.code, gettext("warga %(region)s") % {"region": one.name}) for one in own]
            whom.append((province, citizens))
        for name in ("first", "second", "third"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", gettext("pilih") if name == "first" else gettext("tidak beralih")), *whom]

    def planned(self) -> PlannedGroup | None:
        said = self.cleaned_data
        if not said.get("seats"):
            return None
        tiers = [said[name] for name in ("first", "second", "third") if said.get(name)]
        return PlannedGroup(
            said["name"] or gettext("Terbuka"),
            said["seats"],
            tuple(() if tier == "anyone" else (tier,) for tier in tiers),
            said["guarantee"],
            said.get("beds_men") or 0,
            said.get("beds_women") or 0,
            said["beds_only"],
        )


class RankedField(forms.ChoiceField):
    """A class and how it is attended; whether both are offered to this person is judged by the rule, in its words."""

    def valid_value(self, value: Any) -> bool:
        return re.fullmatch(r"\d{1,18}:[012]", str(value)) is not None


class ApplicationForm(ComparedForm):
    """One ranked list, and what the entry rules ask."""

    uncompared = ("key",)  # new with each page
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    reads = forms.BooleanField(label=_("Saya dapat membaca dan menulis"), required=False, initial=True)
    works = forms.BooleanField(label=_("Saya sedang bekerja"), required=False)
    studies = forms.BooleanField(label=_("Saya sedang bersekolah atau kuliah"), required=False)
    disability = forms.BooleanField(
        label=_("Saya penyandang disabilitas dan ingin memakai kursi jaminan"),
        help_text=_("Menyatakan ini tidak pernah mengurangi peluang Anda."),
        required=False,
    )
    support = forms.CharField(
        label=_("Dukungan yang Anda butuhkan saat tes dan pelatihan"),
        help_text=_(
            "Misalnya juru bahasa isyarat, huruf besar, ruang di lantai dasar. Tidak memengaruhi hasil."
        ),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, classes: list[RoundClass], sex: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options: list[tuple[str, Any]] = [("", gettext("belum dipilih"))]
        for one in classes:
            name = f"{one.opening.training_class.programme.name} ({one.opening.training_class.code})"
            options.append((f"{one.pk}:0", gettext("%(class)s, pulang pergi") % {"class": name}))
            if one.opening.beds_men if sex == "L" else one.opening.beds_women:
                options.append(
                    (
                        f"{one.pk}:{NUMBER_TERM[sex]:d}",
                        gettext("%(class)s, tinggal di asrama") % {"class": name},
                    )
                )
        nothing = why_list_is_refused([], offered=frozenset(), sex=sex, beds={}) or ""
        ranked: dict[str, forms.Field] = {}
        for rank in range(1, MOST_RANKED + 1):
            ranked[f"choice_{rank}"] = RankedField(
                label=gettext("Pilihan %(n)d") % {"n": rank}, choices=options, required=rank == 1,
                error_messages={"required": nothing},
            )  # fmt: skip
        self.fields = {**ranked, **self.fields}

    def ranked(self) -> list[tuple[int, int]]:
        """Return (class of the round, term), best first."""
        said = [self.cleaned_data.get(f"choice_{rank}") for rank in range(1, MOST_RANKED + 1)]
        return [(int(one.partition(":")[0]), int(one.partition(":")[2])) for one in said if one]

    def field_of(self, round_class_id: int) -> str:
        """Return the first field in which this class stands."""
        for rank in range(1, MOST_RANKED + 1):
            if (self.cleaned_data.get(f"choice_{rank}") or "").startswith(f"{round_class_id}:"):
                return f"choice_{rank}"
        return "choice_1"


class DocumentForm(ComparedForm):
    complete = forms.TypedChoiceField(
        label=_("Berkas"), coerce=lambda value: value == "ya",
        choices=[("ya", _("lengkap dan sesuai")), ("tidak", _("kurang atau tidak sesuai"))],
    )  # fmt: skip
    reason = forms.CharField(label=_("Yang kurang"), max_length=300, required=False)


class DrawTimeForm(forms.Form):
    """When the beacon is to be read; asked where one is used."""

    draw_at = forms.DateTimeField(
        label=_("Waktu undian"),
        help_text=_(
            "Sesudah semua berkas dan nilai selesai. Putaran suar pada waktu itu diumumkan bersama segel."
        ),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )


class DepartureForm(forms.Form):
    """Which seat an applicant would be given against the rule, or that the person would be taken out."""

    what = forms.ChoiceField(
        label=_("Perubahan"), widget=forms.RadioSelect(attrs={"class": "form-check-input"})
    )

    def __init__(self, *args: Any, choices: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["what"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            *(
                (
                    str(one.pk),
                    gettext("beri kursi: %(class)s, %(term)s")
                    % {"class": one.round_class.opening.training_class.programme.name, "term": one.get_term_display()},
                )
                for one in choices
            ),
            ("remove", gettext("keluarkan dari hasil")),
        ]  # fmt: skip


class LawForm(forms.Form):
    """Why a change against the rule is to be made; what of it is published is said."""

    cause = forms.ChoiceField(
        label=_("Golongan alasan"), help_text=_("Diumumkan."),
        choices=[("", _("pilih")), *DepartureCause.choices],
        error_messages={"required": lazy(lambda: str(why_law_is_missing("", "")), str)()},
    )  # fmt: skip
    basis = forms.CharField(
        label=_("Dasar hukum"), help_text=_("Diumumkan. Misalnya nomor putusan atau pasal."), max_length=200
    )
    reason = forms.CharField(
        label=_("Alasan"), help_text=_("Tidak diumumkan; disimpan dalam jurnal."), max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class DiceForm(forms.Form):
    thrown = forms.CharField(
        label=_("Mata dadu, menurut urutan lemparan"), max_length=120,
        help_text=_("Hanya angka 1 sampai 6, paling sedikit 20. Spasi boleh."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Alasan"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class AppealForm(forms.Form):
    grounds = forms.CharField(
        label=_("Apa yang menurut Anda keliru?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )


class AnswerForm(forms.Form):
    """What the head answers to an appeal, and what is corrected."""

    answer = forms.CharField(
        label=_("Putusan dan alasannya"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    verdict = forms.ChoiceField(
        label=_("Keberatan"), choices=[("reject", _("ditolak")), ("mark", _("dikabulkan: nilai diperbaiki")),
                                      ("papers", _("dikabulkan: berkas ternyata lengkap"))],
    )  # fmt: skip
    place = forms.ChoiceField(label=_("Nilai yang diperbaiki"), required=False)
    mark = forms.IntegerField(label=_("Nilai yang benar"), min_value=0, max_value=100, required=False)

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("pilih")), *places]
