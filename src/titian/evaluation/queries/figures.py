"""Run the registry over the records this user may see: each indicator over all slices of a cut in one stroke."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property, partial
from operator import itemgetter
from typing import Any, NamedTuple, cast

import numpy as np
import numpy.typing as npt

from engines.survey import wilson_interval
from titian.evaluation.document import Figure, FigureState, Unit
from titian.evaluation.indicators import REGISTRY, WINDOWS, Indicator
from titian.evaluation.indicators.measures import Amount, ClassFill, Median, Planned, Share
from titian.evaluation.queries.cells import Row

# Below this share of people observed for the whole window, the early classes would speak for all.
ENOUGH_OBSERVED = 0.75
KNOWN, RANGE, TOO_YOUNG, NO_DATA = range(4)
STATES = np.array(
    [FigureState.KNOWN, FigureState.RANGE, FigureState.TOO_YOUNG, FigureState.NO_DATA], dtype=object
)
_MADE = partial(tuple.__new__, Figure)  # a page has 20,000: `_make` would call it from Python for each
Whole = Mapping[str, Figure]
Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]


class Parts(NamedTuple):
    """The aggregates of shares, each an array of one shape: (shares, slices) where `parts_of` made them."""

    numerator: Integers
    numerator_high: Integers
    denominator: Integers
    missing: Integers
    too_young: Integers


class FiguresOf:
    """The figures of all slices of a cut; a window closed for the `whole` year is closed in each."""

    def __init__(
        self,
        rows: Sequence[Row],
        plans: Sequence[Row | None],
        *,
        whole_classes: bool,
        whole: Whole | None = None,
        codes: Collection[str] | None = None,
    ) -> None:
        self._rows, self._plans, self._whole_classes, self._whole = rows, plans, whole_classes, whole
        self._asked = {row.code: row for row in REGISTRY if codes is None or row.code in codes}
        self._found: dict[str, Sequence[Figure]] = {}
        self.codes = tuple(self._asked)

    def of(self, code: str) -> Sequence[Figure]:
        """Return one figure of each slice."""
        if code not in self._found:
            self._reckon([self._asked[code]])
        return self._found[code]

    def all(self) -> Sequence[tuple[Figure, ...]]:
        """Return all figures of each slice, in the registry's order."""
        return self._all

    @cached_property
    def _all(self) -> list[tuple[Figure, ...]]:
        self._reckon([row for code, row in self._asked.items() if code not in self._found])
        return list(zip(*(self._found[code] for code in self.codes), strict=True)) or [()] * len(self._rows)

    def _reckon(self, asked: list[Indicator]) -> None:
        self._found.update(self._shares([row.code for row in asked if isinstance(row.measure, Share)]))
        for indicator in asked:
            match indicator.measure:
                case Planned():
                    nothing = Figure(indicator.code, FigureState.NO_DATA, indicator.unit)
                    told = [_planned(indicator, plan) if plan else nothing for plan in self._plans]
                case ClassFill():
                    told = [_fill(indicator, row if self._whole_classes else None) for row in self._rows]
                case Median():
                    told = _medians(indicator, self._rows, self._closed(indicator))
                case Amount():
                    told = _amounts(indicator, indicator.measure, self._rows)
                case _:
                    continue
            self._found[indicator.code] = told

    def _shares(self, codes: list[str]) -> dict[str, Sequence[Figure]]:
        if not codes:
            return {}
        parts, each = parts_of(self._rows, codes), len(self._rows)
        told = shares_of(
            [code for code in codes for _row in self._rows],
            Parts(*(part.ravel() for part in parts)),
            np.concatenate([self._closed(self._asked[code]) for code in codes]),
        )
        return {code: told[place * each : (place + 1) * each] for place, code in enumerate(codes)}

    def _closed(self, indicator: Indicator) -> Booleans:
        """Say in which slices the indicator's window is closed; without a window in none."""
        months = getattr(indicator.measure, "months", None)
        if months is None:
            return np.zeros(len(self._rows), dtype=bool)
        if self._whole is not None and self._whole[indicator.code].state is FigureState.TOO_YOUNG:
            return np.ones(len(self._rows), dtype=bool)
        return self._closed_after[months]

    @cached_property
    def _closed_after(self) -> dict[int, Booleans]:
        """Say, by months of a window, in which slices it is closed."""
        closed = ~window_is_open(parts_of(self._rows, [f"placed_{months}_enrolled" for months in WINDOWS]))
        return dict(zip(WINDOWS, closed, strict=True))


