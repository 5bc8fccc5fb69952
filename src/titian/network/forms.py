"""Shapes of input about organisations, their members and one-time links."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from titian.accounts.models import User
from titian.accounts.passwords import HELP, LONGEST, SHORTEST
from titian.core.fields import DayField
from titian.core.overtaken import ComparedForm
from titian.network.models import Invitation, Letterhead, Organisation, Role, Scope
from titian.network.models.invitation import Purpose
from titian.network.permissions import may_give_role
from titian.network.queries.listing import OrganisationFilter
from titian.network.reach import Charge
from titian.network.rules import why_role_does_not_fit
from titian.standards.models import ProviderKind, Region
from titian.standards.models.region import RegionLevel

LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
TIDY_NAME = RegexValidator(
    r"\A[a-z0-9][a-z0-9._]{2,39}\Z",
    _("Pakai 3 sampai 40 huruf kecil, angka, titik atau garis bawah, tanpa spasi. Contoh: siti.rahayu"),
)


def roles_to_give(organisation: Organisation, charge: Charge) -> list[tuple[str, str]]:
    """Return the roles that exist at this kind of organisation and that this user may give there."""
    kind = organisation.kind
    return [
        (role.value, str(role.label))
        for role in Role
        if why_role_does_not_fit(role, kind=kind.code, trains=kind.trains) is None
        and may_give_role(charge, organisation.pk, role)
    ]


class ReasonField(forms.CharField):
    """Why; the journal keeps it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Alasan"))
        kwargs.setdefault("help_text", _("Dicatat dalam jurnal. Jangan menulis NIK di sini."))
        super().__init__(min_length=5, max_length=300, **kwargs)


class InviteForm(forms.Form):
    """Who is let in, under which name, as what."""

    name = forms.CharField(label=_("Nama lengkap"), max_length=200)
    username = forms.CharField(
        label=_("Nama pengguna"),
        help_text=_("Dipakai saat masuk. Contoh: siti.rahayu"),
        max_length=40,
        validators=[TIDY_NAME],
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    role = forms.ChoiceField(label=_("Peran"))

    def __init__(self, *args: Any, roles: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("pilih peran")), *roles]  # type: ignore[attr-defined]


class AddMemberForm(forms.Form):
    """Somebody who has an account already, and as what."""

    user = forms.ModelChoiceField(label=_("Akun"), queryset=User.objects.none(), empty_label=_("pilih"))
    role = forms.ChoiceField(label=_("Peran"))

    def __init__(self, *args: Any, roles: list[tuple[str, str]], users: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("pilih peran")), *roles]  # type: ignore[attr-defined]
        self.fields["user"].queryset = users  # type: ignore[attr-defined]


class OperatorsForm(forms.Form):
    """One clerk for each community centre that has none."""

    renew = forms.BooleanField(
        label=_("Ganti juga undangan yang masih terbuka (kertasnya hilang); kode lama tidak berlaku lagi"),
        required=False,
    )


class CodeForm(forms.Form):
    """The code as it stands on the slip."""

    code = forms.CharField(
        label=_("Kode undangan"),
        help_text=_("Enam belas huruf dan angka pada kertas undangan, misalnya ABCD-EFGH-JKMN-PQRS."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocapitalize": "characters", "autocomplete": "one-time-code", "spellcheck": "false"}
        ),
    )


