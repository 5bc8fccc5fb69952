"""The share of graduates who have found first work, month by month since graduation."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _
from markupsafe import Markup

from titian.evaluation.outputs import wording
from titian.evaluation.outputs.charts.canvas import WIDTH, box, drawing, legend, line, tag, words

LEFT, TOP, TALL = 40.0, 10.0, 190.0


class Month(NamedTuple):
    """One point; share and interval are None where no class is old enough yet."""

    month: int
    share: float | None
    low: float | None
    high: float | None
    few: bool = False  # Too few for one percentage: the interval is written instead.


def months_chart(key: str, title: str, months: list[Month]) -> Markup:
    """Draw the cumulative share with its band; months still to come are shaded and say so."""
    last = max([month.month for month in months] or [12])
    step = (WIDTH - LEFT - 8) / max(last, 1)
    seen = [month for month in months if month.share is not None]
    young = len(seen) < len(months)
    parts = _frame(last, step)
    if young:
        start = LEFT + (seen[-1].month if seen else 0) * step
        parts.append(box(start, TOP, WIDTH - 8 - start, TALL, "young"))
    if seen:
        parts += _curve(seen, step)
    parts.append(words(_("bulan sejak paket selesai"), LEFT, TOP + TALL + 34, class_="quiet small"))
    entries: list[tuple[str, str, dict[str, str]]] = [
        ("c1", _("Bagian lulusan"), {}),
        ("band", _("Rentang 95 persen"), {}),
        *([("young", _("Belum dapat dihitung"), {})] if young else []),
    ]
    keys, tall = legend(entries, TOP + TALL + 46)
    description = "; ".join(_said(m) for m in months if m.month in (1, 3, 6, 12)) or _("belum dapat dihitung")
    return drawing(key, TOP + TALL + 46 + tall, title, description, *parts, keys)


def _frame(last: int, step: float) -> list[Markup]:
    parts = []
    for percent in (0, 25, 50, 75, 100):
        level = TOP + TALL * (1 - percent / 100)
        parts.append(line(LEFT, level, WIDTH - 8, level, "grid"))
        parts.append(
            words(wording.share(percent / 100), LEFT - 5, level + 4, class_="quiet small", anchor="end")
        )
    for month in range(0, last + 1, 3):
        x = LEFT + month * step
        parts.append(words(wording.count(month), x, TOP + TALL + 16, class_="quiet small", anchor="middle"))
    return parts


def _curve(seen: list[Month], step: float) -> list[Markup]:
    def at(month: int, part: float | None) -> tuple[float, float]:
        return LEFT + month * step, TOP + TALL * (1 - (part or 0))

    def path(points: list[tuple[float, float]]) -> str:
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)

    band = [at(m.month, m.low) for m in seen] + [at(m.month, m.high) for m in reversed(seen)]
    line_ = [at(m.month, m.share) for m in seen]
    parts = [
        tag("polygon", points=path(band), class_="band"),
        tag("polyline", points=path(line_), class_="line1"),
        *(tag("circle", cx=x, cy=y, r=3, class_="c1") for x, y in line_),
    ]
    for month, (x, y) in zip(seen, line_, strict=True):
        if month.month in (3, 6, 12):
            said = _share(month)
            parts.append(words(said, x - 3, max(y - 9, TOP + 12), class_="strong", anchor="end"))
    return parts


def _said(month: Month) -> str:
    said = _("belum dapat dihitung") if month.share is None else _share(month)
    return _("%(n)d bulan: %(share)s") % {"n": month.month, "share": said}


def _share(month: Month) -> str:
    return wording.bounds(month.low, month.high) if month.few else wording.share(month.share, 1)
