"""Targets against results: one bar a channel, the target as an outline behind it."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _
from markupsafe import Markup

from titian.evaluation.outputs import wording
from titian.evaluation.outputs.charts.canvas import WIDTH, box, drawing, legend, line, ticks, words

ROW, BAR = 50.0, 18.0


class TargetBar(NamedTuple):
    """What one channel promised (None: no promise is known) and what it reached."""

    label: str
    target: int | None
    result: int


def targets_chart(key: str, title: str, bars: list[TargetBar]) -> Markup:
    """Draw people by channel against their targets; says nothing of what became of them."""
    marks = ticks(max([1, *(bar.result for bar in bars), *(bar.target or 0 for bar in bars)]))
    scale = (WIDTH - 4) / marks[-1]
    bottom = len(bars) * ROW + 4
    parts = [line(2 + mark * scale, 4, 2 + mark * scale, bottom, "grid") for mark in marks]
    for number, bar in enumerate(bars):
        y = number * ROW + 18
        parts += [
            words(bar.label, 2, y, class_="strong"),
            words(_reading(bar), WIDTH - 2, y, anchor="end"),
            box(2, y + 7, bar.result * scale, BAR, "c1"),
        ]
        if bar.target is not None:
            parts.append(box(2, y + 4, bar.target * scale, BAR + 6, "target"))
    for mark in marks:
        anchor = "start" if mark == 0 else "end" if mark == marks[-1] else "middle"
        parts.append(
            words(wording.count(mark), 2 + mark * scale, bottom + 13, class_="quiet small", anchor=anchor)
        )
    keys, tall = legend([("c1", _("Realisasi"), {}), ("target", _("Target"), {})], bottom + 24)
    description = "; ".join(f"{bar.label}: {_reading(bar)}" for bar in bars)
    return drawing(key, bottom + 24 + tall, title, description, *parts, keys)


def _reading(bar: TargetBar) -> str:
    if bar.target is None:
        return _("%(n)s, tanpa target") % {"n": wording.count(bar.result)}
    return wording.of_total(bar.result, bar.target)
