from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from titian.accounts.models import User
from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.people import nik
from titian.people.queries import known_by_nik
from titian.people.rules import why_known_person_is_refused, why_nik_is_refused
from titian.planning.actions import PlannedClass, open_by_hand
from titian.planning.models import TrainingClass
from titian.planning.permissions import may_keep_class, may_open_classes
from titian.portal.entry_forms import CardForm, NewcomerForm, PlannedClassForm
from titian.portal.queries.entry import (
    centres_to_open_for,
    organisers_for,
    programmes_of,
    regencies_for,
    seated,
)
from titian.portal.views.classes import find_class
from titian.standards.queries import provinces
from titian.training.actions import Newcomer, enrol_accepted, seat_by_hand
from titian.training.permissions import may_enrol_accepted

# Which field of the screen a refusal belongs to; others stand above the form.
FIELDS = {
    "nik_length": "nik",
    "nik_unknown_province": "nik",
    "nik_invalid": "nik",
    "name_disagrees_with_known_nik": "nik",
    "under_minimum_age": "birth_date",
    "birth_date_disagrees_with_nik": "birth_date",
    "sex_disagrees_with_nik": "sex",
}


@never_cache
@login_required
def new(request: UserRequest) -> HttpResponse:
    """Open a class by hand."""
    authorize(request, may_open_classes)
    centres = centres_to_open_for(request.user)
    form = PlannedClassForm(
        request.POST or None, centres=centres, organisers=organisers_for(request.user, centres)
    )
    if form.is_valid():
        said = form.cleaned_data
        if not may_keep_class(
            request.user, TrainingClass(centre=said["centre"], organiser=said["organiser"])
        ):
            form.add_error(
                "organiser", _("Balai atau penyelenggaranya harus lembaga Anda sendiri. Pilih lembaga Anda.")
            )
        else:
            planned = PlannedClass(
                said["centre"].pk, said["organiser"].pk, " ".join(said["code"].split()), said["programme"],
                said["channel"].pk, said["fund"].pk, said["wave"], said["capacity"], said["hours"],
                said["starts_on"], said["ends_on"], said["centre"].is_demo,
            )  # fmt: skip
            try:
                training_class = open_by_hand(planned, actor=request.user)
            except DomainError as error:
                form.add_error("code", error.message)
            else:
                return redirect("portal:participant_new", training_class.pk)
    return render(
        request,
        "portal/class_new.html",
        {"form": form, "programmes": programmes_of([one.pk for one in centres])},
        status=422 if form.errors else 200,
    )


@never_cache
@login_required
def add(request: UserRequest, class_id: int) -> HttpResponse:
    """Enter one participant: the card first, then what the NIK tells to confirm, then the next person."""
    training_class = find_class(request, class_id)
    authorize(request, may_keep_class, training_class)
    if request.method != "POST":
        return _card(request, training_class, CardForm())
    card = CardForm(request.POST)
    known = _judged(card) if card.is_valid() else False
    if card.errors:
        return _card(request, training_class, card)
    if "simpan" not in request.POST:
        return _confirm(request, training_class, _from_card(card, training_class, request.user), known)
    form = NewcomerForm(request.POST, regencies=regencies_for(training_class))
    if form.is_valid():
        try:
            place = seat_by_hand(training_class, _newcomer(form), actor=request.user)
        except DomainError as error:
            if FIELDS.get(error.code) == "nik":
                card.add_error("nik", error.message)
                return _card(request, training_class, card)
            form.add_error(FIELDS.get(error.code), error.message)
        else:
            if place.is_new:
                messages.success(request, _("Peserta disimpan."))
            else:
                messages.info(
                    request, _("Orang ini sudah menjadi peserta paket ini; tidak dicatat dua kali.")
                )
            for caution in place.cautions:
                messages.warning(request, caution)
            done = request.POST["simpan"] == "selesai"
            return redirect("portal:class" if done else "portal:participant_new", class_id)
    return _confirm(request, training_class, form, known)


@login_required
@require_POST
def enrol(request: UserRequest, class_id: int) -> HttpResponse:
    """Make participants of those who accepted a seat; pressed twice it makes them once."""
    training_class = find_class(request, class_id)
    authorize(request, may_enrol_accepted, training_class)
    made = enrol_accepted(training_class, actor=request.user)
    if made:
        messages.success(
            request,
            ngettext("%(n)d orang menjadi peserta.", "%(n)d orang menjadi peserta.", len(made))
            % {"n": len(made)},
        )
    else:
        messages.info(request, _("Semua yang menerima kursi sudah menjadi peserta."))
    return redirect("portal:class", class_id)


def _judged(card: CardForm) -> bool:
    """Judge the number and the name of a card; return whether the person is on record.

    Somebody without a number cannot be looked up.
    """
    if card.cleaned_data["no_nik_reason"]:
        return False
    today = timezone.localdate()
    digits, name = card.cleaned_data["nik"], card.cleaned_data["name"]
    why = why_nik_is_refused(digits, provinces=provinces(), on=today)
    known = None
    if why is None:
        born = nik.birth_date(digits, latest=today)
        known = known_by_nik(digits, name=name, born=born or today)
        why = why_known_person_is_refused(name_agrees=known.name_agrees) if known else None
    if why:
        card.add_error("nik", why[1])
    return known is not None


def _from_card(card: CardForm, training_class: TrainingClass, user: User) -> NewcomerForm:
    digits = card.cleaned_data["nik"]
    parts = nik.read(digits)
    former = seated(training_class, user)[:1]
    return NewcomerForm(
        initial={
            **card.cleaned_data,
            "birth_date": nik.birth_date(digits, latest=timezone.localdate()) if parts else None,
            "sex": parts.sex if parts else "",
            "regency": former[0].domicile_id if former else None,
        },
        regencies=regencies_for(training_class),
    )


def _newcomer(form: NewcomerForm) -> Newcomer:
    said = form.cleaned_data
    return Newcomer(
        nik=said["nik"],
        name=said["name"],
        birth_date=said["birth_date"],
        sex=said["sex"],
        no_nik_reason=said["no_nik_reason"],
        birth_place=said["birth_place"],
        phone=said["phone"],
        address=said["address"],
        regency=said["regency"] or None,
        education=said["education"].pk if said["education"] else None,
    )


def _card(request: UserRequest, training_class: TrainingClass, form: CardForm) -> HttpResponse:
    entered = seated(training_class, request.user)
    return render(
        request,
        "portal/participant_card.html",
        {"class": training_class, "form": form, "entered": entered, "turn": len(entered) + 1},
        status=422 if form.errors else 200,
    )


def _confirm(
    request: UserRequest, training_class: TrainingClass, form: NewcomerForm, known: bool
) -> HttpResponse:
    return render(
        request,
        "portal/participant_confirm.html",
        {
            "class": training_class,
            "form": form,
            "known": known,
            "name": form.data.get("name") or form.initial.get("name"),
            "turn": len(seated(training_class, request.user)) + 1,
        },
        status=422 if form.errors else 200,
    )
