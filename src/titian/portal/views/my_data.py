from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from titian.accounts.requests import UserRequest
from titian.core.errors import DomainError
from titian.core.formats import moment
from titian.core.overtaken import hold
from titian.people.actions import give_consent, join, request_change, request_deletion, withdraw_consent
from titian.people.consent_texts import OPTIONAL, WITHDRAWABLE, text_of
from titian.people.forms import ChangeForm, KeyForm, ReasonForm
from titian.people.models import ChangeRequest, Claim, Consent, DeletionRequest, Person
from titian.people.outputs.card import typeset
from titian.people.queries import changes_shown, masked_nik
from titian.portal.queries.export import everything_about, for_people, headings
from titian.portal.queries.person import life_of, own_record


@never_cache
@login_required
def page(request: UserRequest) -> HttpResponse:
    """What is kept about me, where it came from, who looked, what I agreed to and what I asked for."""
    person = own_record(request.user)
    if person is None:
        claimed = Claim.objects.filter(user=request.user, joined_at=None).exists()
        return render(request, "portal/my_data.html", {"life": None, "claimed": claimed, "code": KeyForm()})
    given = {one.purpose: one for one in Consent.objects.filter(person=person, withdrawn_at=None)}
    return render(
        request,
        "portal/my_data.html",
        {
            "life": life_of(person),
            "nik": masked_nik(person),
            "disability": getattr(person, "disability", None),
            "needs": getattr(person, "needs", None),
            "consents": [
                (purpose, text_of(purpose), given.get(purpose))
                for purpose in WITHDRAWABLE
                if purpose in OPTIONAL or purpose in given
            ],
            "cards": list(person.cards.select_related("office").order_by("-issued_on")),
            "changes": [
                (asked, changes_shown(asked))
                for asked in ChangeRequest.objects.filter(person=person).named().order_by("-asked_at")[:10]
            ],
            "deletions": list(DeletionRequest.objects.filter(person=person).order_by("-asked_at")[:10]),
        },
    )


@login_required
@require_POST
def join_record(request: UserRequest) -> HttpResponse:
    """Type the code of the officer."""
    form = KeyForm(request.POST)
    if form.is_valid():
        try:
            join(request.user, form.cleaned_data["code"])
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Akun Anda terhubung dengan catatan Anda."))
    return redirect("portal:my_data")


@login_required
@require_POST
def consent(request: UserRequest) -> HttpResponse:
    """Give or withdraw one agreement; both hold from this moment."""
    person, purpose = _own(request), request.POST.get("tujuan", "")
    if purpose not in WITHDRAWABLE:
        raise Http404
    try:
        if "cabut" in request.POST:
            withdraw_consent(person, purpose, actor=request.user)
            messages.success(request, _("Persetujuan dicabut, berlaku sekarang."))
        else:
            give_consent(person, purpose, given_by=person.name, actor=request.user)
            messages.success(request, _("Persetujuan dicatat."))
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("portal:my_data")


@never_cache
@login_required
def change(request: UserRequest) -> HttpResponse:
    """Ask for a correction; an officer decides."""
    person = hold(_own(request), request)
    fields = ("name", "birth_date", "birth_place", "sex", "phone", "address")
    initial: dict[str, Any] = {name: getattr(person, name) for name in fields} | {
        "regency": person.regency_id
    }
    form = ChangeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            request_change(person, form.wanted, reason=form.cleaned_data["reason"], actor=request.user)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Permintaan dikirim kepada petugas dinas."))
            return redirect("portal:my_data")
    return render(request, "portal/my_data_change.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@login_required
def deletion(request: UserRequest) -> HttpResponse:
    """Ask for deletion; the clock of 3x24 hours starts."""
    person = _own(request)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = request_deletion(person, reason=form.cleaned_data["reason"], actor=request.user)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(
                request,
                _("Permintaan diterima. Dijawab paling lambat %(moment)s.")
                % {"moment": moment(asked.due_at)},
            )
            return redirect("portal:my_data")
    return render(request, "portal/my_data_deletion.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@login_required
def as_json(request: UserRequest) -> HttpResponse:
    """All of it for machines."""
    told = {"as_of": timezone.now().isoformat(), "data": everything_about(_own(request))}
    response = HttpResponse(json.dumps(told, ensure_ascii=False, indent=1), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="data-saya.json"'
    return response


@never_cache
@login_required
def as_pdf(request: UserRequest) -> HttpResponse:
    """All of it for people."""
    person = _own(request)
    names = headings()
    parts = [
        {"title": capfirst(names[label]), "rows": [_cells(row) for row in rows]}
        for label, rows in everything_about(person, for_people).items()
        if rows
    ]
    made = typeset(
        "my_data.typ",
        {
            "language": get_language() or "id", "title": _("Data saya"), "name": person.name, "parts": parts,
            "as_of": _("Keadaan per %(moment)s") % {"moment": moment(timezone.now())},
        },
    )  # fmt: skip
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="data-saya.pdf"'
    return response


def _cells(row: dict[str, Any]) -> list[list[str]]:
    return [[capfirst(title), str(value)] for title, value in row.items() if title != "ID"]


def _own(request: UserRequest) -> Person:
    person = Person.objects.select_related("regency", "education").filter(user=request.user).first()
    if person is None:
        raise Http404
    return person