def parts_of(rows: Sequence[Row], codes: Sequence[str]) -> Parts:
    """Return the aggregates of these shares from rows of all."""
    get = itemgetter(*(f"{code}__{part}" for part in Parts._fields for code in codes))
    read = np.array([get(row) for row in rows], dtype=np.int64)
    return Parts(*read.reshape(-1, len(Parts._fields), len(codes)).transpose(1, 2, 0))


def shares_of(codes: Sequence[str], parts: Parts, closed: Booleans | None = None) -> list[Figure]:
    """Return a share, with its interval, of each aggregate; one whose window is `closed` is too young."""
    low, high, trials, missing, too_young = parts
    shut = np.zeros(low.shape, dtype=bool) if closed is None else closed
    known = (trials > 0) & ~shut
    range_ = known & (low != high)
    waits = shut | ((too_young > 0) & (missing == 0))
    states = np.where(known, np.where(range_, RANGE, KNOWN), np.where(waits, TOO_YOUNG, NO_DATA))
    of = np.maximum(trials, 1)
    lower, _upper = wilson_interval(np.where(known, low, 0), np.where(known, trials, 0))
    _lower, upper = wilson_interval(np.where(known, high, 0), np.where(known, trials, 0))
    return list(
        map(
            _MADE,
            zip(
                codes,
                STATES[states].tolist(),
                [Unit.SHARE] * len(codes),
                *(
                    _where(told, values)
                    for told, values in (
                        (known, low / of),
                        (range_, high / of),
                        (known, low),
                        (range_, high),
                        (known, trials),
                        (known, lower),
                        (known, upper),
                    )
                ),
                np.where(shut, 0, missing).tolist(),
                np.where(shut, too_young + trials + missing, too_young).tolist(),
                strict=True,
            ),
        )
    )


def _where(told: Booleans, values: npt.NDArray[np.generic]) -> list[Any]:
    held = values.astype(object)
    held[~told] = None
    return cast(list[Any], held.tolist())


def window_is_open(everyone: Parts) -> Booleans:
    """Say whether enough of the people have been observed for the whole window."""
    seen = everyone.denominator + everyone.missing
    return np.asarray(seen >= ENOUGH_OBSERVED * (seen + everyone.too_young))


def _medians(indicator: Indicator, rows: Sequence[Row], closed: Booleans) -> list[Figure]:
    code, unit = indicator.code, indicator.unit
    get = itemgetter(*(f"{code}__{part}" for part in ("value", "denominator", "missing", "too_young")))
    figures = []
    for row, shut in zip(rows, closed, strict=True):
        value, trials, missing, too_young = get(row)
        if shut:
            figures.append(Figure(code, FigureState.TOO_YOUNG, unit, too_young=too_young + trials + missing))
            continue
        state = FigureState.KNOWN if trials else FigureState.NO_DATA
        parts = (code, state, unit, value, None, None, None, trials, None, None, missing, too_young)
        figures.append(_MADE(parts))
    return figures


def _amounts(indicator: Indicator, measure: Amount, rows: Sequence[Row]) -> list[Figure]:
    code, unit = indicator.code, indicator.unit
    counted = [row[f"{code}__numerator"] for row in rows]
    if measure.denominator is None:
        return [Figure(code, FigureState.KNOWN, unit, value=found, numerator=found) for found in counted]
    return [
        Figure(
            code, FigureState.KNOWN, unit, value=found * measure.per / of, numerator=found, denominator=of
        )
        if (of := row[f"{code}__denominator"])
        else Figure(code, FigureState.NO_DATA, unit, numerator=found)
        for found, row in zip(counted, rows, strict=True)
    ]  # fmt: skip


def _planned(indicator: Indicator, plan: Row) -> Figure:
    if missing := plan[f"{indicator.code}__missing"]:  # a sum of some lines would read as the sum of all
        return Figure(indicator.code, FigureState.NO_DATA, indicator.unit, missing=missing)
    value = int(plan[f"{indicator.code}__value"])
    return Figure(indicator.code, FigureState.KNOWN, indicator.unit, value=value, numerator=value)


def _fill(indicator: Indicator, people: Row | None) -> Figure:
    if people is None or not people["capacity"]:
        return Figure(indicator.code, FigureState.NO_DATA, indicator.unit)
    taken, capacity = people["counts__people"], int(people["capacity"])
    return Figure(
        indicator.code, FigureState.KNOWN, indicator.unit, value=taken / capacity, numerator=taken,
        denominator=capacity,
    )  # fmt: skip