class ChoosePasswordForm(forms.Form):
    """A password of one's own, twice, and the language of the pages."""

    name = forms.CharField(
        label=_("Nama lengkap Anda"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password1 = forms.CharField(
        label=_("Kata sandi"),
        strip=False,
        help_text=HELP,
        max_length=LONGEST,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "minlength": SHORTEST}),
    )
    password2 = forms.CharField(
        label=_("Ulangi kata sandi"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    language = forms.ChoiceField(label=_("Bahasa halaman"), choices=LANGUAGES)

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        if invitation.purpose == Purpose.RESET:
            del self.fields["name"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, second = data.get("password1"), data.get("password2")
        name = data.get("name") or self.invitation.name
        if first and second and first != second:
            self.add_error("password2", _("Kedua kata sandi belum sama. Ketik ulang keduanya."))
        elif first:
            try:
                validate_password(first, User(username=self.invitation.username, name=name))
            except forms.ValidationError as refusal:
                self.add_error("password1", refusal)
        return data


class ReasonForm(forms.Form):
    """Only why."""

    reason = ReasonField()


class EndMembershipForm(forms.Form):
    """From which day no longer, and why."""

    on = DayField(label=_("Hari pertama tanpa peran ini"))
    reason = ReasonField()

    def __init__(self, *args: Any, since: date | None, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.since, self.today = since, today
        self.fields["on"].initial = today

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > self.today or (self.since and day < self.since):
            raise forms.ValidationError(
                _(
                    "Pilih tanggal sejak peran ini mulai sampai hari ini, supaya catatan masa lalu tetap benar."
                )
            )
        return day


class HandOverForm(forms.Form):
    """Who takes over, and why."""

    successor = forms.ModelChoiceField(
        label=_("Penerus"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Belum ada"),
        help_text=_("Penerus menerima peran yang sama dan undangan yang belum dipakai."),
    )
    reason = ReasonField()

    def __init__(self, *args: Any, users: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = users  # type: ignore[attr-defined]


class OrganisationFilterForm(forms.Form):
    """Filters of the list of organisations; what cannot be read is left out."""

    jenis = forms.ModelChoiceField(
        label=_("Jenis"),
        queryset=ProviderKind.objects.filter(retired=False),
        empty_label=_("Semua"),
        required=False,
    )
    provinsi = forms.ModelChoiceField(
        label=_("Provinsi"),
        queryset=Region.objects.filter(level=RegionLevel.PROVINCE, retired=False).order_by("name"),
        empty_label=_("Semua"),
        required=False,
    )
    pembina = forms.TypedChoiceField(label=_("Pembina"), coerce=int, empty_value=None, required=False)
    konfirmasi = forms.ChoiceField(
        label=_("Konfirmasi"),
        choices=[("", _("Semua")), ("belum", _("belum dikonfirmasi"))],
        required=False,
    )
    cari = forms.CharField(label=_("Nama"), max_length=80, required=False)

    def __init__(self, *args: Any, supervisors: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pembina"].choices = [("", _("Semua")), *supervisors]  # type: ignore[attr-defined]

    def asked(self) -> OrganisationFilter:
        self.is_valid()
        kind, province = self.cleaned_data.get("jenis"), self.cleaned_data.get("provinsi")
        return OrganisationFilter(
            kind=kind.code if kind else "",
            province=province.code if province else "",
            supervisor=self.cleaned_data.get("pembina"),
            unconfirmed=self.cleaned_data.get("konfirmasi") == "belum",
            words=self.cleaned_data.get("cari", ""),
        )


class MergeForm(forms.Form):
    """Which confirmed organisation it is."""

    into = forms.ModelChoiceField(queryset=Organisation.objects.none())

    def __init__(self, *args: Any, candidates: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = candidates  # type: ignore[attr-defined]


class LinkForm(ComparedForm):
    """Another organisation in this one's place from which day, and why; nobody ends the present link."""

    uncompared = ("ends", "on", "reason")
    chosen = ""
    ends = forms.BooleanField(label=_("Akhiri tanpa pengganti"), required=False)
    on = DayField(label=_("Berlaku mulai"))
    reason = ReasonField()

    def __init__(self, *args: Any, candidates: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[self.chosen].queryset = candidates  # type: ignore[attr-defined]
        self.fields["on"].initial = today
        self.fields[self.chosen].widget.attrs["aria-required"] = "true"
        self.order_fields([self.chosen, "ends", "on", "reason"])
        self.today = today

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError(_("Tanggal itu belum tiba. Pilih tanggal sampai hari ini."))
        return day

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        chosen = said.get(self.chosen)
        if said.get("ends") and chosen and chosen.pk == self.initial.get(self.chosen):
            said[self.chosen] = None  # left as the page showed it
        if bool(said.get(self.chosen)) == bool(said.get("ends")) and self.chosen not in self.errors:
            self.add_error(self.chosen, _("Pilih satu lembaga, atau centang Akhiri tanpa pengganti."))
        return said


class SuperviseForm(LinkForm):
    """Who guides it."""

    chosen = "supervisor"
    supervisor = forms.ModelChoiceField(
        label=_("Pembina baru"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("pilih"),
    )


class OwnerForm(LinkForm):
    """Whose it is."""

    chosen = "owner"
    owner = forms.ModelChoiceField(
        label=_("Pemilik baru"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("pilih"),
    )


class PeriodForm(ComparedForm):
    """From which day to which day a link held in truth."""

    uncompared = ("reason",)
    first_day = DayField(
        label=_("Hari pertama"), required=False, help_text=_("Kosong berarti awalnya tidak diketahui.")
    )
    last_day = DayField(
        label=_("Hari terakhir"), required=False, help_text=_("Kosong berarti masih berlaku sampai sekarang.")
    )
    reason = ReasonField()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("first_day"), said.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("Hari terakhir mendahului hari pertama. Periksa kedua tanggalnya."))
        return said


class LetterheadForm(ComparedForm):
    """The head of letters and who signs them."""

    lines = forms.CharField(
        label=_("Baris kop surat"),
        help_text=_("Satu baris tulisan per baris, paling banyak enam."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=600,
    )
    address = forms.CharField(label=_("Alamat"), max_length=300, required=False)
    place = forms.CharField(label=_("Tempat penandatanganan"), max_length=100)
    signatory = forms.CharField(label=_("Nama penanda tangan"), max_length=200)
    signatory_number = forms.CharField(
        label=_("NIP"),
        max_length=18,
        required=False,
        validators=[RegexValidator(r"\A\d{18}\Z", _("NIP terdiri atas 18 angka."))],
    )
    signatory_post = forms.CharField(label=_("Jabatan penanda tangan"), max_length=200)

    def clean_lines(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["lines"].splitlines() if line.strip()]
        if len(lines) > 6:
            raise forms.ValidationError(_("Kop surat paling banyak enam baris. Gabungkan beberapa baris."))
        return lines

    @staticmethod
    def of(letterhead: Letterhead | None) -> dict[str, str]:
        if letterhead is None:
            return {}
        named = ("address", "place", "signatory", "signatory_number", "signatory_post")
        return {"lines": "\n".join(letterhead.lines), **{name: getattr(letterhead, name) for name in named}}


class TokenForm(forms.Form):
    """A key for a programme: whose, for what, how long."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Lembaga"), empty_label=None)
    name = forms.CharField(
        label=_("Nama"),
        max_length=80,
        help_text=_("Nama sistem yang memakainya, misalnya “Aplikasi presensi balai”."),
    )
    scopes = forms.MultipleChoiceField(
        choices=Scope.choices,
        label=_("Cakupan"),
        help_text=_("Pilih sesedikit mungkin: kunci yang bocor hanya membuka yang Anda pilih."),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )
    days = forms.TypedChoiceField(
        choices=[(30, _("30 hari")), (90, _("90 hari")), (365, _("1 tahun"))],
        coerce=int,
        initial=90,
        label=_("Masa berlaku"),
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = organisations
