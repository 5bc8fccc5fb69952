"""Shapes of what officers and citizens write in counselling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from titian.core.fields import DayField
from titian.counselling.models import Answer, AnswerSource, Route, Slot, StepOwner, TieKind
from titian.counselling.questions import PARTS, QUESTIONS, Question
from titian.counselling.rules import LONGEST_ANSWER, Said, Step
from titian.network.models import Organisation

OFF = {"autocomplete": "off"}
TIMES = [
    (f"{hour:02d}:{minute:02d}", f"{hour:02d}.{minute:02d}")
    for hour in range(7, 18)
    for minute in (0, 15, 30, 45)
]


def _office_field(offices: Sequence[Organisation]) -> forms.ModelChoiceField[Organisation]:
    """Choose an office; where there is one, nobody is asked."""
    field = forms.ModelChoiceField(
        label=_("Dinas"), queryset=Organisation.objects.filter(pk__in=[one.pk for one in offices])
    )
    if len(offices) == 1:
        field.initial, field.widget = offices[0].pk, forms.HiddenInput()
    return field


class SlotsForm(forms.Form):
    """Times of one day at an office."""

    day = DayField(label=_("Tanggal"))
    first = forms.ChoiceField(label=_("Mulai pukul"), choices=TIMES, initial="08:00")
    times = forms.IntegerField(label=_("Berapa jadwal berturut-turut"), min_value=1, max_value=20, initial=4)
    minutes = forms.IntegerField(label=_("Lama tiap jadwal (menit)"), min_value=5, max_value=240, initial=45)
    capacity = forms.IntegerField(
        label=_("Orang tiap jadwal"), help_text=_("Sebanyak pengantar kerja yang bertugas."), min_value=1,
        max_value=50, initial=2,
    )  # fmt: skip
    place = forms.CharField(label=_("Tempat"), max_length=100, required=False)

    def __init__(self, *args: Any, offices: Sequence[Organisation], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["office"] = _office_field(offices)


class CapacityForm(forms.Form):
    capacity = forms.IntegerField(label=_("Orang tiap jadwal"), min_value=1, max_value=50)


class InviteForm(forms.Form):
    """To which time a person is invited."""

    slot = forms.ModelChoiceField(label=_("Jadwal"), queryset=Slot.objects.none())
    purpose = forms.CharField(
        label=_("Keperluan"), max_length=200, required=False, widget=forms.TextInput(attrs=OFF)
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, slots: Sequence[Slot], label: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["slot"]
        field.queryset = Slot.objects.filter(pk__in=[one.pk for one in slots])
        field.choices = [("", "-"), *[(one.pk, label(one)) for one in slots]]


class DeskForm(forms.Form):
    """At which desk one sits."""

    desk = forms.CharField(label=_("Loket"), max_length=20, widget=forms.TextInput(attrs=OFF))


class InterviewForm(forms.Form):
    """Every question of the interview with the source of its answer; nothing is demanded."""

    base = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, known: Mapping[str, Answer], **more: Any) -> None:
        super().__init__(*args, **more)
        for question in QUESTIONS:
            held = known.get(question.code)
            field = self.fields[question.code] = _answer_field(question, held)
            if held is not None and held.version_id is None:  # offered from the register, told to nobody yet
                field.widget.attrs["data-unsaved"] = ""
            self.fields[f"{question.code}_source"] = forms.ChoiceField(
                label=_("Sumber"), choices=AnswerSource.choices, required=False,
                initial=held.source if held else AnswerSource.SAID,
            )  # fmt: skip

    @property
    def parts(self) -> list[tuple[str, Any, list[tuple[Question, Any, Any]]]]:
        """Return the parts, each with its questions, the field of the answer and of its source."""
        return [
            (part, label, [(q, self[q.code], self[f"{q.code}_source"]) for q in QUESTIONS if q.part == part])
            for part, label in PARTS
        ]

    @property
    def said(self) -> dict[str, Said]:
        data = self.cleaned_data
        return {
            one.code: Said(data[one.code], data[f"{one.code}_source"] or AnswerSource.SAID)
            for one in QUESTIONS
        }


def _answer_field(question: Question, held: Answer | None) -> forms.Field:
    initial = held.value if held else ""
    if question.choices:
        return forms.ChoiceField(
            label=str(question.label), choices=[("", "-"), *question.choices], required=False, initial=initial
        )
    return forms.CharField(
        label=str(question.label), max_length=LONGEST_ANSWER, required=False, initial=initial,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class RouteForm(forms.Form):
    """One of the five routes, chosen or not."""

    chosen = forms.BooleanField(required=False)
    reason = forms.CharField(
        label=_("Mengapa jalur ini"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    step = forms.CharField(
        label=_("Langkah berikut"), max_length=300, required=False, widget=forms.TextInput(attrs=OFF)
    )
    step_owner = forms.ChoiceField(
        label=_("Penanggung jawab langkah"), choices=StepOwner.choices, required=False
    )
    partner = forms.ModelChoiceField(
        label=_("Dirujuk ke"), queryset=Organisation.objects.none(), required=False
    )
    due_on = DayField(label=_("Paling lambat"), required=False)

    def __init__(self, *args: Any, route: str, partners: Sequence[Organisation], **more: Any) -> None:
        super().__init__(*args, **{**more, "prefix": route})
        self.route = route
        self.fields["chosen"].label = str(Route(route).label).capitalize()
        field: Any = self.fields["partner"]
        field.queryset = Organisation.objects.filter(pk__in=[one.pk for one in partners])
        field.choices = [("", "-"), *[(one.pk, one.name) for one in partners]]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("chosen") and not said.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Isi batas waktu langkah berikut."))
        return said

    @property
    def step_told(self) -> Step:
        said = self.cleaned_data
        partner = said["partner"].pk if said["partner"] else None
        return Step(self.route, said["reason"], said["step"], said["step_owner"], said["due_on"], partner)


class DecideForm(forms.Form):
    """What stands around the routes."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    change = forms.CharField(
        label=_("Mengapa keputusan sebelumnya diubah"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    equal = forms.BooleanField(
        label=_("Jalur yang saya pilih sama baiknya; undian menentukan mana yang dijalani lebih dahulu"),
        required=False,
    )

    def __init__(self, *args: Any, replaces: bool, may_draw: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not may_draw:
            del self.fields["equal"]
        if not replaces:
            del self.fields["change"]


class VerdictForm(forms.Form):
    reason = forms.CharField(
        label=_("Alasan"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class BookingForm(forms.Form):
    """The time a citizen takes; `key` makes a form that is sent twice one appointment."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    slot = forms.IntegerField(error_messages={"required": _("Pilih salah satu waktu.")}, label=_("Waktu"))
    purpose = forms.CharField(
        label=_("Yang ingin dibicarakan"), max_length=200, required=False, widget=forms.TextInput(attrs=OFF)
    )


class StepDoneForm(forms.Form):
    note = forms.CharField(label=_("Hasilnya"), max_length=300, widget=forms.TextInput(attrs=OFF))


class KinForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Hubungan"), choices=[one for one in TieKind.choices if one[0] != TieKind.MEMBER]
    )


class CardForm(forms.Form):
    number = forms.CharField(
        label=_("Nomor kartu keluarga (KK)"), max_length=24,
        help_text=_("16 angka. Titian hanya menyimpan sidiknya, untuk mengenali kerabat serumah; nomornya tidak."),
        widget=forms.TextInput(attrs={**OFF, "inputmode": "numeric"}),
    )  # fmt: skip


class MemberForm(forms.Form):
    organisation = forms.ModelChoiceField(label=_("Lembaga"), queryset=Organisation.objects.none())

    def __init__(self, *args: Any, partners: Sequence[Organisation], **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["organisation"]
        field.queryset = Organisation.objects.filter(pk__in=[one.pk for one in partners])
        field.choices = [("", "-"), *[(one.pk, one.name) for one in partners]]
