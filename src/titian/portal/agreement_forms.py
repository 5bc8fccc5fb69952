"""Shape of an agreement: what was signed, and one line for each party and what it promises."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from titian.accounts.models import User
from titian.core.fields import DayField
from titian.core.overtaken import ComparedForm
from titian.network.actions import NewPromise
from titian.network.actions.correct_agreement import WORDS
from titian.network.forms import ReasonField
from titian.network.models import Agreement, Organisation
from titian.network.models.agreement import AgreementKind, PromiseKind
from titian.network.queries import PARTNERS

LINES = 4


class AgreementForm(ComparedForm):
    """What stands on the first and the last page of the paper."""

    kind = forms.ChoiceField(label=_("Jenis"), choices=AgreementKind.choices)
    title = forms.CharField(label=_("Judul"), max_length=200, min_length=5)
    number = forms.CharField(label=_("Nomor"), max_length=100, required=False)
    signed_on = DayField(label=_("Ditandatangani"), required=False)
    starts_on = DayField(label=_("Mulai berlaku"))
    ends_on = DayField(
        label=_("Hari terakhir berlaku"), required=False, help_text=_("Kosong berarti tanpa batas waktu.")
    )
    scope = forms.CharField(
        label=_("Ruang lingkup"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class CorrectionForm(AgreementForm):
    """The same words put right, and why."""

    uncompared = ("reason",)
    reason = ReasonField()


class PartyForm(ComparedForm):
    """One party, and what it promises where it promises people; without a name the line is left out."""

    organisation = forms.ModelChoiceField(
        label=_("Pihak"), queryset=Organisation.objects.none(), required=False, empty_label=_("kosong")
    )
    promise = forms.ChoiceField(
        label=_("Janji"), choices=[("", _("tanpa janji berangka")), *PromiseKind.choices], required=False
    )
    places = forms.IntegerField(label=_("Banyaknya orang"), required=False, min_value=1, max_value=10**7)

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("promise") and not said.get("places") and "places" not in self.errors:
            self.add_error("places", gettext("Isi banyaknya orang yang dijanjikan, atau kosongkan janjinya."))
        if said.get("places") and not said.get("promise"):
            self.add_error("promise", gettext("Pilih apa yang dijanjikan kepada sekian orang itu."))
        if said.get("promise") and not said.get("organisation"):
            self.add_error("organisation", gettext("Pilih pihak yang berjanji."))
        return said


PartyLines = forms.formset_factory(PartyForm, extra=0, max_num=20)


def parties_to_choose(user: User, agreement: Agreement | None = None) -> QuerySet[Organisation]:
    """Return whom this user sees, the partners everybody deals with, and who signed already."""
    seen = Organisation.objects.visible_to(user).values("pk")
    known = Q(Q(pk__in=seen) | Q(kind__in=PARTNERS), confirmed=True)
    if agreement is not None:
        known |= Q(pk__in=agreement.parties.values("organisation"))
    return Organisation.objects.filter(known).order_by("name_key", "pk")


def parties_of(lines: Any) -> list[Organisation]:
    """Return each named organisation once, in the order of the lines."""
    named = (form.cleaned_data.get("organisation") for form in lines)
    return list({one.pk: one for one in named if one}.values())


def promises_of(lines: Any) -> list[NewPromise]:
    said = (form.cleaned_data for form in lines)
    return [
        NewPromise(line["organisation"], PromiseKind(line["promise"]), line["places"])
        for line in said
        if line.get("promise")
    ]


def said_of(agreement: Agreement) -> dict[str, Any]:
    """Return what is on record, as the form is filled with it."""
    return {word: getattr(agreement, word) for word in WORDS}


def addendum_to(agreement: Agreement) -> dict[str, Any]:
    """Return what an addendum is proposed to say; its number, days and words are its own."""
    with override(settings.LANGUAGE_CODE):  # kept, so in the language of the papers and not of the reader
        title = gettext("Adendum atas %(title)s") % {"title": agreement.title}
    return {"kind": agreement.kind, "title": title[:200], "ends_on": agreement.ends_on}


def lines_of(agreement: Agreement) -> list[dict[str, Any]]:
    """Return a line for each promise, and one for each party without any."""
    promises = list(agreement.promises.order_by("pk"))
    silent = agreement.parties.exclude(organisation__in=[one.promised_by_id for one in promises])
    return [
        *(
            {"organisation": one.promised_by_id, "promise": one.kind, "places": one.places}
            for one in promises
        ),
        *({"organisation": one.organisation_id} for one in silent.order_by("pk")),
    ]
