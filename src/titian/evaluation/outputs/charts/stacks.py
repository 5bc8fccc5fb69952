"""What people became, as parts of one whole; the unknown is hatched, never left away."""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup

from titian.evaluation.outputs import wording
from titian.evaluation.outputs.charts.canvas import (
    LETTER,
    WIDTH,
    box,
    drawing,
    hatching,
    legend,
    words,
)

ROW, BAR = 58.0, 30.0
UNKNOWN, MISSING = "unknown", "missing"


class Part(NamedTuple):
    """One part of a bar: its words, its size, and its colour c0..c5, UNKNOWN (hatched) or MISSING (blank)."""

    label: str
    size: int
    colour: str


class Stack(NamedTuple):
    label: str
    parts: list[Part]


def stacks_chart(key: str, title: str, stacks: list[Stack]) -> Markup:
    """Draw each stack over the full width; sizes stand in the parts that are wide enough."""
    pieces: list[Markup] = [hatching(key)]
    for number, stack in enumerate(stacks):
        y = number * ROW
        total = sum(part.size for part in stack.parts)
        pieces.append(words(stack.label, 0, y + 14, class_="strong"))
        pieces.append(words(wording.count(total), WIDTH, y + 14, anchor="end"))
        x = 0.0
        for part in stack.parts:
            wide = part.size / total * WIDTH if total else 0.0
            pieces += _part(key, part, x, y + 20, wide)
            x += wide
    known = {part.colour: part.label for stack in stacks for part in stack.parts}
    entries = [(_class(colour), label, _fill(key, colour)) for colour, label in known.items()]
    keys, tall = legend(entries, len(stacks) * ROW + 4)
    description = "; ".join(
        f"{stack.label}: " + ", ".join(f"{part.label} {wording.count(part.size)}" for part in stack.parts)
        for stack in stacks
    )
    return drawing(key, len(stacks) * ROW + 4 + tall, title, description, *pieces, keys)


def _part(key: str, part: Part, x: float, y: float, wide: float) -> list[Markup]:
    if not part.size:
        return []
    drawn = [box(x, y, wide, BAR, _class(part.colour), **_fill(key, part.colour))]
    text = wording.count(part.size)
    needed = len(text) * LETTER + 2
    if wide > needed:
        coloured = part.colour not in (UNKNOWN, MISSING)
        if part.colour == UNKNOWN:
            drawn.append(box(x + wide / 2 - needed / 2, y + 6, needed, 18, "paper"))
        ink = (
            "strong on-colour"
            if coloured and part.colour != "c0"
            else "strong on-light"
            if coloured
            else "strong"
        )
        drawn.append(words(text, x + wide / 2, y + 20, class_=ink, anchor="middle"))
    return drawn


def _class(colour: str) -> str:
    return "outlined" if colour == UNKNOWN else colour


def _fill(key: str, colour: str) -> dict[str, str]:
    return {"fill": f"url(#{key}-hatch)"} if colour == UNKNOWN else {}
