"""What became of people alike on each route, as ranges with their number."""

from __future__ import annotations

import numpy as np

from engines.survey.intervals import wilson_interval
from titian.counselling.models import Decision, Route, RouteOutcome
from titian.counselling.questions import BY_CODE
from titian.counselling.rules import FEWEST_KNOWN, Alike, Range, alike
from titian.people.rules import age_on

DAYS = 182


def alike_of(decision: Decision) -> Alike:
    """Return whom the person of a decision is alike: by schooling, age and years of work as told."""
    told = dict(
        decision.version.answers.filter(question__in=("schooling", "worked_years")).values_list(
            "question", "value"
        )
    )
    return alike(
        schooling=told.get("schooling", ""),
        age=age_on(decision.person.birth_date, decision.decided_on),
        worked=told.get("worked_years", ""),
    )


def ranges_for(decision: Decision) -> list[Range]:
    """Return a range for each of the five routes; of too few known people there is none."""
    group = alike_of(decision)
    found = {
        one.route: one
        for one in RouteOutcome.objects.filter(
            schooling=group.schooling, age=group.age, worked=group.worked, days=DAYS
        )
    }
    return [_range(route, found.get(route)) for route in Route.values]


def _range(route: str, outcome: RouteOutcome | None) -> Range:
    if outcome is None:
        return Range(route, 0, 0, None, None, None)
    if outcome.known < FEWEST_KNOWN:
        return Range(route, outcome.decided, outcome.known, None, None, None)
    kinds = np.array([outcome.verified, outcome.reported, outcome.stated], dtype=np.int64)
    low, high = wilson_interval(kinds, np.full(3, outcome.known, dtype=np.int64))
    bounds = [
        (round(float(one), 4), round(float(two), 4)) if count else None
        for one, two, count in zip(low, high, kinds, strict=True)
    ]
    return Range(route, outcome.decided, outcome.known, *bounds)


def words_of(group: Alike) -> list[str]:
    """Return in words whom a person is compared with."""
    ages = {"under_25": "< 25", "25_34": "25-34", "35_44": "35-44", "45_up": ">= 45"}
    return [
        BY_CODE["schooling"].words(group.schooling), ages[group.age], BY_CODE["worked_years"].words(group.worked)
    ]  # fmt: skip


def shown_ranges(shown: list[dict[str, object]]) -> list[Range]:
    """Return ranges as they were kept when shown."""
    return [
        Range(**{
            key: tuple(value) if isinstance(value, list) else value for key, value in one.items()
        })  # type: ignore[arg-type]
        for one in shown
    ]  # fmt: skip
