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
from titian.evaluation.document import Definition, Evaluation, Figure
from titian.evaluation.outputs import wording
from titian.evaluation.outputs.document_data import summary
from titian.evaluation.outputs.part import is_part
from titian.evaluation.outputs.sections import annexes_of, sections_of
from titian.evaluation.outputs.tables import people
from titian.evaluation.permissions import may_download_evaluation
from titian.evaluation.queries.readers import centres_to_choose
from titian.evaluation.views.asked import Asked, answer, asked_of

# Enrolment and placement stand apart: reaching the one says nothing of the other.
DONE = (
    "realised_people",
    "fill",
    "passed",
    "competent",
    "covered",
    "women",
    "disability",
    "regencies_reached",
)
BECAME = (
    "status_working",
    "placed_6_graduates",
    "placed_12_graduates",
    "field_match",
    "days_to_work",
    "wage",
)


@never_cache
@login_required
@require_safe
def index(request: UserRequest) -> HttpResponse:
    """The centres and years whose evaluation this user may open."""
    return render(request, "evaluation/index.html", {"centres": centres_to_choose(request.user)})


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
        "asked": asked,
        "evaluation": evaluation,
        "part": is_part(evaluation),
        "summary": summary(evaluation),
        "done": _tiles(evaluation, DONE),
        "became": _tiles(evaluation, BECAME),
        "sections": sections_of(evaluation),
        "figures": annexes_of(evaluation)[0],
        "definitions": evaluation.definitions,
        "unit_name": wording.unit_name,
        "as_of_query": f"?as_of={asked.as_of.isoformat()}" if asked.as_of else "",
        "may_download": may_download_evaluation(request.user, asked.centre),
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


def _tiles(
    evaluation: Evaluation, codes: tuple[str, ...]
) -> list[tuple[Figure, wording.Reading, Definition]]:
    return [
        (figure, wording.on_tile(figure), evaluation.definition(figure.code))
        for figure in people.figures_of(evaluation, codes)
    ]
