"""The few figures of my centre's latest year, without the rest of the evaluation."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from titian.evaluation.document import Definition, Figure
from titian.evaluation.indicators import REGISTRY
from titian.evaluation.outputs import wording
from titian.evaluation.queries.cells import Question, cells_of
from titian.evaluation.queries.plan_in_force import plan_in_force
from titian.evaluation.queries.slices import slices
from titian.network.models import Organisation

SHOWN = ("realised_people", "passed", "covered", "status_working")


@dataclass(frozen=True)
class YearFigures:
    centre: Organisation
    year: int
    tiles: list[tuple[Figure, wording.Reading, Definition]]


def year_figures(centre: Organisation, year: int) -> YearFigures | None:
    """Return the tiles from the same registry as the evaluation; None where nothing is visible."""
    today = timezone.localdate()
    home = centre.region_id[:2] if centre.region_id else None
    question = Question(centre.pk, year, today, False, home, needs=frozenset(SHOWN))
    plan = plan_in_force(centre.pk, year, today)
    cells = cells_of(question, ("",))
    whole = slices(cells, "", names={"": _("Semua jalur")}, plans=plan.whole, codes=SHOWN).get("")
    if whole is None:
        return None
    figures = {figure.code: figure for figure in whole.figures}
    meanings = {indicator.code: indicator.definition() for indicator in REGISTRY if indicator.code in SHOWN}
    tiles = [
        (figures[code], wording.on_tile(figures[code]), meanings[code]) for code in SHOWN if code in figures
    ]
    return YearFigures(centre, year, tiles)
