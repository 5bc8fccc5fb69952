"""The counter: one card on the table, a visible clock, one AK/I card at the end."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.network.models import Organisation
from titian.people.actions import (
    CardDetails,
    Visitor,
    end_job_seeking,
    note_report,
    serve_at_counter,
    unmask_nik,
)
from titian.people.forms import CounterForm, IdentityForm, LeavingForm
from titian.people.likeness import Described
from titian.people.models import JobSeekerCard, Person
from titian.people.outputs.card import write_card
from titian.people.permissions import may_serve_counter
from titian.people.queries import (
    cards_today,
    counter_offices,
    known_by_nik,
    masked_nik,
)
from titian.people.rules import (
    is_under_age,
    why_identity_disagrees,
    why_known_person_is_refused,
    why_nik_is_refused,
)
from titian.people.twins import records_alike
from titian.standards.queries import provinces

SALT = "loket"


@never_cache
@login_required
@sensitive_post_parameters()
def page(request: UserRequest) -> HttpResponse:
    """First the lines of the card; then what is known; then one submit that ends in the printed card."""
    authorize(request, may_serve_counter)
    offices = counter_offices(request.user)
    card = IdentityForm(request.POST or None)
    if request.method != "POST" or not card.is_valid() or not _judged(card):
        token = request.POST.get("mulai") or signing.dumps(
            [timezone.now().isoformat(), str(uuid4())], salt=SALT
        )
        return _first(request, card, offices, token)
    opened_at, key = _opened(request.POST.get("mulai", ""))
    under_age = is_under_age(card.cleaned_data["birth_date"], timezone.localdate())
    if "simpan" not in request.POST:
        initial = {"regency": offices[0].region_id if offices else None}
        form = CounterForm(offices=offices, under_age=under_age, initial=initial)
        return _second(request, card, form, opened_at)
    form = CounterForm(request.POST, offices=offices, under_age=under_age)
    asked = _asked(request)
    if form.is_valid() and asked and "same_as" not in request.POST:
        form.add_error(None, _("Jawab dahulu: orang yang sudah tercatat, atau orang baru?"))
    if form.is_valid():
        said = form.cleaned_data
        details = CardDetails(
            key, opened_at, said["skills"], said["marital_status"], said["graduated_in"],
            said["occupation_group"].pk if said["occupation_group"] else "",
        )  # fmt: skip
        try:
            issued = serve_at_counter(
                _visitor(card, form, asked), said["office"], details, actor=request.user
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            return redirect("people:card", issued.pk)
    return _second(request, card, form, opened_at)


@never_cache
@login_required
def card(request: UserRequest, card_id: int) -> HttpResponse:
    """The issued card: how long it took, its boxes, and the ways out of the register."""
    issued = _find(request, card_id)
    leaving = LeavingForm(request.POST if "keluar" in request.POST else None)
    if request.method == "POST":
        try:
            if "lapor" in request.POST:
                note_report(issued, actor=request.user)
                messages.success(request, _("Laporan dicatat."))
                return redirect("people:card", card_id)
            if leaving.is_valid():
                said = leaving.cleaned_data
                end_job_seeking(
                    issued.person, said["kind"], said["on"], reason=said["reason"], actor=request.user
                )
                messages.success(request, _("Dicatat: tidak lagi terdaftar sebagai pencari kerja."))
                return redirect("people:card", card_id)
        except DomainError as error:
            messages.error(request, error.message)
    return render(
        request,
        "people/card.html",
        {
            "card": issued,
            "boxes": list(issued.reports.order_by("due_on")),
            "took": issued.closed_at - issued.opened_at,
            "leaving": leaving,
            "nik": masked_nik(issued.person),
        },
    )


@never_cache
@login_required
def pdf(request: UserRequest, card_id: int) -> HttpResponse:
    """The card to print; it bears the whole NIK, as the official one does: the office alone prints it, noted."""
    issued = _find(request, card_id)
    nik, person = "", issued.person
    try:
        if person.nik_cipher is not None:
            nik = unmask_nik(person, _("Mencetak kartu AK/I"), request.user)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("people:card", card_id)
    address = request.build_absolute_uri(reverse("people:verify_card", args=[issued.token]))
    made = write_card(issued, list(issued.reports.order_by("due_on")), nik, address)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="ak1-{issued.number}.pdf"'
    return response


def _find(request: UserRequest, card_id: int) -> JobSeekerCard:
    seen = Person.objects.visible_to(request.user)
    cards = JobSeekerCard.objects.filter(person__in=seen).select_related(
        "person__regency", "person__education", "office", "officer"
    )
    issued = get_object_or_404(cards, pk=card_id)
    authorize(request, may_serve_counter)
    return issued


def _judged(form: IdentityForm) -> bool:
    """Judge number and name; a known number with another name is refused here already."""
    said = form.cleaned_data
    if not said["nik"]:
        return True
    today = timezone.localdate()
    why = why_nik_is_refused(said["nik"], provinces=provinces(), on=today) or why_identity_disagrees(
        said["nik"], born=said["birth_date"], sex=said["sex"]
    )
    if why is None:
        known = known_by_nik(said["nik"], name=said["name"], born=said["birth_date"])
        why = why_known_person_is_refused(name_agrees=known.name_agrees) if known else None
    if why:
        form.add_error("nik", why[1])
    return why is None


def _opened(token: str) -> tuple[datetime, UUID]:
    try:
        opened, key = signing.loads(token, salt=SALT, max_age=24 * 60 * 60)
    except signing.BadSignature:
        return timezone.now(), uuid4()
    return datetime.fromisoformat(opened), UUID(key)


def _asked(request: HttpRequest) -> set[int]:
    """Return the records of which the page asked whether they are the same person."""
    return {int(told) for told in request.POST.get("mirip", "").split() if told.isdecimal()}


def _visitor(card: IdentityForm, form: CounterForm, asked: set[int]) -> Visitor:
    who, said = card.cleaned_data, form.cleaned_data
    return Visitor(
        name=who["name"], sex=who["sex"], birth_date=who["birth_date"], birth_place=said["birth_place"],
        nik=who["nik"] or None, no_nik_reason=who["no_nik_reason"], phone=said["phone"], address=said["address"],
        regency=said["regency"].pk, education=said["education"].pk if said["education"] else None,
        consents=form.agreed, guardian=said.get("guardian", ""), same_as=said["same_as"],
        ruled_out=asked,
    )  # fmt: skip


def _first(request: HttpRequest, form: IdentityForm, offices: list[Organisation], token: str) -> HttpResponse:
    return render(
        request,
        "people/counter.html",
        {
            "form": form,
            "token": token,
            "opened_at": _opened(token)[0],
            "cards": cards_today(offices),
        },
        status=422 if form.errors else 200,
    )


def _second(request: UserRequest, card: IdentityForm, form: CounterForm, opened_at: datetime) -> HttpResponse:
    who = card.cleaned_data
    known = known_by_nik(who["nik"], name=who["name"], born=who["birth_date"]) if who["nik"] else None
    alike = []
    if known is None:
        told = Described(
            0, who["name"], who["birth_date"], request.POST.get("phone", ""), request.POST.get("address", ""),
            request.POST.get("regency", ""), request.POST.get("birth_place", ""), who["sex"],
        )  # fmt: skip
        alike = records_alike(told)
    seen = Person.objects.visible_to(request.user).in_bulk([found.person_id for found in alike])
    return render(
        request,
        "people/counter_person.html",
        {
            "card": card, "form": form, "known": known, "opened_at": opened_at, "token": request.POST.get("mulai", ""),
            "alike": [(found, seen.get(found.person_id)) for found in alike],
            "all_asked": {found.person_id for found in alike} <= _asked(request),
        },
        status=422 if form.errors else 200,
    )  # fmt: skip
