"""What is known of a programme?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np

from engines.survey.intervals import wilson_interval
from titian.programmes.models import Measure, Outlook

FEWEST_FOR_A_RATE = 10  # of fewer the range is so wide that it says nothing


@dataclass(frozen=True)
class Told:
    """One sentence about earlier trainees: counts with their range, or too few to say."""

    measure: str
    first_year: int
    last_year: int
    as_of: date
    trained: int | None
    known: int | None
    yes: int | None
    low: float | None = None
    high: float | None = None

    @property
    def enough(self) -> bool:
        return self.low is not None


def outlooks_of(programme_ids: Collection[int]) -> dict[int, list[Told]]:
    """Return what became of earlier trainees by programme, measures in their order; one statement."""
    order = {code: place for place, code in enumerate(Measure.values)}
    found: dict[int, list[Told]] = {}
    for one in Outlook.objects.filter(programme__in=programme_ids):
        found.setdefault(one.programme_id, []).append(_told(one))
    return {pk: sorted(told, key=lambda one: order[one.measure]) for pk, told in found.items()}


def _told(one: Outlook) -> Told:
    told = (one.measure, one.first_year, one.last_year, one.as_of, one.trained, one.known, one.yes)
    if one.known is None or one.yes is None or one.known < FEWEST_FOR_A_RATE:
        return Told(*told)
    low, high = wilson_interval(np.array([one.yes]), np.array([one.known]))
    return Told(*told, float(low[0]), float(high[0]))
