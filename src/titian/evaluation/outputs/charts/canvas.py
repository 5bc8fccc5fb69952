"""SVG as text: escaped, without script or style, coloured by class so that screen and print may differ."""

from __future__ import annotations

from markupsafe import Markup, escape

WIDTH = 330  # Drawn for the card of a small phone; wider screens only enlarge it.
LETTER = 8.0  # Width to reckon for one letter of 14 units, in a wide face.

# Colours where no style sheet of the page reaches: inside the PDF.
PRINT_STYLE = """
text{font-family:'Libertinus Serif',serif;font-size:14px;fill:#1f2933}
.quiet{fill:#46565e}.on-colour{fill:#fff}.small{font-size:12px}.tiny{font-size:10px}.strong{font-weight:bold}
.grid{stroke:#d3d0c6;stroke-width:1;fill:none}.axis{stroke:#6d7a80;stroke-width:1;fill:none}
.target{fill:none;stroke:#14232b;stroke-width:1.5;stroke-dasharray:4 2}
.c1{fill:#0a5f6b}.c2{fill:#c2620a}.c3{fill:#5b4a9e}.c4{fill:#5f7a1f}.c5{fill:#a33a6b}.c0{fill:#9aa3a6}
.hatch-ground{fill:#fff}.hatch-line{stroke:#6d7a80;stroke-width:2}.outlined{stroke:#6d7a80;stroke-width:1}
.missing{fill:#fff;stroke:#6d7a80;stroke-width:1}.paper{fill:#fff}
.band{fill:#0a5f6b;fill-opacity:.18}.line1{stroke:#0a5f6b;stroke-width:2.5;fill:none}.young{fill:#f0ede4}
.tile-empty{fill:#f0ede4;stroke:#cfc9ba}.tile-1{fill:#d8eaec}.tile-2{fill:#a5ced2}.tile-3{fill:#4f979f}.tile-4{fill:#0a5f6b}
.on-light{fill:#14232b}
"""


def tag(name: str, *children: str | Markup, **attributes: str | float) -> Markup:
    """Return one element; `class_` becomes class, an underscore a hyphen, numbers lose needless digits."""
    written = Markup("").join(
        Markup(' {}="{}"').format(
            key.rstrip("_").replace("_", "-") if key != "viewBox" else key,
            f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else value,
        )
        for key, value in attributes.items()
    )
    if not children:
        return Markup("<{}{}/>").format(Markup(name), written)  # nosec B704
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(name), written, Markup("").join(map(escape, children)))  # nosec B704


def words(text: str, x: float, y: float, *, class_: str = "", anchor: str = "start") -> Markup:
    """Return a line of text with its baseline at (x, y)."""
    extra = {"class_": class_} if class_ else {}
    return tag("text", text, x=float(x), y=float(y), text_anchor=anchor, **extra)


def box(x: float, y: float, width: float, height: float, class_: str, **more: str | float) -> Markup:
    """Return a rectangle that is never thinner than it can be seen, unless it is empty."""
    seen = max(float(width), 1.0) if width > 0 else 0.0
    return tag("rect", x=float(x), y=float(y), width=seen, height=float(height), class_=class_, **more)


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    return tag("line", x1=float(x1), y1=float(y1), x2=float(x2), y2=float(y2), class_=class_)


def hatching(key: str) -> Markup:
    """Return the pattern for what is not known; `key` makes its name unique on the page."""
    return tag(
        "defs",
        tag(
            "pattern",
            tag("rect", width=7, height=7, class_="hatch-ground"),
            tag("line", x1=0, y1=0, x2=0, y2=7, class_="hatch-line"),
            id=f"{key}-hatch",
            width=7,
            height=7,
            patternUnits="userSpaceOnUse",
            patternTransform="rotate(45)",
        ),
    )


def drawing(key: str, height: float, title: str, description: str, *parts: Markup) -> Markup:
    """Return the whole picture, named for those who do not see it."""
    return tag(
        "svg",
        tag("title", title, id=f"{key}-title"),
        tag("desc", description, id=f"{key}-desc"),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {height:.0f}",
        role="img",
        aria_labelledby=f"{key}-title",
        aria_describedby=f"{key}-desc",
        class_="picture",
    )


def for_print(svg: Markup) -> str:
    """Return the picture with its own colours, for a place without the page's style sheet."""
    head, rest = str(svg).split(">", 1)
    return f"{head}><style>{PRINT_STYLE}</style>{rest}"


def legend(entries: list[tuple[str, str, dict[str, str]]], y: float) -> tuple[Markup, float]:
    """Return swatches with their words, wrapped to the width, and the height they take."""
    x, top, parts = 0.0, y, []
    for class_, text, more in entries:
        needed = 18 + len(text) * LETTER + 10
        if x and x + needed > WIDTH:
            x, top = 0.0, top + 19
        parts += [box(x, top, 12, 12, class_, **more), words(text, x + 17, top + 11)]
        x += needed
    return Markup("").join(parts), top + 19 - y


def ticks(highest: int, steps: int = 4) -> list[int]:
    """Return round numbers from 0 to just above `highest`."""
    if highest <= 0:
        return [0, 1]
    size = 10 ** (len(str(highest)) - 1)
    for part in (0.1, 0.2, 0.25, 0.5, 1, 2, 2.5, 5):
        step = int(size * part)
        if step and step * part and step * steps >= highest:
            return [step * number for number in range(-(-highest // step) + 1)]
    return [0, highest]
