"""Held rows, one at a time."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.rosters.actions.repair_row import Repaired, repair_row
from titian.rosters.forms import RepairForm
from titian.rosters.models import StagedRow, Verdict
from titian.rosters.permissions import may_load_rosters
from titian.rosters.queries.queue import NO_CODE, next_after, places_waiting, repair_case, rows_waiting
from titian.rosters.rules import class_faults
from titian.rosters.views.doors import centres_of

FILTERS = ("balai", "tahun", "paket")


@never_cache
@login_required
@require_safe
def queue(request: UserRequest) -> HttpResponse:
    """Open the next held row; `sesudah` names the row just left."""
    ids = _waiting(request)
    after = request.GET.get("sesudah", "")
    upcoming = next_after(ids, int(after)) if after.isdecimal() else next_after(ids, None)
    if upcoming is not None:
        return redirect(_address("rosters:repair", request, upcoming))
    filtered = any(request.GET.get(name) for name in FILTERS)
    return render(request, "rosters/queue_empty.html", {"filtered": filtered, "left_one": bool(ids)})


@never_cache
@login_required
def row(request: UserRequest, row_id: int) -> HttpResponse:
    """Show one held row and judge what is typed at once; when it is sound, the next one opens."""
    held = get_object_or_404(
        StagedRow.objects.visible_to(request.user).select_related("sheet__file", "centre"), pk=row_id
    )
    authorize(request, may_load_rosters, held.centre)
    ids = _waiting(request)
    if not held.live or held.verdict != Verdict.HELD:
        messages.info(request, _("Baris itu sudah tidak ditahan."))
        return redirect(_address("rosters:queue", request))
    if class_faults(held.sheet):
        return redirect(_address("rosters:repair_class", request, held.sheet_id))
    case = repair_case(held, request.user)
    same = request.POST.get("same_person") == "on"
    form = RepairForm(request.POST if request.method == "POST" else None, cells=case.fields)
    told = _Told()
    if request.method == "POST" and form.is_valid():
        told = _judge(request, held, form, same)
        if told.sound:
            after = next_after(ids, held.pk)
            return redirect(
                _address("rosters:repair", request, after) if after else _address("rosters:queue", request)
            )
    context = {
        "case": case,
        "form": form,
        "told": told,
        "place": ids.index(held.pk) + 1 if held.pk in ids else 1,
        "left": max(len(ids), 1),
        "places": places_waiting(_rows(request, filtered=False)),
        "no_code": NO_CODE,
        "chosen": {name: request.GET.get(name, "") for name in FILTERS},
        "query": _query(request),
        "skip": f"{reverse('rosters:queue')}?{_query(request, sesudah=held.pk)}",
    }
    status = 422 if told.reasons else 400 if form.errors else 200
    return render(request, "rosters/repair.html", context, status=status)


class _Told:
    """What came of judging: sound, or the reasons why not."""

    def __init__(self, repaired: Repaired | None = None, refusal: str = "") -> None:
        self.sound = repaired is not None and repaired.verdict != Verdict.HELD
        self.reasons = [refusal] if refusal else [] if repaired is None or self.sound else repaired.reasons


def _judge(request: UserRequest, held: StagedRow, form: RepairForm, same: bool) -> _Told:
    corrections = form.corrections()
    if not corrections and not same:
        return _Told(
            refusal=_("Belum ada isian yang diubah. Perbaiki isian di bawah, atau lewati baris ini.")
        )
    try:
        repaired = repair_row(held, corrections, actor=request.user, same_person=same)
    except DomainError as error:
        return _Told(refusal=error.message)
    told = _Told(repaired)
    if told.sound and repaired.verdict == Verdict.REPEATED:
        messages.info(request, _("Baris itu berulang: orangnya sudah tercatat di paket yang sama."))
    elif told.sound:
        messages.success(request, _("Baris itu diterima dan orangnya sudah tercatat."))
    return told


def _rows(request: UserRequest, *, filtered: bool = True) -> Any:
    centre, year = request.GET.get("balai", ""), request.GET.get("tahun", "")
    return rows_waiting(
        request.user,
        [one.pk for one in centres_of(request)],
        centre_id=int(centre) if filtered and centre.isdecimal() else None,
        year=int(year) if filtered and year.isdecimal() else None,
        package=request.GET.get("paket", "") if filtered else "",
    )


def _waiting(request: UserRequest) -> list[int]:
    return list(_rows(request).values_list("pk", flat=True))


def _query(request: UserRequest, **more: object) -> str:
    told = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    return urlencode({**told, **more})


def _address(name: str, request: UserRequest, *ids: int) -> str:
    query = _query(request)
    return reverse(name, args=ids) + (f"?{query}" if query else "")
