"""What was put out of a year, and the two persons who put it out."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.evaluation.actions import (
    fold_touched,
    propose_publication,
    send_back_publication,
    sign_publication,
    withdraw_publication,
)
from titian.evaluation.actions.note_download import note_download
from titian.evaluation.document import Evaluation
from titian.evaluation.forms import ProposalForm, ReasonForm
from titian.evaluation.frozen import thaw
from titian.evaluation.models import Publication
from titian.evaluation.outputs import changes
from titian.evaluation.outputs.grid import Grid
from titian.evaluation.outputs.pdf import write_pdf
from titian.evaluation.outputs.standing import standing_of
from titian.evaluation.permissions import (
    may_download_evaluation,
    may_make_report_cards,
    may_propose_publication,
    may_sign_publication,
)
from titian.evaluation.queries.evaluate import evaluate
from titian.evaluation.queries.publications import differences, publications_for
from titian.evaluation.queries.readers import reading_of, years_of
from titian.evaluation.views.asked import known_centre
from titian.evaluation.views.document import document_context
from titian.journal.exports import SIGNED


@never_cache
@login_required
@require_safe
def listing(request: UserRequest, centre_id: int, year: int) -> HttpResponse:
    """The versions of a year and, for those who may, the way to propose one."""
    centre = known_centre(request, centre_id)
    versions = list(publications_for(request.user, centre, year))
    context = {
        "centre": centre,
        "year": year,
        "years": years_of(centre),
        "versions": versions,
        "open": next((version for version in versions if version.can("propose_again")), None),
        "form": ProposalForm(),
        "may_propose": year in years_of(centre) and may_propose_publication(request.user, centre),
    }
    return render(request, "evaluation/publications.html", context)


@login_required
@require_POST
def propose(request: UserRequest, centre_id: int, year: int) -> HttpResponse:
    """Lay today's state before the head."""
    centre = known_centre(request, centre_id)
    authorize(request, may_propose_publication, centre)
    form = ProposalForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    try:
        made = propose_publication(centre, year, actor=request.user, note=note)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("evaluation:publications", centre.pk, year)
    messages.success(
        request, _("Versi %(version)s diusulkan. Kepala balai menandatanganinya.") % {"version": made.version}
    )
    return redirect("evaluation:publication", centre.pk, year, made.version)


@never_cache
@login_required
@require_safe
def page(request: UserRequest, centre_id: int, year: int, version: int) -> HttpResponse:
    """One version as it was frozen, and what reads otherwise today."""
    publication = _publication(request, centre_id, year, version)
    return _shown(request, publication, ReasonForm())


@login_required
@require_POST
def sign(request: UserRequest, centre_id: int, year: int, version: int) -> HttpResponse:
    publication = _publication(request, centre_id, year, version)
    authorize(request, may_sign_publication, publication.centre)
    return _acted(
        request,
        publication,
        lambda: sign_publication(publication, actor=request.user, sha256=request.POST.get("sha256", "")),
        _("Versi %(version)s terbit. Angka publiknya dapat dibaca semua orang.") % {"version": version},
    )


@login_required
@require_POST
def send_back(request: UserRequest, centre_id: int, year: int, version: int) -> HttpResponse:
    return _with_reason(request, centre_id, year, version, send_back_publication, _("Usulan dikembalikan."))


@login_required
@require_POST
def withdraw(request: UserRequest, centre_id: int, year: int, version: int) -> HttpResponse:
    return _with_reason(
        request,
        centre_id,
        year,
        version,
        withdraw_publication,
        _("Terbitan ditarik; alasannya dapat dibaca semua orang."),
    )


@never_cache
@login_required
@require_safe
def pdf(request: UserRequest, centre_id: int, year: int, version: int) -> HttpResponse:
    """The frozen document on paper, in the language it was signed in."""
    publication = _publication(request, centre_id, year, version)
    with translation.override("id"):
        made = write_pdf(thaw(publication.document), standing_of(publication))
    return _file(request, publication, "pdf", "application/pdf", made)


@never_cache
@login_required
@require_safe
def data(request: UserRequest, centre_id: int, year: int, version: int) -> HttpResponse:
    """The very bytes whose hash was signed."""
    publication = _publication(request, centre_id, year, version)
    answer = _file(request, publication, "json", "application/json", publication.document.encode())
    setattr(answer, SIGNED, True)
    return answer


def _publication(request: UserRequest, centre_id: int, year: int, version: int) -> Publication:
    centre = known_centre(request, centre_id)
    publication = get_object_or_404(publications_for(request.user, centre, year), version=version)
    publication.centre = centre  # brought its letterhead along
    return publication


def _with_reason(
    request: UserRequest,
    centre_id: int,
    year: int,
    version: int,
    act: Callable[..., Publication],
    done: str,
) -> HttpResponse:
    publication = _publication(request, centre_id, year, version)
    authorize(request, may_sign_publication, publication.centre)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _shown(request, publication, form)
    reason = form.cleaned_data["reason"]
    return _acted(request, publication, lambda: act(publication, actor=request.user, reason=reason), done)


def _acted(
    request: UserRequest, publication: Publication, act: Callable[[], Publication], done: str
) -> HttpResponse:
    try:
        act()
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)
    return redirect("evaluation:publication", publication.centre_id, publication.year, publication.version)


def _shown(request: UserRequest, publication: Publication, form: ReasonForm) -> HttpResponse:
    centre, published = publication.centre, thaw(publication.document)
    may_sign = may_sign_publication(request.user, centre)
    context = {
        **document_context(published),
        "publication": publication,
        "centre": centre,
        "year": publication.year,
        "changes": _changes(request, publication, published),
        "form": form,
        "may_sign": may_sign and publication.can("sign_publication"),
        "own_proposal": publication.proposed_by_id == request.user.pk,
        "may_withdraw": may_sign and publication.can("withdraw_publication"),
        "may_propose": may_propose_publication(request.user, centre) and publication.can("propose_again"),
        "may_download": may_download_evaluation(request.user, centre),
        "may_make_report_cards": may_make_report_cards(request.user, centre),
    }
    return render(request, "evaluation/publication.html", context, status=400 if form.errors else 200)


def _changes(request: UserRequest, publication: Publication, published: Evaluation) -> Grid | None:
    """Return what reads otherwise today; who reads a part today cannot compare it with the whole."""
    if not reading_of(request.user, publication.centre).whole:
        return None
    fold_touched()
    now = evaluate(publication.centre, publication.year, user=request.user)
    return changes.grid(published, now, differences(published, now))


def _file(
    request: UserRequest, publication: Publication, kind: str, content_type: str, made: bytes
) -> HttpResponse:
    centre = publication.centre
    authorize(request, may_download_evaluation, centre)
    note_download(
        centre,
        publication.year,
        as_of=publication.as_of,
        kind=kind,
        whole=True,
        actor=request.user,
        version=publication.version,
    )
    name = f"evaluasi-{slugify(centre.name)}-{publication.year}-v{publication.version}.{kind}"
    return HttpResponse(
        made,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
