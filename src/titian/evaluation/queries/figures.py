"""Run the registry over the records this user may see."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from engines.survey import wilson_interval
from titian.evaluation.document import Figure, FigureState, Unit
from titian.evaluation.indicators import REGISTRY, Indicator
from titian.evaluation.indicators.compiled import compiled_plan
from titian.evaluation.indicators.measures import Amount, ClassFill, Median, Planned, Share
from titian.evaluation.queries.cells import Row, rows_of

# Below this share of people observed for the whole window, the early classes would speak for all.
ENOUGH_OBSERVED = 0.75


def ask_plan(version_id: int, *, by_channel: bool) -> dict[str, Row]:
    """Return the sums of a version of the plan by channel, or of the whole under ''."""
    sql = f"""
        WITH plan AS (
            SELECT {"channel_id" if by_channel else "''"}::text AS slice_1, ''::text AS slice_2,
                   packages::bigint, people::bigint, rupiah, rupiah_spent
            FROM planning_target WHERE version_id = %s
        ) SELECT * FROM ({compiled_plan()}) AS answer
    """
    return {row["slice_1"]: row for row in rows_of(sql, [version_id])}


def figures_of(
    people: Row | None,
    plan: Row | None,
    *,
    whole_classes: bool,
    whole: Mapping[str, Figure] | None = None,
    codes: Collection[str] | None = None,
) -> list[Figure]:
    """Return the figures of one slice, still without intervals; a window closed for the `whole` year is closed."""
    figures = []
    for indicator in REGISTRY:
        measure = indicator.measure
        if codes is not None and indicator.code not in codes:
            continue
        if isinstance(measure, Planned):
            figures.append(_planned(indicator, plan))
        elif isinstance(measure, ClassFill):
            figures.append(_fill(indicator, people if whole_classes else None))
        elif people is None:
            figures.append(Figure(indicator.code, FigureState.NO_DATA, indicator.unit))
        else:
            figures.append(_counted(indicator, people, whole))
    return figures


def share_of(code: str, parts: Row, *, window: bool = False, open_now: bool = True) -> Figure:
    """Return a share from its aggregates, still without its interval."""
    low, high, trials = parts["numerator"], parts["numerator_high"], parts["denominator"]
    state = FigureState.KNOWN if low == high else FigureState.RANGE
    if window and not open_now:
        young = parts["too_young"] + trials + parts["missing"]
        return Figure(code, FigureState.TOO_YOUNG, Unit.SHARE, too_young=young)
    if trials == 0:
        young = parts["too_young"] > 0 and parts["missing"] == 0
        state = FigureState.TOO_YOUNG if young else FigureState.NO_DATA
        return Figure(code, state, Unit.SHARE, missing=parts["missing"], too_young=parts["too_young"])
    return Figure(
        code, state, Unit.SHARE, value=low / trials, numerator=low, denominator=trials,
        value_high=high / trials if state is FigureState.RANGE else None,
        numerator_high=high if state is FigureState.RANGE else None,
        missing=parts["missing"], too_young=parts["too_young"],
    )  # fmt: skip


def window_is_open(everyone: Row) -> bool:
    """Say whether enough of the people have been observed for the whole window."""
    seen = everyone["denominator"] + everyone["missing"]
    return bool(seen >= ENOUGH_OBSERVED * (seen + everyone["too_young"]))


PARTS = ("numerator", "numerator_high", "denominator", "missing", "too_young", "value")


def parts_of(row: Row, code: str) -> Row:
    """Return the aggregates of one indicator from a row of all."""
    return {part: row[name] for part in PARTS if (name := f"{code}__{part}") in row}


def with_interval(figure: Figure) -> Figure:
    return with_intervals([figure])[0]


def _counted(indicator: Indicator, people: Row, whole: Mapping[str, Figure] | None) -> Figure:
    parts, measure, code = parts_of(people, indicator.code), indicator.measure, indicator.code
    if isinstance(measure, Share):
        return share_of(
            code, parts, window=measure.months is not None, open_now=_is_open(indicator, people, whole)
        )
    if isinstance(measure, Median):
        if not _is_open(indicator, people, whole):
            young = parts["too_young"] + parts["denominator"] + parts["missing"]
            return Figure(code, FigureState.TOO_YOUNG, indicator.unit, too_young=young)
        state = FigureState.KNOWN if parts["denominator"] else FigureState.NO_DATA
        return Figure(
            code, state, indicator.unit, value=parts["value"], denominator=parts["denominator"],
            missing=parts["missing"], too_young=parts["too_young"],
        )  # fmt: skip
    if not isinstance(measure, Amount):
        raise TypeError(f"{code}: {type(measure).__name__} is not counted from people")
    if measure.denominator is None:
        return Figure(
            code, FigureState.KNOWN, indicator.unit, value=parts["numerator"], numerator=parts["numerator"]
        )
    if not parts["denominator"]:
        return Figure(code, FigureState.NO_DATA, indicator.unit, numerator=parts["numerator"])
    return Figure(
        code, FigureState.KNOWN, indicator.unit,
        value=parts["numerator"] * measure.per / parts["denominator"],
        numerator=parts["numerator"], denominator=parts["denominator"],
    )  # fmt: skip


def _is_open(indicator: Indicator, people: Row, whole: Mapping[str, Figure] | None) -> bool:
    """Say whether the indicator's window is open for this slice and for the whole year; no window is open."""
    months = getattr(indicator.measure, "months", None)
    if months is None:
        return True
    if whole is not None and whole[indicator.code].state is FigureState.TOO_YOUNG:
        return False
    return window_is_open(parts_of(people, f"placed_{months}_enrolled"))


