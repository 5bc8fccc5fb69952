"""A map of equal tiles: each region one square, roughly where it lies."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from django.utils.translation import gettext as _
from markupsafe import Markup

from titian.evaluation.document import Tile
from titian.evaluation.outputs import wording
from titian.evaluation.outputs.charts.canvas import LETTER, WIDTH, box, drawing, legend, tag, words

# East Java, made by hand: regency code -> (column, row, short name); `k` marks a kota.
EAST_JAVA: dict[str, tuple[int, int, str]] = {
    "35.01": (0, 4, "PCT"), "35.02": (0, 3, "PNG"), "35.03": (1, 3, "TGK"), "35.04": (2, 3, "TLA"),
    "35.05": (4, 4, "BLR"), "35.06": (3, 2, "KDR"), "35.07": (5, 4, "MLG"), "35.08": (6, 4, "LMJ"),
    "35.09": (7, 4, "JMR"), "35.10": (8, 3, "BWI"), "35.11": (7, 3, "BDW"), "35.12": (7, 2, "STB"),
    "35.13": (6, 3, "PBL"), "35.14": (5, 2, "PSR"), "35.15": (5, 1, "SDA"), "35.16": (4, 2, "MJK"),
    "35.17": (3, 1, "JBG"), "35.18": (2, 1, "NJK"), "35.19": (1, 2, "MAD"), "35.20": (0, 2, "MGT"),
    "35.21": (0, 1, "NGW"), "35.22": (1, 0, "BJN"), "35.23": (2, 0, "TBN"), "35.24": (3, 0, "LMG"),
    "35.25": (4, 0, "GSK"), "35.26": (6, 0, "BKL"), "35.27": (7, 0, "SPG"), "35.28": (8, 0, "PMK"),
    "35.29": (9, 0, "SMP"), "35.71": (2, 2, "kKDR"), "35.72": (3, 3, "kBLR"), "35.73": (5, 3, "kMLG"),
    "35.74": (6, 2, "kPBL"), "35.75": (6, 1, "kPSR"), "35.76": (4, 1, "kMJK"), "35.77": (1, 1, "kMAD"),
    "35.78": (5, 0, "kSBY"), "35.79": (4, 3, "kBTU"),
}  # fmt: skip
GAP = 2


class _Square(NamedTuple):
    column: int
    row: int
    short: str
    tile: Tile | None  # None: outside the supervised area.


def tile_map(key: str, title: str, tiles: tuple[Tile, ...]) -> Markup:
    """Draw the regions with people coloured by their number; the whole of East Java where they lie there."""
    squares = _squares(tiles)
    size = min(WIDTH / (1 + max((square.column for square in squares), default=0)), 66.0)
    classes = classes_of([tile.people for tile in tiles if tile.people])
    parts = [_draw(square, size, classes) for square in squares]
    bottom = (1 + max((square.row for square in squares), default=0)) * size + 8
    entries: list[tuple[str, str, dict[str, str]]] = [
        (f"tile-{_shade(n, classes)}", wording.span(*ends), {}) for n, ends in enumerate(classes)
    ]
    keys, tall = legend([*entries, ("tile-empty", _("bukan wilayah binaan"), {})], bottom)
    description = "; ".join(f"{tile.name}: {_people(tile)}" for tile in tiles if tile.people is not None)
    return drawing(key, bottom + tall, title, description, *parts, keys)


def share_map(key: str, title: str, tiles: tuple[Tile, ...]) -> Markup:
    """Draw the regions coloured by the share in `placed`; where it is not known the tile is blank and says so."""
    squares = _squares(tiles)
    size = min(WIDTH / (1 + max((square.column for square in squares), default=0)), 66.0)
    shares = [share_drawn(tile) for tile in tiles]
    classes = classes_of([round(100 * share) for share in shares if share is not None])
    parts = []
    for square in squares:
        share = share_drawn(square.tile) if square.tile else None
        if square.tile is None or share is None:
            parts.append(_draw(square._replace(tile=None), size, classes))
            continue
        shade = next(
            (_shade(n, classes) for n, (_low, high) in enumerate(classes) if round(100 * share) <= high), 1
        )
        said = wording.share(share, 0)
        parts.append(_coloured(square, size, shade, f"{square.tile.name}: {said}", said))
    bottom = (1 + max((square.row for square in squares), default=0)) * size + 8
    entries: list[tuple[str, str, dict[str, str]]] = [
        (f"tile-{_shade(n, classes)}", _percents(*ends), {}) for n, ends in enumerate(classes)
    ]
    keys, tall = legend([*entries, ("tile-empty", _("tidak ada peserta, atau terlalu sedikit"), {})], bottom)
    description = "; ".join(
        f"{tile.name}: {wording.share(share, 0)}"
        for tile in tiles
        if (share := share_drawn(tile)) is not None
    )
    return drawing(key, bottom + tall, title, description or _("belum dapat dihitung"), *parts, keys)


def share_drawn(tile: Tile) -> float | None:
    """Of too few people one percentage says nothing: the table beside the map has the interval."""
    figure = tile.placed
    if figure is None or figure.value is None or (figure.denominator or 0) < wording.FEW:
        return None
    return figure.value


def _percents(low: int, high: int) -> str:
    return (
        wording.share(low / 100, 0)
        if low == high
        else f"{wording.share(low / 100, 0)} – {wording.share(high / 100, 0)}"
    )


def classes_of(people: list[int]) -> list[tuple[int, int]]:
    """Return at most four classes of the values that occur, as lowest and highest, about equally filled."""
    values = sorted(set(people))
    number = min(4, len(values))
    cuts = [len(values) * n // number for n in range(number + 1)] if number else []
    return [(values[start], values[end - 1]) for start, end in pairwise(cuts)]


def _squares(tiles: tuple[Tile, ...]) -> list[_Square]:
    by_code = {tile.code: tile for tile in tiles if tile.people is not None}
    if all(tile.code in EAST_JAVA for tile in tiles):
        return [
            _Square(column, row, short, by_code.get(code)) for code, (column, row, short) in EAST_JAVA.items()
        ]
    left, top = min(tile.column for tile in tiles), min(tile.row for tile in tiles)
    return [
        _Square(tile.column - left, tile.row - top, tile.short[:6], by_code.get(tile.code)) for tile in tiles
    ]


def _shade(number: int, classes: list[tuple[int, int]]) -> int:
    """Return the shade 1..4; the highest class is always the darkest."""
    return 5 - len(classes) + number


def _draw(square: _Square, size: float, classes: list[tuple[int, int]]) -> Markup:
    x, y, inner = square.column * size, square.row * size, size - GAP
    tile = square.tile
    if tile is None or tile.people is None:
        return tag(
            "g",
            box(x + GAP / 2, y + GAP / 2, inner, inner, "tile-empty"),
            words(square.short, x + size / 2, y + size / 2 + 4, class_="quiet tiny", anchor="middle"),
        )
    shade = next((_shade(n, classes) for n, (_low, high) in enumerate(classes) if tile.people <= high), 1)
    return _coloured(square, size, shade, f"{tile.name}: {_people(tile)}", wording.count(tile.people))


def _coloured(square: _Square, size: float, shade: int, said: str, number: str) -> Markup:
    x, y, inner = square.column * size, square.row * size, size - GAP
    ink = "on-light" if shade < 3 else "on-colour"
    return tag(
        "g",
        tag("title", said),
        box(x + GAP / 2, y + GAP / 2, inner, inner, f"tile-{shade}"),
        words(square.short, x + size / 2, y + size / 2 - 3, class_=f"tiny {ink}", anchor="middle"),
        _number(number, x + size / 2, y + size / 2 + 11, inner, f"small strong {ink}"),
    )


def _number(text: str, x: float, y: float, room: float, class_: str) -> Markup:
    """Return a number that stays in its square whatever face the reader has."""
    tight: dict[str, str | float] = {}
    if len(text) * LETTER > room:
        tight = {"textLength": room - 5, "lengthAdjust": "spacingAndGlyphs"}
    return tag("text", text, x=x, y=y, text_anchor="middle", class_=class_, **tight)


def _people(tile: Tile) -> str:
    return _("%(n)s orang") % {"n": wording.count(tile.people)}
