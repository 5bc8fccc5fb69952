from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from titian.accounts.requests import UserRequest
from titian.core.errors import DomainError
from titian.core.formats import moment
from titian.counselling.actions.interviews import open_interview
from titian.counselling.actions.invite import invite as invite_to
from titian.counselling.forms import InviteForm, KinForm
from titian.counselling.models import Slot
from titian.counselling.queries.screens import case_of, slots_ahead
from titian.counselling.queries.ties import ties_to
from titian.counselling.rules import why_not_counselled_by
from titian.counselling.views.finding import find_person
from titian.network.models import Organisation
from titian.people.actions import note_look
from titian.people.actions.note_look import RECORD
from titian.people.models import Person


@never_cache
@login_required
@require_safe
def page(request: UserRequest, person_id: int) -> HttpResponse:
    """One card: where the person stands with us, and what can be done now."""
    person, office = find_person(request, person_id)
    note_look(person, RECORD, request.user)
    return _page(request, person, office, _form(request, office))


@login_required
@require_POST
def invite(request: UserRequest, person_id: int) -> HttpResponse:
    """Invite the person to a time that has room."""
    person, office = find_person(request, person_id)
    form = _form(request, office, bound=True)
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = invite_to(
                said["slot"], person, key=said["key"], purpose=said["purpose"], actor=request.user
            )
        except DomainError as error:
            form.add_error("slot", error.message)
        else:
            messages.success(request, _("Diundang %(moment)s.") % {"moment": moment(made.slot.starts_at)})
            return redirect("counselling:case", person_id)
    return _page(request, person, office, form)


@login_required
@require_POST
def open_interview_of(request: UserRequest, person_id: int) -> HttpResponse:
    """Begin the interview, or go on with it."""
    person, office = find_person(request, person_id)
    return redirect("counselling:interview", open_interview(person, office, actor=request.user).pk)


def _form(request: UserRequest, office: Organisation, *, bound: bool = False) -> InviteForm:
    ahead = slots_ahead(request.user, since=timezone.now())
    free = [one for one in ahead if one.office_id == office.pk and one.given < one.capacity]  # type: ignore[attr-defined]
    return InviteForm(
        request.POST if bound else None, slots=free[:60], label=_slot_label, initial={"key": uuid4()}
    )


def _slot_label(slot: Slot) -> str:
    return _("%(moment)s, sisa %(n)d dari %(all)d tempat") % {
        "moment": moment(slot.starts_at), "n": slot.capacity - slot.given, "all": slot.capacity,  # type: ignore[attr-defined]
    }  # fmt: skip


def _page(request: UserRequest, person: Person, office: Organisation, form: InviteForm) -> HttpResponse:
    facts = case_of(person, office)
    return render(
        request,
        "counselling/case.html",
        {
            "person": person,
            "office": office,
            "facts": facts,
            "tied": why_not_counselled_by(ties_to(request.user, person)),
            "form": form,
            "kin": KinForm(),
            "today": timezone.localdate(),
            "now": timezone.now(),
            "from_list": "alasan" in request.GET,
            "motive": request.GET.get("alasan", "")[:20],
        },
        status=422 if form.errors else 200,
    )
