"""The page a year-end meeting looks at."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from titian.accounts.requests import UserRequest
from titian.core.errors import DomainError
from titian.evaluation.permissions import (
    may_download_evaluation,
    may_make_report_cards,
    may_propose_publication,
    may_read_boarding,
)
from titian.evaluation.queries.readers import centres_to_choose
from titian.evaluation.views.asked import Asked, answer, asked_of
from titian.evaluation.views.document import document_context


@never_cache
@login_required
@require_safe
def index(request: UserRequest) -> HttpResponse:
    """The centres and years whose evaluation this user may open."""
    context = {
        "centres": centres_to_choose(request.user),
        "may_read_boarding": may_read_boarding(request.user),
    }
    return render(request, "evaluation/index.html", context)


@never_cache
@login_required
@require_safe
def page(request: UserRequest, centre_id: int, year: int) -> HttpResponse:
    """One centre's year; a question that cannot be answered gets a sentence."""
    asked = asked_of(request, centre_id, year)
    try:
        evaluation = answer(asked, request)
    except DomainError as error:
        return _refused(request, asked, error)
    context = {
        **document_context(evaluation),
        "asked": asked,
        "as_of_query": f"?as_of={asked.as_of.isoformat()}" if asked.as_of else "",
        "may_download": may_download_evaluation(request.user, asked.centre),
        "may_propose": may_propose_publication(request.user, asked.centre),
        "may_make_report_cards": may_make_report_cards(request.user, asked.centre),
    }
    return render(request, "evaluation/rakor.html", context)


def _refused(request: UserRequest, asked: Asked, error: DomainError) -> HttpResponse:
    known = asked.year in asked.years
    context = {
        "asked": asked,
        "reason": error.message,
        "title": _("Evaluasi %(centre)s %(year)s") % {"centre": asked.centre.name, "year": asked.year},
    }
    status = 404 if not known else 400 if asked.form.errors else 200
    return render(request, "evaluation/refused.html", context, status=status)
