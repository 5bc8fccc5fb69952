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


def months_chart(key: str, title: str, months: list[Month]) -> Markup:
    """Draw the cumulative share with its band; months still to come are shaded and say so."""
    last = max([month.month for month in months] or [12])
    step = (WIDTH - LEFT - 8) / max(last, 1)
    seen = [month for month in months if month.share is not None]

    def at(month: int, part: float) -> str:
        return f"{LEFT + month * step:.1f},{TOP + TALL * (1 - part):.1f}"

    parts = []
    for percent in (0, 25, 50, 75, 100):
        level = TOP + TALL * (1 - percent / 100)
        parts += [
            line(LEFT, level, WIDTH - 8, level, "grid"),
            words(f"{percent} %", LEFT - 5, level + 4, class_="quiet small", anchor="end"),
        ]
    for month in range(0, last + 1, 3):
        parts.append(
            words(
                wording.count(month),
                LEFT + month * step,
                TOP + TALL + 16,
                class_="quiet small",
                anchor="middle",
            )
        )
    young = len(seen) < len(months)
    if young:
        start = LEFT + (seen[-1].month if seen else 0) * step
        parts.append(box(start, TOP, WIDTH - 8 - start, TALL, "young"))
    band = [at(m.month, m.low or 0) for m in seen] + [at(m.month, m.high or 0) for m in reversed(seen)]
    parts += [
        tag("polygon", points=" ".join(band), class_="band"),
        tag("polyline", points=" ".join(at(m.month, m.share or 0) for m in seen), class_="line1"),
    ]
    for m in seen:
        x, y = at(m.month, m.share or 0).split(",")
        parts.append(tag("circle", cx=x, cy=y, r=3, class_="c1"))
    for m in seen:
        if m.month in (3, 6, 12):
            x, y = at(m.month, m.share or 0).split(",")
            anchor = "end" if m.month == last else "middle"
            parts.append(
                words(wording.share(m.share, 1), float(x), float(y) - 9, class_="strong", anchor=anchor)
            )
    parts.append(words(_("bulan sejak kelas selesai"), LEFT, TOP + TALL + 34, class_="quiet small"))
    keys, tall = legend([("c1", _("Bagian lulusan"), {}), ("band", _("Rentang 95 %"), {})], TOP + TALL + 46)
    description = "; ".join(_said(m) for m in months if m.month in (1, 3, 6, 12)) or _("belum dapat dihitung")
    return drawing(key, TOP + TALL + 46 + tall, title, description, *parts, keys)


def _said(month: Month) -> str:
    said = _("belum dapat dihitung") if month.share is None else wording.share(month.share, 1)
    return _("%(n)d bulan: %(share)s") % {"n": month.month, "share": said}
