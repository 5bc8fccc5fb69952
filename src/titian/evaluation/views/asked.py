"""Which evaluation is asked for, and whether it can be given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.evaluation.actions import fold_touched
from titian.evaluation.document import Evaluation
from titian.evaluation.forms import AsOfForm
from titian.evaluation.outputs.part import part_of
from titian.evaluation.permissions import may_read_evaluation
from titian.evaluation.queries.evaluate import evaluate
from titian.evaluation.queries.readers import Reading, centres_known_to, reading_of, years_of
from titian.network.models import Organisation


@dataclass(frozen=True)
class Asked:
    """What the address asks for; `years` are those there is something to read of."""

    centre: Organisation
    year: int
    years: list[int]
    form: AsOfForm
    reading: Reading

    @property
    def as_of(self) -> date | None:
        return self.form.cleaned_data.get("as_of") if self.form.is_valid() else None

    def why_not(self) -> str:
        """Return what is wrong with the question, '' if nothing is."""
        if self.year not in self.years:
            return _("Belum ada paket dan target %(centre)s untuk tahun %(year)s.") % {
                "centre": self.centre.name,
                "year": self.year,
            }
        return " ".join(str(error) for errors in self.form.errors.values() for error in errors)


def asked_of(request: UserRequest, centre_id: int, year: int) -> Asked:
    """Find the centre (404 to a stranger, 403 to a colleague without the right) and read the question."""
    centre = get_object_or_404(centres_known_to(request.user).distinct(), pk=centre_id)
    authorize(request, may_read_evaluation, centre)
    form = AsOfForm(request.GET, year=year, today=timezone.localdate())
    return Asked(centre, year, years_of(centre), form, reading_of(request.user, centre))


def answer(asked: Asked, request: UserRequest) -> Evaluation:
    """Return the evaluation, cut to what this user reads; a DomainError says why there is none."""
    if reason := asked.why_not():
        raise DomainError(reason, code="cannot_be_asked")
    fold_touched()
    evaluation = evaluate(asked.centre, asked.year, as_of=asked.as_of, user=request.user)
    return evaluation if asked.reading.whole else part_of(evaluation, asked.reading.regencies)
