"""One share on a line from nothing to all, its interval, and the interval of all together behind it."""

from __future__ import annotations

from markupsafe import Markup

from titian.evaluation.document import Figure
from titian.evaluation.outputs.charts.canvas import box, line, tag

WIDE, TALL, MIDDLE = 132.0, 20.0, 10.0
SCALE = WIDE - 12


def interval_mark(figure: Figure, whole: Figure | None) -> Markup | None:
    """Draw what the words beside it say; None where there is no interval."""
    if figure.low is None or figure.high is None or figure.value is None:
        return None
    parts = [line(6, MIDDLE, 6 + SCALE, MIDDLE, "grid")]
    if whole and whole.low is not None and whole.high is not None:
        parts.append(box(_at(whole.low), 2, (whole.high - whole.low) * SCALE, TALL - 4, "band"))
    parts += [line(_at(mark), 7, _at(mark), 13, "axis") for mark in (0.0, 0.5, 1.0)]
    parts.append(line(_at(figure.low), MIDDLE, _at(figure.high), MIDDLE, "line1"))
    ends = [figure.value] if figure.value_high is None else [figure.value, figure.value_high]
    parts += [tag("circle", cx=_at(end), cy=MIDDLE, r=3.5, class_="c1") for end in ends]
    return tag(
        "svg",
        *parts,
        viewBox=f"0 0 {WIDE:.0f} {TALL:.0f}",
        class_="picture interval-mark",
        aria_hidden="true",
    )


def _at(share: float) -> float:
    return 6 + share * SCALE
