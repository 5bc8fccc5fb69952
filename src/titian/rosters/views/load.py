"""One load from waiting files to carried-out rows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from procrastinate.contrib.django.models import ProcrastinateWorker

from titian.accounts.requests import UserRequest
from titian.core.errors import DomainError
from titian.rosters.actions.settle import ask_to_carry, carry_asked_load, discard, note_end_was_seen
from titian.rosters.actions.stage_uploads import stage_again, stage_uploads
from titian.rosters.actions.words import remember_heading
from titian.rosters.forms import ColumnsForm
from titian.rosters.jobs import carry as carry_in_background
from titian.rosters.jobs import stage
from titian.rosters.models import Load, LoadState, VanishedRow, Verdict
from titian.rosters.queries.columns import previews, unknown_columns
from titian.rosters.queries.outlook import outlook_of
from titian.rosters.queries.verdicts import (
    code_counts,
    file_lines,
    judged_rows,
    row_line,
    staged_files,
    upload_counts,
    verdict_counts,
)
from titian.rosters.reading.reasons import reason_of
from titian.rosters.reading.sentences import VERDICTS
from titian.rosters.views.doors import load_of

PAGE_ROWS = 25
WORKER_SILENT = timedelta(seconds=60)


@never_cache
@login_required
@require_safe
def page(request: UserRequest, load_id: int) -> HttpResponse:
    """Where a load stands: its files, then the verdicts on its rows, filtered by the address."""
    load = load_of(request, load_id)
    if load.news_for_id == request.user.pk:
        note_end_was_seen(load, actor=request.user)
    waiting, read = upload_counts(load)
    files = file_lines(load)
    carried = [line for line in files if line.key and line.stage == LoadState.CARRIED]
    verdict, code = request.GET.get("putusan", ""), request.GET.get("kode", "")
    verdict, code = verdict if verdict in Verdict.values else "", code if code in VERDICTS else ""
    rows = Paginator(judged_rows(load, verdict=verdict, code=code), PAGE_ROWS).get_page(
        request.GET.get("halaman")
    )
    context: dict[str, Any] = {
        "load": load,
        "files": files,
        "waiting": waiting,
        "read": read,
        "worker": not (waiting or load.carry_asked_at) or _worker_is_there(),
        "carried_files": len(carried) if load.carry_asked_at else 0,
        "counts": verdict_counts(files),
        "restated": sum(line.restated for line in files),
        "verdicts": Verdict,
        "codes": code_counts(load),
        "reason_of": reason_of,
        "verdict": verdict,
        "code": code,
        "page": rows,
        "lines": [row_line(row) for row in rows],
        "page_address": lambda number: _address(request.GET, number),
        "unknown": [] if waiting else unknown_columns(load),
        "staged": [line.key for line in files if line.key and line.stage == LoadState.STAGED],
        "carried": bool(carried),
        "vanished": VanishedRow.objects.filter(sheet__file__load=load, removed=False, row__live=True).count(),
    }
    return render(request, "rosters/load.html", context)


@never_cache
@login_required
@require_POST
def read_now(request: UserRequest, load_id: int) -> HttpResponse:
    """Read the waiting files, or carry out, here and now, where nobody does so in the background."""
    load = load_of(request, load_id)
    stage_uploads(load.pk, actor=request.user)
    carry_asked_load(load.pk, actor=request.user)
    return redirect("rosters:load", load.pk)


@never_cache
@login_required
def columns(request: UserRequest, load_id: int) -> HttpResponse:
    """Say what unknown columns mean; the centre's later files are read the same way."""
    load = load_of(request, load_id)
    unknown = unknown_columns(load)
    if not unknown:
        return redirect("rosters:load", load.pk)
    form = ColumnsForm(request.POST if request.method == "POST" else None, columns=unknown)
    reason = ""
    if request.method == "POST" and form.is_valid():
        try:
            for heading, field in form.meanings().items():
                remember_heading(load.centre, heading, field, request.user)
        except DomainError as error:
            reason = error.message
        else:
            return _read_again(request, load, told=bool(form.meanings()))
    context = {"load": load, "form": form, "reason": reason, "previews": previews(load)}
    return render(request, "rosters/columns.html", context, status=400 if reason or form.errors else 200)


@never_cache
@login_required
def carry(request: UserRequest, load_id: int) -> HttpResponse:
    """Say what carrying out will do, then let it be done in the background, each file whole or not at all."""
    load = load_of(request, load_id)
    if load.carry_asked_at is not None:
        return redirect("rosters:load", load.pk)
    reason = ""
    if request.method == "POST":
        try:
            ask_to_carry(
                load, actor=request.user, confirm_vanished=request.POST.get("confirm_vanished") == "on"
            )
        except DomainError as error:
            reason = error.message
        else:
            carry_in_background.defer(load_id=load.pk, actor_id=request.user.pk)
            return redirect("rosters:load", load.pk)
    files = staged_files(load)
    if not files and not reason:
        return redirect("rosters:load", load.pk)
    context = {"load": load, "outlook": outlook_of(load, files), "reason": reason, "files": files}
    return render(request, "rosters/carry.html", context, status=409 if reason else 200)


@never_cache
@login_required
@require_POST
def throw_away(request: UserRequest, load_id: int) -> HttpResponse:
    """Throw a load away that was never carried out."""
    load = load_of(request, load_id)
    if request.POST.get("sure") != "on":
        messages.error(request, _("Muatan tidak dibuang: nyatakan dahulu bahwa Anda yakin."))
        return redirect("rosters:load", load.pk)
    try:
        discard(load, actor=request.user)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("rosters:load", load.pk)
    messages.success(request, _("Muatan %(id)d dibuang. Tidak ada data yang berubah.") % {"id": load_id})
    return redirect("rosters:history")


def _read_again(request: UserRequest, load: Load, *, told: bool) -> HttpResponse:
    if told and stage_again(load, actor=request.user):
        stage.defer(load_id=load.pk, actor_id=request.user.pk)
    elif told:
        messages.info(
            request, _("Arti kolom diingat. Berkas ini sudah tidak disimpan; muat lagi agar dibaca ulang.")
        )
    return redirect("rosters:load", load.pk)


def _worker_is_there() -> bool:
    return ProcrastinateWorker.objects.filter(last_heartbeat__gt=timezone.now() - WORKER_SILENT).exists()


def _address(query: QueryDict, number: int) -> str:
    asked = query.copy()
    asked["halaman"] = str(number)
    return f"?{asked.urlencode()}"