def _planned(indicator: Indicator, plan: Row | None) -> Figure:
    if plan is None:
        return Figure(indicator.code, FigureState.NO_DATA, indicator.unit)
    parts = parts_of(plan, indicator.code)
    if parts["missing"]:  # a sum of some lines would read as the sum of all
        return Figure(indicator.code, FigureState.NO_DATA, indicator.unit, missing=parts["missing"])
    value = int(parts["value"])
    return Figure(indicator.code, FigureState.KNOWN, indicator.unit, value=value, numerator=value)


def _fill(indicator: Indicator, people: Row | None) -> Figure:
    if people is None or not people["capacity"]:
        return Figure(indicator.code, FigureState.NO_DATA, indicator.unit)
    taken, capacity = people["counts__people"], int(people["capacity"])
    return Figure(
        indicator.code, FigureState.KNOWN, indicator.unit, value=taken / capacity, numerator=taken,
        denominator=capacity,
    )  # fmt: skip


def with_intervals(figures: list[Figure]) -> tuple[Figure, ...]:
    """Return the figures with the interval of each share, all taken in one stroke."""
    shares = {
        place
        for place, figure in enumerate(figures)
        if figure.known and figure.unit is Unit.SHARE and figure.code != "fill"
    }
    order = sorted(shares)
    lows = np.array([figures[place].numerator for place in order], dtype=np.int64)
    highs = np.array(
        [figures[place].numerator_high or figures[place].numerator for place in order], dtype=np.int64
    )
    trials = np.array([figures[place].denominator for place in order], dtype=np.int64)
    lower, _upper = wilson_interval(lows, trials)
    _lower, upper = wilson_interval(highs, trials)
    bounds = {place: (float(lower[n]), float(upper[n])) for n, place in enumerate(order)}
    return tuple(
        _bounded(figure, *bounds[place]) if place in bounds else figure
        for place, figure in enumerate(figures)
    )


def _bounded(figure: Figure, low: float, high: float) -> Figure:
    """Return the figure with its interval: `dataclasses.replace` costs a page of a nation a tenth of its time."""
    return Figure(
        figure.code, figure.state, figure.unit, figure.value, figure.value_high, figure.numerator,
        figure.numerator_high, figure.denominator, low, high, figure.missing, figure.too_young,
    )  # fmt: skip
