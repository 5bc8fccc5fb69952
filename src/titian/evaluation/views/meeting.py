"""What is handed round at the meeting: slides, and a page for the head of each regency."""

from __future__ import annotations

from contextlib import nullcontext
from typing import NamedTuple

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.evaluation.actions.note_download import note_download
from titian.evaluation.document import Evaluation
from titian.evaluation.frozen import thaw
from titian.evaluation.outputs.report_cards import write_report_cards
from titian.evaluation.outputs.slides import write_slides
from titian.evaluation.outputs.standing import DRAFT, Standing, standing_of
from titian.evaluation.permissions import may_download_evaluation, may_make_report_cards
from titian.evaluation.queries.publications import publications_for
from titian.evaluation.queries.report_cards import local_by_regency
from titian.evaluation.views.asked import Asked, answer, asked_of

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


class Told(NamedTuple):
    """An evaluation, live or as a version had it."""

    evaluation: Evaluation
    standing: Standing


@never_cache
@login_required
@require_safe
def slides(request: UserRequest, centre_id: int, year: int) -> HttpResponse:
    """Ten slides of the evaluation, or of the version the address names."""
    return _file(request, centre_id, year, "pptx")


@never_cache
@login_required
@require_safe
def report_cards(request: UserRequest, centre_id: int, year: int) -> HttpResponse:
    """One page for the head of each supervised regency."""
    return _file(request, centre_id, year, "rapor")


def _file(request: UserRequest, centre_id: int, year: int, kind: str) -> HttpResponse:
    asked = asked_of(request, centre_id, year)
    # What was signed may be shown by whoever may read it; live slides are of the whole year.
    signed = kind == "pptx" and "versi" in request.GET
    authorize(request, may_download_evaluation if signed else may_make_report_cards, asked.centre)
    try:
        told = _told(asked, request)
        if kind == "rapor" and not any(row.supervised for row in told.evaluation.by_regency):
            raise DomainError(
                _("%(centre)s belum mempunyai kabupaten/kota binaan, jadi tidak ada rapor yang dapat dibuat.")
                % {"centre": asked.centre.name},
                code="no_regencies",
            )
    except DomainError as error:
        context = {"asked": asked, "reason": error.message, "title": asked.centre.name}
        return render(request, "evaluation/refused.html", context, status=400 if asked.form.errors else 404)
    # What was signed is in the language of the state, and so are the words around it.
    with translation.override("id") if told.standing.version else nullcontext():
        if kind == "pptx":
            made = write_slides(told.evaluation, told.standing)
        else:
            local = local_by_regency(asked.centre, told.evaluation)
            made = write_report_cards(told.evaluation, local, told.standing)
    note_download(
        asked.centre, year, as_of=asked.as_of, kind=kind, whole=True, actor=request.user,
        version=told.standing.version,
    )  # fmt: skip
    stem = f"{slugify(asked.centre.name)}-{year}"
    name = f"bahan-rapat-{stem}.pptx" if kind == "pptx" else f"rapor-kabupaten-{stem}.pdf"
    return HttpResponse(
        made,
        content_type=PPTX if kind == "pptx" else "application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _told(asked: Asked, request: UserRequest) -> Told:
    version = request.GET.get("versi", "")
    if "versi" not in request.GET:
        return Told(answer(asked, request), DRAFT)
    if not (version.isascii() and version.isdigit() and len(version) < 6):
        raise Http404
    held = publications_for(request.user, asked.centre, asked.year)
    publication = get_object_or_404(held, version=int(version))
    return Told(thaw(publication.document), standing_of(publication))
