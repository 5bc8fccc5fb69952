"""Files come in, and somebody says where they belong."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from titian.accounts.requests import UserRequest
from titian.core.errors import DomainError
from titian.network.models import Organisation
from titian.rosters.actions.hand_in import HandedIn, hand_in
from titian.rosters.actions.start_loads import Choice, start_loads
from titian.rosters.forms import PlaceForm, UploadForm
from titian.rosters.jobs import stage
from titian.rosters.manifest import MANIFEST_NAME, read_manifest, stated_origin
from titian.rosters.models import UploadedRoster, UploadState
from titian.rosters.queries.partners import certification_bodies
from titian.rosters.queries.proposals import propose
from titian.rosters.queries.repair import Origin
from titian.rosters.reading.files import TOO_SLOW
from titian.rosters.views.doors import centres_of
from titian.standards.models import Channel

LONGEST_STEM = 100


@never_cache
@login_required
def page(request: UserRequest) -> HttpResponse:
    """Take files; each is opened at once, and one that cannot be a roster is refused with the reason."""
    centres = centres_of(request)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        with TemporaryDirectory(prefix="titian-") as folder:
            paths = [lay_out(file, Path(folder)) for file in form.cleaned_data["rosters"]]
            files, refusals = _examine(paths, centres)
            if files and not refusals:
                return redirect("rosters:place", hand_in(files, actor=request.user))
        refusals = refusals or [_("Tidak ada berkas daftar peserta yang ditemukan.")]
    context = {"form": form, "refusals": refusals, "centres": centres}
    status = 422 if refusals else 400 if form.errors else 200
    return render(request, "rosters/upload.html", context, status=status)


@never_cache
@login_required
def place(request: UserRequest, batch: UUID) -> HttpResponse:
    """Choose or confirm centre, year and channel of each file; then they are read in the background."""
    centres = centres_of(request)
    uploads = list(
        UploadedRoster.objects.filter(batch=batch, actor=request.user, sender=None)
        .defer("content")
        .order_by("pk")
    )
    if not uploads:
        raise Http404
    if uploads[0].state != UploadState.ASKING:
        return redirect("rosters:load", uploads[0].load_id)
    channels = [(channel.pk, str(channel)) for channel in Channel.objects.all()]
    bodies = [(str(body.pk), body.name) for body in certification_bodies()]
    pairs = [(upload, _place_form(request, upload, centres, channels, bodies)) for upload in uploads]
    reason = ""
    sound = [form.is_valid() for _upload, form in pairs]  # each is asked, so that each tells its errors
    if request.method == "POST" and all(sound):
        by_id = {str(centre.pk): centre for centre in centres}
        try:
            loads = start_loads(
                [
                    Choice(
                        upload.pk, by_id[form.cleaned_data["centre"]], form.cleaned_data["year"],
                        form.cleaned_data["channel"], form.cleaned_data["wave"],
                        int(form.cleaned_data["certification_body"] or 0) or None,
                    )
                    for upload, form in pairs
                ],
                actor=request.user,
                is_demo=settings.MODE == "demo",
            )  # fmt: skip
        except DomainError as error:
            reason = error.message
        else:
            for load in loads:
                stage.defer(load_id=load.pk, actor_id=request.user.pk)
            if len(loads) == 1:
                return redirect("rosters:load", loads[0].pk)
            messages.success(
                request, _("%(n)d muatan dibuat, satu untuk tiap balai dan tahun.") % {"n": len(loads)}
            )
            return redirect("rosters:history")
    failed = bool(reason) or any(form.errors for _upload, form in pairs)
    context = {"pairs": pairs, "batch": batch, "reason": reason}
    return render(request, "rosters/place.html", context, status=400 if failed else 200)


def lay_out(file: UploadedFile[bytes], folder: Path) -> Path:
    """Write an upload under its own name, cut where a file system would not take it."""
    name = Path((file.name or "").replace("\x00", "")).name or "berkas"
    suffix = Path(name).suffix[:10]
    path = folder / f"{name.removesuffix(suffix)[:LONGEST_STEM].strip() or 'berkas'}{suffix}"
    with path.open("wb") as out:
        for chunk in file.chunks():
            out.write(chunk)
    return path


def _examine(paths: Sequence[Path], centres: Sequence[Organisation]) -> tuple[list[HandedIn], list[str]]:
    """Return the files with where they seem to belong, and why some cannot be read."""
    stated: dict[str, Origin] = {}
    refusals: list[str] = []
    files: list[HandedIn] = []
    allowed = {centre.pk for centre in centres}
    names = {path.name for path in paths}
    for path in [path for path in dict.fromkeys(paths) if path.name.lower() == MANIFEST_NAME]:
        try:
            told = read_manifest(path)
            stated = {name: stated_origin(row, path) for name, row in told.items() if name in names}
        except DomainError as error:
            refusals.append(error.message)
    for path in [path for path in dict.fromkeys(paths) if path.name.lower() != MANIFEST_NAME]:
        try:
            centre, year, channel, told_by = propose(
                path, stated, centres, this_year=timezone.localdate().year
            )
            origin = stated.get(path.name)
        except DomainError as error:
            refusals.append(error.message)
            if error.code == TOO_SLOW:  # nobody waits for several of these; the rest is sent again anyway
                break
        else:
            known = centre if centre is not None and centre.pk in allowed else None
            more = origin[3:] if origin else ()
            files.append(HandedIn(path, known, year, channel, told_by, *more))
    return files, refusals


def _place_form(
    request: UserRequest,
    upload: UploadedRoster,
    centres: Sequence[Organisation],
    channels: Sequence[tuple[str, str]],
    bodies: Sequence[tuple[str, str]],
) -> PlaceForm:
    return PlaceForm(
        request.POST if request.method == "POST" else None,
        prefix=str(upload.pk),
        initial={
            "centre": upload.centre_id,
            "year": upload.year,
            "channel": upload.channel_id,
            "wave": upload.wave,
            "certification_body": upload.certification_body_id,
        },
        centres=centres,
        channels=channels,
        bodies=bodies,
    )
