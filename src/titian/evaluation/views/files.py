"""The same evaluation as files; who took one away is noted."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.evaluation.actions.note_download import note_download
from titian.evaluation.document import Evaluation
from titian.evaluation.outputs.pdf import write_pdf
from titian.evaluation.outputs.workbook import write_workbook
from titian.evaluation.permissions import may_download_evaluation
from titian.evaluation.serialise import to_json
from titian.evaluation.views.asked import answer, asked_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@never_cache
@login_required
@require_safe
def pdf(request: UserRequest, centre_id: int, year: int) -> HttpResponse:
    return _file(request, centre_id, year, "pdf", "application/pdf", write_pdf)


@never_cache
@login_required
@require_safe
def workbook(request: UserRequest, centre_id: int, year: int) -> HttpResponse:
    return _file(request, centre_id, year, "xlsx", XLSX, write_workbook)


@never_cache
@login_required
@require_safe
def data(request: UserRequest, centre_id: int, year: int) -> HttpResponse:
    return _file(request, centre_id, year, "json", "application/json", _json)


def _file(
    request: UserRequest,
    centre_id: int,
    year: int,
    kind: str,
    content_type: str,
    write: Callable[[Evaluation], bytes],
) -> HttpResponse:
    asked = asked_of(request, centre_id, year)
    authorize(request, may_download_evaluation, asked.centre)
    try:
        evaluation = answer(asked, request)
    except DomainError as error:
        return render(
            request,
            "evaluation/refused.html",
            {"asked": asked, "reason": error.message, "title": asked.centre.name},
            status=400 if asked.form.errors else 404,
        )
    made = write(evaluation)
    note_download(
        asked.centre, year, as_of=asked.as_of, kind=kind, whole=asked.reading.whole, actor=request.user
    )
    response = HttpResponse(made, content_type=content_type)
    day = f"-{asked.as_of.isoformat()}" if asked.as_of else ""
    name = f"evaluasi-{slugify(asked.centre.name)}-{year}{day}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _json(evaluation: Evaluation) -> bytes:
    return to_json(evaluation).encode()
