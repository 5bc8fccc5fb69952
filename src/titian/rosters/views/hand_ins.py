"""A supervised organisation hands its rosters in; the centre that answers for it takes them or sends them back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.network.models import Organisation
from titian.rosters.actions.hand_in import SENT_KEPT_DAYS
from titian.rosters.actions.send_rosters import return_rosters, send_rosters
from titian.rosters.actions.start_loads import Choice, start_loads
from titian.rosters.forms import HandInForm, ReturnForm
from titian.rosters.jobs import stage
from titian.rosters.models import UploadedRoster, UploadState
from titian.rosters.permissions import may_load_rosters
from titian.rosters.queries.hand_ins import Way, sent_lines, ways_to_hand_in
from titian.rosters.queries.proposals import propose
from titian.rosters.reading.files import TOO_SLOW
from titian.rosters.views.upload import lay_out

PAGE_FILES = 25


@never_cache
@login_required
def page(request: UserRequest) -> HttpResponse:
    """Take files for the supervising centre, and tell what became of those sent before."""
    ways = ways_to_hand_in(request.user, timezone.localdate())
    if not ways:
        raise PermissionDenied
    years = _years()
    posted = request.method == "POST"
    form = HandInForm(
        request.POST if posted else None, request.FILES if posted else None, ways=ways, years=years
    )
    refusals: list[str] = []
    if posted and form.is_valid():
        way = ways[int(form.cleaned_data["way"])]
        refusals = _send(request, form, way)
        if not refusals:
            return redirect("rosters:hand_in")
    sent = (
        UploadedRoster.objects.visible_to(request.user)
        .filter(sender__in=[way.sender for way in ways])
        .select_related("sender", "centre")
        .defer("content")
        .order_by("-uploaded_at", "-pk")
    )
    listed = Paginator(sent, PAGE_FILES).get_page(request.GET.get("halaman"))
    context = {
        "ways": ways,
        "form": form,
        "refusals": refusals,
        "page": listed,
        "lines": sent_lines(list(listed)),
        "page_address": lambda number: f"?halaman={number}",
        "kept_days": SENT_KEPT_DAYS,
    }
    return render(
        request, "rosters/hand_in.html", context, status=422 if refusals else 400 if form.errors else 200
    )


@never_cache
@login_required
@require_POST
def take(request: UserRequest, batch: UUID) -> HttpResponse:
    """Let what was sent be read and judged, by the right of the centre."""
    uploads = _sending(request, batch)
    waiting = [one for one in uploads if one.state == UploadState.SENT]
    choices = [
        Choice(one.pk, one.centre, one.year, one.channel_id)
        for one in waiting
        if one.centre and one.year and one.channel_id
    ]
    if not choices:
        return _already_settled(uploads)
    try:
        [load] = start_loads(choices, actor=request.user, is_demo=settings.MODE == "demo")
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("rosters:history")
    stage.defer(load_id=load.pk, actor_id=request.user.pk)
    return redirect("rosters:load", load.pk)


@never_cache
@login_required
def give_back(request: UserRequest, batch: UUID) -> HttpResponse:
    """Send back what was sent, unread, with a reason its sender will read."""
    uploads = _sending(request, batch)
    form = ReturnForm(request.POST if request.method == "POST" else None)
    reason = ""
    if request.method == "POST" and form.is_valid():
        try:
            return_rosters(batch, form.cleaned_data["reason"], actor=request.user)
        except DomainError as error:
            reason = error.message
        else:
            messages.success(request, _("Kiriman dikembalikan; pengirimnya melihat alasan Anda."))
            return redirect("rosters:history")
    elif not any(one.state == UploadState.SENT for one in uploads):
        return _already_settled(uploads)
    context = {"batch": batch, "uploads": uploads, "first": uploads[0], "form": form, "reason": reason}
    return render(
        request, "rosters/return.html", context, status=409 if reason else 400 if form.errors else 200
    )


def _sending(request: UserRequest, batch: UUID) -> Sequence[UploadedRoster]:
    """Find what was sent together (404 to a stranger, 403 to whom the centre did not give the right)."""
    found = UploadedRoster.objects.visible_to(request.user).filter(batch=batch, sender__isnull=False)
    uploads = list(found.select_related("centre", "sender").defer("content").order_by("pk"))
    if not uploads:
        raise Http404
    authorize(request, may_load_rosters, uploads[0].centre)
    return uploads


def _already_settled(uploads: Sequence[UploadedRoster]) -> HttpResponse:
    """Pressed twice, or after a colleague: lead to what came of it."""
    load_id = next((one.load_id for one in uploads if one.load_id), None)
    return redirect("rosters:load", load_id) if load_id else redirect("rosters:history")


def _send(request: UserRequest, form: HandInForm, way: Way) -> list[str]:
    """Open each file, then lay all of them before the centre; return why not."""
    year: int = form.cleaned_data["year"]
    with TemporaryDirectory(prefix="titian-") as folder:
        paths = [
            _apart(file, Path(folder) / str(number))
            for number, file in enumerate(form.cleaned_data["rosters"])
        ]
        if refusals := _refusals(paths, way.centre):
            return refusals
        try:
            new = send_rosters(
                paths, sender=way.sender, centre=way.centre, year=year, note=form.cleaned_data["note"],
                actor=request.user,
            )  # fmt: skip
        except DomainError as error:
            return [error.message]
    if new:
        text = ngettext(
            "%(n)d berkas terkirim kepada %(centre)s.", "%(n)d berkas terkirim kepada %(centre)s.", new
        )
        messages.success(request, text % {"n": new, "centre": way.centre.name})
    else:
        messages.info(
            request,
            _("Berkas yang sama sudah terkirim dan masih menunggu dibaca, jadi tidak dikirim dua kali."),
        )
    return []


def _apart(file: UploadedFile[bytes], folder: Path) -> Path:
    """Two files of one name stay two."""
    folder.mkdir()
    return lay_out(file, folder)


def _refusals(paths: Sequence[Path], centre: Organisation) -> list[str]:
    refusals: list[str] = []
    for path in paths:
        try:
            propose(path, {}, [centre], this_year=timezone.localdate().year)
        except DomainError as error:
            refusals.append(error.message)
            if error.code == TOO_SLOW:
                break
    return refusals


def _years() -> list[int]:
    """This year and the four before it; rosters of last year come until March."""
    today = timezone.localdate()
    years = list(range(today.year, today.year - 5, -1))
    return [years[1], years[0], *years[2:]] if today.month <= 3 else years
