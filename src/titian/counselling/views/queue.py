from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.counselling.actions.queue import (
    call_again,
    call_next,
    miss_ticket,
    name_visitor,
    serve_ticket,
    take_ticket,
)
from titian.counselling.models import QueueTicket
from titian.counselling.permissions import may_act_for, may_counsel
from titian.counselling.queries.screens import (
    called_at,
    expected_today,
    holder_of_card,
    offices_of,
    queue_today,
)
from titian.network.models import Organisation

DESK = "loket"


@never_cache
@login_required
def page(request: UserRequest) -> HttpResponse:
    """The queue of today: give numbers, call the next one to the own desk."""
    authorize(request, may_counsel)
    offices = offices_of(request.user)
    if request.method == "POST":
        return _act(request, offices)
    return render(
        request,
        "counselling/queue.html",
        {
            "offices": offices,
            "tickets": queue_today(offices),
            "expected": expected_today(request.user),
            "desk": request.session.get(DESK, ""),
            "key": uuid4(),
        },
    )


def _act(request: UserRequest, offices: list[Organisation]) -> HttpResponse:
    office = next((one for one in offices if str(one.pk) == request.POST.get("dinas", "")), None)
    if office is None:
        messages.error(request, _("Pilih dinas."))
        return redirect("counselling:queue")
    try:
        if "ambil" in request.POST:
            expected = {str(one.pk): one for one in expected_today(request.user)}
            ticket = take_ticket(
                office, key=_key(request), actor=request.user,
                appointment=expected.get(request.POST.get("janji", "")),
            )  # fmt: skip
            messages.success(request, _("Nomor antrean %(label)s.") % {"label": ticket.label})
        else:
            request.session[DESK] = request.POST.get("loket", "").strip()[:20]
            ticket = call_next(office, request.session[DESK], actor=request.user)
            messages.success(request, _("Memanggil %(label)s.") % {"label": ticket.label})
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("counselling:queue")


def _key(request: UserRequest) -> UUID:
    try:
        return UUID(request.POST.get("kunci", ""))
    except ValueError:
        return uuid4()


@login_required
@require_POST
def step(request: UserRequest, ticket_id: int) -> HttpResponse:
    """What became of a called number."""
    ticket = get_object_or_404(QueueTicket.objects.of_user(request.user), pk=ticket_id)
    authorize(request, may_act_for, ticket)
    try:
        if "lagi" in request.POST:
            call_again(ticket, request.session.get(DESK, ""), actor=request.user)
        elif "kartu" in request.POST:
            _name(request, ticket)
        elif "absen" in request.POST:
            miss_ticket(ticket, actor=request.user)
        else:
            serve_ticket(ticket, actor=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("counselling:queue")


def _name(request: UserRequest, ticket: QueueTicket) -> None:
    told = request.POST["kartu"].strip().partition("/")[0]
    person = holder_of_card(ticket, int(told), request.user) if told.isdecimal() and len(told) < 9 else None
    if person is None:
        raise DomainError(
            _("Tidak ada kartu AK/I dinas ini dengan nomor itu. Cari orangnya, atau daftarkan di loket."),
            code="no_such_card",
        )
    name_visitor(ticket, person, actor=request.user)


@never_cache
@require_safe
def screen(request: HttpRequest, office_id: int) -> HttpResponse:
    """The screen in the waiting room: numbers and desks, nobody's name."""
    office = get_object_or_404(Organisation, pk=office_id, kind__in=("agency_regency", "agency_province"))
    called, waiting = called_at(office_id)
    return render(
        request, "counselling/called.html", {"office": office, "called": called, "waiting": waiting}
    )
